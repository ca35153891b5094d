# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

# What a step may set: the rest is of other records, or is no value.
SETTABLE = (
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "selection",
    "text",
)
YES = ("1", "true", "yes")
# A date so many days after the one on which the step is done.
LATER = re.compile(r"\+(\d{1,4})\Z")
READERS = {
    "integer": int,
    "float": float,
    "monetary": float,
    "date": fields.Date.to_date,
    "datetime": fields.Datetime.to_datetime,
}


class CrmPlaybookStep(models.Model):
    """Which field a step sets, and to what.

    The value is kept as text: an id, the word of a choice, 1 or 0, a date as the database writes
    it, or ``+7`` for seven days after the step is done. People choose it by a widget.
    """

    _inherit = "crm.playbook.step"

    field_id = fields.Many2one(
        "ir.model.fields",
        # With the app that brings the field goes the field, not what was done with it.
        ondelete="set null",
        domain=[
            ("model", "=", "crm.lead"),
            ("store", "=", True),
            ("readonly", "=", False),
            ("ttype", "in", SETTABLE),
        ],
    )
    # Those who edit playbooks may not look into the list of all fields.
    field_name = fields.Char(
        "Field to Set", compute="_compute_field_name", readonly=False, compute_sudo=True
    )
    field_value = fields.Char("New Value")
    value_words = fields.Char(compute="_compute_value_words")

    @api.depends("field_id")
    def _compute_field_name(self):
        """The name by which programs know the field."""
        for step in self:
            step.field_name = step.field_id.name

    @api.depends("field_id", "field_value")
    def _compute_value_words(self):
        """The value as people say it."""
        for step in self:
            step.value_words = step._value_words()

    @api.onchange("field_name")
    def _onchange_field_name(self):
        """A value of one field is none of another."""
        if self.field_name != self.field_id.sudo().name:
            self.field_value = False

    @api.model_create_multi
    def create(self, vals_list):
        """Take the field by its name."""
        return super().create([self._with_field(vals) for vals in vals_list])

    def write(self, vals):
        """Take the field by its name."""
        return super().write(self._with_field(vals))

    def _with_field(self, vals):
        if "field_name" not in vals:
            return vals
        vals = dict(vals)
        name = vals.pop("field_name")
        known = self.env["ir.model.fields"]._get_ids("crm.lead")
        return {"field_id": known.get(name, False)} | vals

    @api.constrains("kind", "field_id", "field_value")
    def _check_field_value(self):
        """What is to be set can be set, by who edits the step and in whose name it is done."""
        for step in self.filtered(lambda step: step.kind == "set_field"):
            field = step._field_to_set()
            if not field or not field.store or field.readonly or field.type not in SETTABLE:
                raise ValidationError(
                    self.env._("%(step)s: choose the field to be set.", step=step.name)
                )
            step._check_may_set(field)
            try:
                # Constraints are asked as root.
                value = step._value_to_set(step.sudo(False).env)
            except (ValueError, TypeError) as error:
                raise step._no_value() from error
            if field.required and field.type != "boolean" and value is False:
                raise step._no_value()

    def _check_may_set(self, field):
        """Refuse a field that the editor or the responsible user may not write.

        :raise ValidationError: one of them may not.
        """
        leads = self.env["crm.lead"]
        for user in self.env.user | self.sudo().rule_id.responsible_id:
            if not leads.with_user(user)._has_field_access(field, "write"):
                raise ValidationError(
                    self.env._(
                        "%(step)s: %(user)s may not write “%(field)s”.",
                        step=self.name,
                        user=user.name,
                        field=self._label_of_field(),
                    )
                )

    def _no_value(self):
        return ValidationError(
            self.env._(
                "%(step)s: “%(value)s” is no value of “%(field)s”.",
                step=self.name,
                value=self.field_value or "",
                field=self._label_of_field(),
            )
        )

    def _field_to_set(self):
        """Return the field of deals; None when there is none."""
        return self.env["crm.lead"]._fields.get(self.field_id.sudo().name)

    def _label_of_field(self):
        return self.field_id.sudo().field_description

    def _value_to_set(self, env=None):
        """Return the value in the form in which it is written.

        :param env: with the rights of who writes it; by default of who edits the step.
        :raise ValueError: it is none of the field, or the user may not see the record.
        """
        env = env or self.env
        text = (self.field_value or "").strip()
        field = self._field_to_set()
        if field.type == "boolean":
            return text.lower() in YES
        if not text:
            return False
        if field.relational:
            record = env[field.comodel_name].browse(int(text)).exists()
            if not record or not record.has_access("read"):
                raise ValueError(text)
            return record.id if field.type == "many2one" else [Command.link(record.id)]
        if field.type == "selection" and text not in field.get_values(self.env):
            raise ValueError(text)
        if field.type in ("date", "datetime") and (later := LATER.match(text)):
            then = fields.Datetime.now() + timedelta(days=int(later[1]))
            there = then.replace(tzinfo=UTC).astimezone(env.user._activity_zone())
            return there.date() if field.type == "date" else then
        return READERS.get(field.type, str)(text)

    def _value_words(self):
        """Return the value as people say it."""
        field, text = self._field_to_set(), (self.field_value or "").strip()
        if not field:
            return ""
        if field.type == "boolean":
            return self.env._("Yes") if text.lower() in YES else self.env._("No")
        if later := LATER.match(text):
            return self.env._("%(count)s days later", count=later[1])
        if field.relational and text.isdecimal():
            record = self.env[field.comodel_name].browse(int(text)).exists()
            return record.display_name if record.has_access("read") else text
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(text, text)
        return text

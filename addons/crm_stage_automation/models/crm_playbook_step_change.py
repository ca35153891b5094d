# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
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
READERS = {
    "integer": int,
    "float": float,
    "monetary": float,
    "date": fields.Date.to_date,
    "datetime": fields.Datetime.to_datetime,
}


class CrmPlaybookStep(models.Model):
    """The steps that change the record, tell somebody, or just wait."""

    _inherit = "crm.playbook.step"

    field_id = fields.Many2one(
        "ir.model.fields",
        "Field to Set",
        ondelete="cascade",
        domain=[
            ("model", "=", "crm.lead"),
            ("store", "=", True),
            ("readonly", "=", False),
            ("ttype", "in", SETTABLE),
        ],
    )
    field_value = fields.Char(
        "New Value",
        help="Of a field that points to records: the id of the record. Empty: nothing.",
    )

    @api.constrains("kind", "field_id", "field_value")
    def _check_field_value(self):
        """What is to be set can be set."""
        for step in self.filtered(lambda step: step.kind == "set_field"):
            field = step.field_id
            if not field.store or field.readonly or field.ttype not in SETTABLE:
                raise ValidationError(self.env._("%(step)s sets no field.", step=step.name))
            try:
                step._value_to_set()
            except (ValueError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "%(step)s: “%(value)s” is no value of %(field)s.",
                        step=step.name,
                        value=step.field_value or "",
                        field=field.field_description,
                    )
                ) from error

    def _value_to_set(self):
        """Return the value in the form in which it is written.

        :raise ValueError: it is none of the field.
        """
        text = (self.field_value or "").strip()
        field = self.env[self.field_id.model]._fields[self.field_id.name]
        if field.type == "boolean":
            return text.lower() in YES
        if not text:
            return False
        if field.relational:
            record = self.env[field.comodel_name].browse(int(text))
            if not record.exists():
                raise ValueError(text)
            return record.id if field.type == "many2one" else [Command.link(record.id)]
        if field.type == "selection" and text not in field.get_values(self.env):
            raise ValueError(text)
        return READERS.get(field.type, str)(text)

    def _perform_set_field(self, work):
        """Write the value, once for all."""
        self._together(work).write({self.field_id.name: self._value_to_set()})
        return {}

    def _perform_reassign(self, work):
        """Give the records to others; whoever has his already is not written again."""
        people = self._assignees(work)
        for user in self.env["res.users"].union(*people.values()):
            his = {job: record for job, record in work.items() if people[job] == user}
            self._together(his).filtered(lambda r, u=user: r.user_id != u).write(
                {"user_id": user.id}
            )
        return {}

    def _perform_notify(self, work):
        """Tell somebody, together with all else that he is told after this run."""
        people = self._assignees(work)
        return {job: {"tell_id": people[job].id} for job in work}

    def _perform_wait(self, _work):
        """Do nothing: what follows this step begins its own delay now."""
        return {}

    def _perform_task(self, work):
        """Make a task for each record."""
        made = self._make_tasks(work)
        return {job: {"made_model": task._name, "made_id": task.id} for job, task in made.items()}

    def _make_tasks(self, work):
        """Make a task for each record and return the tasks by job: for the app that has tasks.

        :param work: records by job, with the rights of the responsible user.
        """
        raise UserError(self.env._("There is no app here in which a task could be made."))

    def _together(self, work):
        """Return the records of several jobs, each once."""
        return next(iter(work.values())).union(*work.values())

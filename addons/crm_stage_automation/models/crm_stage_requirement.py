# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Values that somebody fills in: the rest is of other records, or is no value.
FILLED_IN = (
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "selection",
    "text",
)


class CrmStageRequirement(models.Model):
    """Something that has to be there before a deal enters a stage."""

    _name = "crm.stage.requirement"
    _description = "Requirement of a Stage"
    _order = "sequence, id"

    stage_id = fields.Many2one("crm.stage", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(
        "What",
        translate=True,
        help="What the salesperson reads. Without it the name of the activity or field is shown.",
    )
    kind = fields.Selection(
        [
            ("check", "Checklist item"),
            ("activity", "Activities done"),
            ("field", "Field filled in"),
        ],
        default="check",
        required=True,
    )
    strictness = fields.Selection(
        [("require", "Require"), ("ask", "Ask")],
        default="require",
        required=True,
        help="Require: no deal goes on without it. Ask: it is only shown.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        ondelete="restrict",
        domain=[("res_model", "in", (False, "crm.lead"))],
        help="Empty: activities of any type.",
    )
    needed = fields.Integer("At Least", default=1, help="How many of them.")
    field_name = fields.Selection(selection="_selection_field_name", string="Field")

    _needed_positive = models.Constraint(
        "CHECK (needed BETWEEN 1 AND 100)", "At least 1 is needed, and at most 100."
    )

    @api.model
    def _selection_field_name(self):
        """Return the fields of deals that somebody fills in, by the names people know."""
        leads = self.env["crm.lead"]
        known = leads.fields_get(attributes=["string", "type", "store", "readonly"])
        found = [
            (name, field["string"])
            for name, field in known.items()
            if field["type"] in FILLED_IN and field["store"] and not field["readonly"]
        ]
        return sorted(found, key=lambda one: (one[1].casefold(), one[0]))

    @api.depends("name", "kind", "activity_type_id", "field_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for requirement in self:
            requirement.display_name = requirement.name or requirement._default_label()

    def _default_label(self):
        """Return what is read where no text was written; for kinds of one's own, too."""
        self.ensure_one()
        if self.kind == "activity":
            return self.activity_type_id.sudo().name or self.env._("Activity")
        field = self.env["crm.lead"]._fields.get(self.field_name)
        if self.kind == "field" and field:
            return field._description_string(self.env)
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    @api.constrains("kind", "name", "field_name")
    def _check_complete(self):
        """A checklist item says what it is about, and a field is named."""
        for requirement in self:
            if requirement.kind == "check" and not (requirement.name or "").strip():
                raise ValidationError(self.env._("Write what is to be ticked."))
            if requirement.kind == "field" and not requirement.field_name:
                raise ValidationError(self.env._("Choose the field that is to be filled in."))

    @api.model_create_multi
    def create(self, vals_list):
        """A stage asks for more."""
        requirements = super().create(vals_list)
        self.env.registry.clear_cache()
        return requirements

    def write(self, vals):
        """A stage asks for something else."""
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        """A stage asks for less."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class CrmLeadGive(models.TransientModel):
    """The team leader gives leads of his queue to somebody."""

    _name = "crm.lead.give"
    _description = "Give Leads to Somebody"

    lead_ids = fields.Many2many("crm.lead", string="Leads", required=True)
    user_id = fields.Many2one(
        "res.users", required=True, domain="[('share', '=', False)]", string="Person"
    )

    @api.constrains("user_id")
    def _check_user(self):
        """Not a customer with access to the portal, whoever sends his id."""
        if any(self.sudo().user_id.mapped("share")):
            raise ValidationError(self.env._("Leads are given to people of the company."))

    @api.model
    def default_get(self, fields_list):
        """Begin with the leads that were marked in the list."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "crm.lead" and "lead_ids" in fields_list:
            values["lead_ids"] = [fields.Command.set(self.env.context.get("active_ids", []))]
        return values

    def action_give(self):
        """Give the leads to the person, who is told once."""
        self.ensure_one()
        leads = self.lead_ids
        leads.check_access("write")
        everybodys = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        foreign = leads.filtered(lambda lead: lead.team_id.user_id != self.env.user)
        if foreign and not everybodys:
            raise AccessError(
                self.env._(
                    "Leads are given to somebody by the leader of their team. You do not lead "
                    "that of: %(leads)s",
                    leads=", ".join(foreign.mapped("display_name")[:5]),
                )
            )
        # sudo: a leader with the rights of a salesperson loses sight of what he gives away
        self.env["crm.assignment.scheme"].sudo()._give_to(self.user_id.sudo(), leads.sudo())
        return {"type": "ir.actions.act_window_close"}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmRequestAttachLine(models.TransientModel):
    """One card that comes into question: a lead, or a customer without an open one."""

    _name = "crm.request.attach.line"
    _description = "Card That a Request May Belong To"

    wizard_id = fields.Many2one("crm.request.attach", required=True, ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade"
    )
    reason = fields.Char(string="Why", readonly=True)
    card_name = fields.Char(string="Card", compute="_compute_card")
    contact = fields.Char(compute="_compute_card")
    phone = fields.Char(compute="_compute_card")
    email = fields.Char(string="E-mail", compute="_compute_card")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("won", "Won"),
            ("lost", "Lost"),
            ("archived", "Archived"),
            ("customer", "Customer"),
        ],
        compute="_compute_card",
    )
    user_id = fields.Many2one("res.users", string="Salesperson", compute="_compute_card")

    @api.depends("lead_id", "partner_id")
    def _compute_card(self):
        for line in self:
            lead, card = line.lead_id, line.lead_id or line.partner_id
            line.card_name = card.display_name
            line.contact = (lead.contact_name or lead.partner_name) if lead else card.name
            line.phone = card.phone
            line.email = lead.email_from if lead else card.email
            line.user_id = card.user_id
            line.state = line._lead_state() if lead else "customer"

    def _lead_state(self):
        if self.lead_id.won_status in {"won", "lost"}:
            return self.lead_id.won_status
        return "open" if self.lead_id.active else "archived"

    def action_choose(self):
        """Attach to this lead, or make a new lead of this customer."""
        self.ensure_one()
        if self.lead_id:
            return self.wizard_id._attach(self.lead_id)
        self.partner_id.check_access("read")
        requests = self.wizard_id.request_ids
        requests._new_lead(self.partner_id)
        return requests._open_card()

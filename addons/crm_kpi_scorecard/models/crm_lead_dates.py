# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmLead(models.Model):
    """The other moments of a deal that figures ask for."""

    _inherit = "crm.lead"

    date_opened = fields.Datetime(
        "Deal Opened On",
        compute="_compute_date_opened",
        store=True,
        help="When it became a deal: created as one, or converted from a lead.",
    )
    date_decided = fields.Datetime(
        "Decided On",
        compute="_compute_date_decided",
        store=True,
        help="When the deal was won or lost.",
    )

    _date_opened_user_idx = models.Index("(date_opened, user_id) WHERE date_opened IS NOT NULL")
    _date_decided_user_idx = models.Index("(date_decided, user_id) WHERE date_decided IS NOT NULL")

    @api.depends("type", "date_conversion")
    def _compute_date_opened(self):
        """Core notes a conversion only; a deal created as one is opened then."""
        for lead in self:
            moment = lead.date_conversion or lead.create_date or self.env.cr.now()
            lead.date_opened = moment if lead.type == "opportunity" else False

    @api.depends("date_won", "date_lost")
    def _compute_date_decided(self):
        """One of the two, as a deal is never won and lost."""
        for lead in self:
            lead.date_decided = lead.date_won or lead.date_lost

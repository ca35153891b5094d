# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .res_partner_figure import READERS

COUNTED = ("client_id", "party_id", "company_id", "date_start", "date_end")


class CrmPartyLink(models.Model):
    """What of a client's turnover and debt is one legal entity's: the parts of his sums."""

    _inherit = "crm.party.link"

    figure_currency_id = fields.Many2one(related="client_id.figure_currency_id")
    turnover = fields.Monetary(
        currency_field="figure_currency_id",
        compute="_compute_turnover",
        groups=READERS,
        help="Made out to this party for this client this fiscal year, without tax.",
    )
    debt = fields.Monetary(
        currency_field="figure_currency_id",
        compute="_compute_turnover",
        groups=READERS,
        help="Made out to this party for this client and not paid yet.",
    )

    @api.depends_context("company", "allowed_company_ids", "uid", "tz")
    @api.depends("client_id", "party_id")
    def _compute_turnover(self):
        clients = self.client_id._origin._with_figures()
        figure = self.env["crm.party.figure"].sudo()
        companies = self.env["res.partner"]._figure_companies()
        pairs = figure.pairs_of(clients, companies) if clients else {}
        for link in self:
            pair = (link.client_id._origin.id, link.party_id._origin.commercial_partner_id.id)
            link.turnover, link.debt = pairs.get(pair, (0.0, 0.0))

    @api.model_create_multi
    def create(self, vals_list):
        """Words with a new party may be the client's last."""
        links = super().create(vals_list)
        links._mark_figures()
        return links

    def write(self, vals):
        """The client before and the client now are marked."""
        if vals.keys().isdisjoint(COUNTED):
            return super().write(vals)
        self._mark_figures()
        result = super().write(vals)
        self._mark_figures()
        return result

    def unlink(self):
        """The client is marked."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        """Words with a party are words with its clients."""
        self.env["crm.party.figure.dirty"]._mark(self.client_id)

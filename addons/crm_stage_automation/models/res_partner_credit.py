# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Whether the customer is on the stop-list of the user's company: a flag, no figures."""

    _inherit = "res.partner"

    is_credit_stopped = fields.Boolean(
        "On the Stop-List",
        compute="_compute_is_credit_stopped",
        search="_search_is_credit_stopped",
        compute_sudo=True,
        groups="base.group_user",
    )
    credit_stop_note = fields.Char(
        compute="_compute_is_credit_stopped", compute_sudo=True, groups="base.group_user"
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_is_credit_stopped(self):
        company = self.env.company
        policy = self.env["crm.credit.policy"]._of(company).get(company)
        whole = self.commercial_partner_id
        stops, ends = {}, {}
        if policy:
            stops = self.env["crm.credit.stop"]._open_ones(whole, company)
            stopped = whole.filtered(lambda partner: (partner, company) in stops)
            ends = self.env["crm.credit.pardon"]._ends(stopped, company)
        for partner in self:
            key = (partner.commercial_partner_id, company)
            stop = stops.get(key)
            partner.is_credit_stopped = bool(stop)
            partner.credit_stop_note = stop and policy._partner_sentence(stop, ends.get(key))

    def _search_is_credit_stopped(self, operator, value):
        if operator != "in":
            return NotImplemented
        stopped = Domain("company_id", "=", self.env.company.id) & Domain("lifted_at", "=", False)
        rows = self.env["crm.credit.stop"].sudo()._search(stopped)
        domain = Domain("commercial_partner_id", "in", rows.subselect("partner_id"))
        return domain if True in value else ~domain

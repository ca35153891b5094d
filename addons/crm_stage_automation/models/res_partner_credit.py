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
        if not policy:
            self.is_credit_stopped = self.credit_stop_note = False
            return
        parties = self._credit_parties()
        everybody = self.union(*parties.values())
        stops = self.env["crm.credit.stop"]._open_ones(everybody, company)
        ends = self.env["crm.credit.pardon"]._ends(everybody, company)
        for partner in self:
            found = [each for each in parties[partner] if (each, company) in stops]
            partner.is_credit_stopped = bool(found)
            partner.credit_stop_note = " ".join(
                policy._partner_sentence(partner, stops[each, company], ends.get((each, company)))
                for each in found
            )

    def _credit_parties(self):
        """Return ``{partner: commercial partners}`` whose debts stop him, himself first.

        A hook: whoever knows more about who stands behind a customer adds to it.
        """
        return {partner: partner.commercial_partner_id for partner in self}

    def _search_is_credit_stopped(self, operator, value):
        if operator != "in":
            return NotImplemented
        stopped = Domain("company_id", "=", self.env.company.id) & Domain("lifted_at", "=", False)
        rows = self.env["crm.credit.stop"].sudo()._search(stopped)
        domain = self._credit_stopped_domain(rows.subselect("partner_id"))
        return domain if True in value else ~domain

    @api.model
    def _credit_stopped_domain(self, stopped):
        """Return the customers whom stopped ones stop: what ``_credit_parties`` says, searched.

        :param stopped: subquery of commercial partners
        """
        return Domain("commercial_partner_id", "in", stopped)

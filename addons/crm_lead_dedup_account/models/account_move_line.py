# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _sealed_domain(self):
        """Lines whose customer nobody may change any more. Hook.

        The hash of an entry is made of the customers of its lines, so another customer breaks the
        chain. Up to the hard lock date core refuses a new customer to everybody, for good; the
        other lock dates can be lifted, so they seal nothing.
        """
        companies = self.env["res.company"].sudo()
        locking = companies.search([("hard_lock_date", "!=", False)])
        # Branches are locked by the companies above them.
        locked = [
            Domain("company_id", "=", company.id)
            & Domain("date", "<=", company.user_hard_lock_date)
            for company in companies.search([("id", "child_of", locking.ids)])
        ]
        sealed = Domain.OR([Domain("move_id.inalterable_hash", "!=", False), *locked])
        return Domain("parent_state", "=", "posted") & sealed

    @api.model
    def _sealed_count(self, partners):
        """``{customer: (number of sealed entries, name of one)}`` in all companies."""
        lines = self.sudo()
        domain = Domain("partner_id", "in", partners.ids) & self._sealed_domain()
        counted = ["move_id:count_distinct", "move_id:max"]
        return {
            partner.id: (count, lines.move_id.browse(entry).name)
            for partner, count, entry in lines._read_group(domain, ["partner_id"], counted)
        }

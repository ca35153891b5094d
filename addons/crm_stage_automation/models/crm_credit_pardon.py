# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..tools.overdue import Pardon, is_pardoned

SIGNED = ("user_id", "withdrawn_at", "withdrawn_id")


class CrmCreditPardon(models.Model):
    """A signed exception: until a day, orders of a stopped customer may be confirmed.

    It ends by itself. Nobody edits or deletes one: it can be withdrawn, and that is signed too.
    """

    _name = "crm.credit.pardon"
    _description = "Exception from the Stop-List"
    _order = "until DESC, id DESC"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    since = fields.Date(required=True, default=fields.Date.context_today)
    until = fields.Date(required=True, help="The last day on which orders may be confirmed.")
    reason = fields.Text(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Granted By",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True)
    withdrawn_id = fields.Many2one(
        "res.users", "Withdrawn By", readonly=True, index="btree_not_null"
    )

    _days_check = models.Constraint(
        "CHECK (since <= until)", "An exception ends on the day it begins, or later."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever grants an exception signs it himself, for the customer as a whole."""
        partners = self.env["res.partner"].browse(
            {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        )
        whole = {partner.id: partner.commercial_partner_id.id for partner in partners}
        signed = []
        for vals in vals_list:
            kept = {name: value for name, value in vals.items() if name not in SIGNED}
            partner = whole.get(vals.get("partner_id"))
            signed.append(kept | ({"partner_id": partner} if partner else {}))
        return super().create(signed)

    @api.constrains("reason")
    def _check_reason(self):
        if any(not (pardon.reason or "").strip() for pardon in self):
            raise ValidationError(self.env._("Say why the exception is granted."))

    def action_withdraw(self):
        """End these exceptions now; who did it is written down."""
        if not self.env.user.has_group("crm_stage_automation.group_credit_pardon"):
            raise AccessError(self.env._("Exceptions are withdrawn by those who may grant them."))
        self.check_access("read")
        held = self.filtered(lambda pardon: not pardon.withdrawn_at)
        held.sudo().write({"withdrawn_at": fields.Datetime.now(), "withdrawn_id": self.env.uid})
        return True

    @api.model
    def _ends(self, partners, companies):
        """Return ``{(customer, company): last day}`` of exceptions that hold today."""
        if not partners:
            return {}
        # A day more, because it may still be yesterday at the company.
        yesterday = fields.Date.today() - timedelta(1)
        found = self.sudo().search(
            Domain("partner_id", "in", partners.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("until", ">=", yesterday)
            & Domain("withdrawn_at", "=", False)
        )
        ends = {}
        today = {
            company: policy._today()
            for company, policy in self.env["crm.credit.policy"]._of(found.company_id).items()
        }
        for pardon in found.filtered(lambda each: each.company_id in today):
            key = (pardon.partner_id, pardon.company_id)
            if is_pardoned([Pardon(pardon.since, pardon.until)], today[pardon.company_id]):
                ends[key] = max(pardon.until, ends.get(key, pardon.until))
        return ends

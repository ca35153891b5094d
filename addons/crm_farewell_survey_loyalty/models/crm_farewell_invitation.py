# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models


class CrmFarewellInvitation(models.Model):
    """A coupon is made for a letter in the moment in which it is sent."""

    _inherit = "crm.farewell.invitation"

    loyalty_card_id = fields.Many2one(
        "loyalty.card",
        string="Coupon",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    def _make_offer_code(self):
        """The code of an offer of coupons is that of a new coupon."""
        if self.offer_id.kind != "coupon":
            return super()._make_offer_code()
        self.loyalty_card_id = self.env["loyalty.card"].sudo().create(self._prepare_coupon())
        return self.loyalty_card_id.code

    def _prepare_coupon(self):
        """Return the values of a coupon. Hook: extend for values of yours."""
        offer = self.offer_id
        until = fields.Date.context_today(self) + timedelta(days=offer.valid_days)
        return {
            "program_id": offer.program_id.id,
            "partner_id": self.partner_id.id,
            "points": min(offer.program_id.reward_ids.mapped("required_points"), default=1),
            "expiration_date": until,
            "code": self._new_offer_code(),
        }

    def _forget(self):
        """A coupon is used by whoever has its code, and says no more whose it was."""
        self.loyalty_card_id.partner_id = False
        self.loyalty_card_id = False
        return super()._forget()

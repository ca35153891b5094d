# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

BIRTHDAY = ("birth_day", "birth_month", "birth_year")


class MergePartnerAutomatic(models.TransientModel):
    """Contacts that are merged by hand.

    Core re-points invitations by itself: no constraint of ours names a contact, so no row is in
    the way and none is deleted. A wish not to be asked is kept, whoever of them had it.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_values(self, src_partners, dst_partner):
        """Keep a birthday whole: day, month and year of the same contact."""
        known = [
            one for one in (dst_partner, *src_partners[::-1]) if one.birth_day and one.birth_month
        ]
        whole = {name: known[0][name] for name in BIRTHDAY} if known else {}
        res = super()._update_values(src_partners, dst_partner)
        if whole and any(dst_partner[name] != value for name, value in whole.items()):
            dst_partner.write(whole)
        return res

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Ask nobody twice who was two contacts until now."""
        res = super()._update_foreign_keys(src_partners, dst_partner)
        dst_partner.sudo().farewell_invitation_ids._drop_repeated()
        return res

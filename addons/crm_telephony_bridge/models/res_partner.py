# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # What callers are recognised by (docs/adr): the number, or what was written instead of one.
    _phone_tail_idx = models.Index(
        "(right(regexp_replace(COALESCE(phone_sanitized, phone), '[^0-9]', '', 'g'), 9))"
        " WHERE COALESCE(phone_sanitized, phone) IS NOT NULL"
    )
    # Whose calls somebody sees; core looks at every contact for it.
    _in_charge_idx = models.Index("(user_id) WHERE user_id IS NOT NULL")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # What callers are recognised by (docs/adr). The second one holds what could not be read as a
    # number of a country, so it is small.
    _phone_tail_idx = models.Index("(right(phone_sanitized, 9)) WHERE phone_sanitized IS NOT NULL")
    _phone_raw_tail_idx = models.Index(
        "(right(regexp_replace(phone, '[^0-9]', '', 'g'), 9))"
        " WHERE phone_sanitized IS NULL AND phone IS NOT NULL"
    )

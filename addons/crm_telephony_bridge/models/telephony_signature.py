# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonySignature(models.Model):
    """A signature that was taken: the same one is not taken again, by any worker."""

    _name = "telephony.signature"
    _description = "Telephony Signature Taken"
    _log_access = False

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    digest = fields.Char(required=True)
    taken_at = fields.Datetime(required=True, index=True)

    _provider_digest_uniq = models.UniqueIndex("(provider_id, digest)")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

VACUUM_BATCH = 1000


class TelephonySecret(models.Model):
    """What a provider signs or logs in with, sealed with a key that is not in the database."""

    _name = "telephony.secret"
    _description = "Secret of a Telephony Provider"
    _order = "since desc, id desc"
    _rec_name = "since"

    provider_id = fields.Many2one(
        "telephony.provider", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    sealed = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS, exportable=False)
    since = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    until = fields.Datetime(
        readonly=True, help="Until then it is good beside the one that replaced it."
    )

    @api.autovacuum
    def _gc_sealed(self):
        """Forget what is not good any more; that there was a secret stays known."""
        old = self.search(
            [("until", "<=", fields.Datetime.now()), ("sealed", "!=", False)], limit=1000
        )
        old.sealed = False
        return len(old), len(old) == 1000

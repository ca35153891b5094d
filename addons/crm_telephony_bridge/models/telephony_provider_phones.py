# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class TelephonyProvider(models.Model):
    _inherit = "telephony.provider"

    @api.private
    def _take_phones(self, phones):
        """Keep which phones can be rung; only what changed is written.

        :param phones: {(pbx, number): whether it is connected}
        """
        self.ensure_one()
        found = self.env["telephony.extension"].search_fetch(
            [("provider_id", "=", self.id), ("number", "in", [number for _pbx, number in phones])],
            ["pbx", "number", "is_connected"],
        )
        now = fields.Datetime.now()
        for connected in (True, False):
            changed = found.filtered(
                lambda phone, connected=connected: (
                    phone.is_connected != connected and _is_told(phone, phones) is connected
                )
            )
            # A phone was seen when it came, and until it went.
            changed.write({"is_connected": connected, "seen_at": now})


def _is_told(phone, phones):
    """Whether a phone is told to be connected; None when nothing is said of it."""
    if phone.pbx:
        return phones.get((phone.pbx, phone.number))
    told = [connected for (_pbx, number), connected in phones.items() if number == phone.number]
    return any(told) if told else None

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..tools.dialling import read_destination


class TelephonyProvider(models.Model):
    """How numbers are dialled through the provider."""

    _inherit = "telephony.provider"

    def _dialling_home(self):
        """Two-letter country in which the provider's phones stand."""
        return (self.country_id or self.company_id.country_id).code or None

    def _read_destination(self, number):
        """What a number on a card means when dialled here; None when it is no number."""
        return read_destination(number or "", self._dialling_home())

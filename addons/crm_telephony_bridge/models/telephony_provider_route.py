# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.phone_validation.tools import phone_validation


class TelephonyProvider(models.Model):
    """The provider's part of routing: its rules, and where to ring when none decides."""

    _inherit = "telephony.provider"

    route_ids = fields.One2many("telephony.route", "provider_id", string="Routing Rules")
    route_fallback = fields.Char(
        string="Last Resort",
        help="Where to ring when no rule decides. Empty: the PBX goes on by itself.",
    )

    @api.constrains("route_fallback")
    def _check_route_fallback(self):
        self.env["telephony.route"]._check_dialable(self.mapped("route_fallback"))

    def _e164(self, number):
        """A number in the country of the provider; "" for what is none."""
        country = self.country_id or self.company_id.country_id
        return (
            phone_validation.phone_format(
                number, country.code, country.phone_code, force_format="E164", raise_exception=False
            )
            if number
            else ""
        )

    def _country_of(self, number):
        """ISO code of a number's country, "" for what is no number of the outside world."""
        e164 = self._e164(number)
        return phone_validation.phone_get_region_data_for_number(e164)["code"] if e164 else ""

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


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

    def _route(self, notices):
        """Ask the rules about a call that comes in, when the provider asks by its notice."""
        found = super()._route(notices)
        for notice in notices:
            if found or not _may_be_routed(notice):
                continue
            caller, line = notice.caller_number or "", notice.called_number or ""
            found = self.env["telephony.route"]._number(self, caller, line) or None
        return found


def _may_be_routed(notice):
    """Whether a call from outside begins and rings nobody yet."""
    begins = notice.state in ("routing", "ringing") and notice.direction == "incoming"
    return begins and not notice.extension

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

# These give the secret out themselves: it is copied from their pages into ours.
GIVEN_BY_PROVIDER = ("zadarma", "twilio")
# Stands in an address where the secret belongs, as the secret itself is never shown again.
PLACE = "SECRET"


class TelephonyProvider(models.Model):
    """What an administrator copies from here to the provider."""

    _inherit = "telephony.provider"

    webhook_url = fields.Char(
        string="Address for Notices",
        compute="_compute_addresses",
        groups="sales_team.group_sale_manager",
        help="What the provider calls when something happens to a call.",
    )
    route_url = fields.Char(
        string="Address for Routing",
        compute="_compute_addresses",
        groups="sales_team.group_sale_manager",
        help="What the PBX asks which phone is to ring.",
    )
    server_url = fields.Char(
        string="Address of This Server",
        compute="_compute_addresses",
        groups="sales_team.group_sale_manager",
    )
    is_secret_given = fields.Boolean(compute="_compute_is_secret_given")

    @api.depends("key", "type")
    def _compute_addresses(self):
        for provider in self:
            base = provider.get_base_url().rstrip("/")
            provider.server_url = base
            provider.webhook_url = provider._webhook_url(base, PLACE)
            provider.route_url = f"{base}/telephony/route/{provider.sudo().key}"

    @api.depends("type")
    def _compute_is_secret_given(self):
        for provider in self:
            provider.is_secret_given = provider.type in GIVEN_BY_PROVIDER

    def _webhook_url(self, base, secret):
        """What is entered at the provider; a bridge has doors of its own, so nothing."""
        adapter = self._adapter_class()
        if adapter.bridged:
            return False
        address = f"{base}/telephony/webhook/{self.sudo().key}"
        return address if adapter.signs else f"{address}/{secret}"

    def action_make_secret(self):
        """Make a secret and show it: this once, in a window that keeps nothing."""
        self.ensure_one()
        self.check_access("write")
        if self.is_secret_given:
            raise UserError(
                self.env._(
                    "%(provider)s gives the secret out: copy it from there.", provider=self.name
                )
            )
        secret = secrets.token_urlsafe(32)
        self._set_secret(secret)
        return {
            "type": "ir.actions.client",
            "tag": "crm_telephony_bridge.secret",
            "name": self.env._("New Secret of %(provider)s", provider=self.name),
            "params": {
                "lines": self._secret_lines(secret),
                "hint": self._secret_hint(),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _secret_lines(self, secret):
        """What is shown with a new secret, as it is to be copied. Hook."""
        adapter = self._adapter_class()
        base = self.get_base_url().rstrip("/")
        lines = [{"name": "secret", "label": self.env._("Secret"), "text": secret}]
        if not adapter.signs:
            label = self.env._("Address for notices, with the secret in it")
            address = self._webhook_url(base, secret)
            lines.insert(0, {"name": "webhook", "label": label, "text": address})
        return lines

    def _secret_hint(self):
        """How long the one before stays good."""
        if not self.secret_overlap_hours:
            return self.env._("The secret before it is no longer good.")
        return self.env._(
            "A secret before it stays good for %(hours)s hours.", hours=self.secret_overlap_hours
        )

    def action_renew_key(self):
        """Make new addresses; the old ones stop at once."""
        self.check_access("write")
        for provider in self:
            provider.sudo().key = secrets.token_urlsafe(18)
        return True

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ipaddress
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.providers.adapter import Account
from ..tools.providers.registry import ADAPTERS


class TelephonyProvider(models.Model):
    _inherit = "telephony.provider"

    def _adapter_class(self):
        """The class that understands this provider. Hook: return yours for your type.

        :return: subclass of ``tools.providers.adapter.Adapter``
        """
        self.ensure_one()
        return ADAPTERS[self.type]

    def _adapter(self):
        """What understands this provider, with its settings and secrets."""
        return self._adapter_class()(self._account())

    def _can_dial(self):
        """Whether this provider can be asked to dial and to end calls."""
        self.ensure_one()
        return self._adapter_class().can_dial

    def _send_order(self, command):
        """Hand an order to the provider. Hook for those that can dial and have no bridge.

        Called once, in the transaction of the click: whoever talks to a provider's API does so
        after the commit, and tells what became of it by ``telephony.command._set_state``.

        :param command: ``telephony.command`` of one record
        """
        self.ensure_one()

    def _account(self):
        """The settings that an adapter works with; the secrets are open in it."""
        self.ensure_one()
        provider = self.sudo()
        return Account(
            secrets=tuple(provider._open_secrets()),
            networks=tuple(provider._networks()),
            zone=provider._zone(),
            name=provider.account or "",
            names={
                word: name
                for word, name in (provider.field_map or {}).items()
                if isinstance(name, str) and name
            },
        )

    def _zone(self):
        """The zone of times that the provider writes without one."""
        self.ensure_one()
        return ZoneInfo(self.tz or "UTC")

    def _route(self, notices):
        """The extension that a caller is to be put through to, None to leave it to the provider.

        Hook: asked when a cloud provider's request can be answered with a route.

        :param notices: list of ``tools.providers.notice.Notice``
        """
        self.ensure_one()

    def _networks(self):
        """Networks that may call, as a list; empty means any, if the provider signs."""
        self.ensure_one()
        lines = (line.strip() for line in (self.address_list or "").splitlines())
        return [line for line in lines if line]

    @api.constrains("address_list")
    def _check_address_list(self):
        for provider in self:
            for network in provider._networks():
                try:
                    ipaddress.ip_network(network, strict=False)
                except ValueError as error:
                    raise ValidationError(
                        self.env._(
                            "“%(network)s” is no network. Write it like 192.0.2.7 or "
                            "192.0.2.0/28, one a line.",
                            network=network,
                        )
                    ) from error

    @api.constrains("field_map")
    def _check_field_map(self):
        for provider in self:
            if provider.field_map and not isinstance(provider.field_map, dict):
                raise ValidationError(
                    self.env._("The map of fields names one field for each of our words.")
                )

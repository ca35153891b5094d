# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import diagnosis

# How far back unknown numbers and the last call of a phone are looked for.
LOOK_BACK = relativedelta(days=7)
GAP_LIMIT = 10
UNMATCHED_LIMIT = 30


class TelephonyDiagnostics(models.AbstractModel):
    """Whether each provider is connected, and what to do when it is not."""

    _name = "telephony.diagnostics"
    _description = "State of Telephony"

    @api.model
    @api.readonly
    def read_diagnostics(self):
        """Everything the page of diagnostics shows, for the providers of the asker's companies.

        :return: plain values for ``static/src/diagnostics``; times are in UTC
        """
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(self.env._("Only sales managers see the state of telephony."))
        providers = self.env["telephony.provider"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        known = self._connections(providers)
        unmatched = self._unmatched(providers)
        extensions = self._extensions(providers)
        return {
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "providers": [
                {
                    **self._provider(provider, known[provider], len(unmatched[provider])),
                    "unmatched": unmatched[provider],
                    "extensions": extensions[provider],
                }
                for provider in providers
            ],
        }

    @api.model
    @api.readonly
    def check_test_call(self, provider_id):
        """Refuse a test call that would say nothing of this provider."""
        provider = self.env["telephony.provider"].browse(provider_id)
        provider.check_access("read")
        phone = self.env.user._telephony_phone()
        if not phone:
            raise UserError(
                self.env._(
                    "You have no phone. Enter an extension of %(provider)s with your name first.",
                    provider=provider.name,
                )
            )
        if phone.provider_id != provider:
            raise UserError(
                self.env._(
                    "Your phone %(phone)s is at %(other)s. Choose a phone of %(provider)s in your "
                    "preferences first.",
                    phone=phone.number,
                    other=phone.provider_id.name,
                    provider=provider.name,
                )
            )
        return True

    @api.model
    def _provider(self, provider, known, unmatched):
        known.update(unmatched=unmatched)
        found = diagnosis.findings(diagnosis.Connection(**known))
        types = dict(provider._fields["type"]._description_selection(self.env))
        return {
            "id": provider.id,
            "name": provider.name,
            "type": types[provider.type],
            "bridge": provider.bridge_name or "",
            "state": diagnosis.state_of(found),
            "findings": [
                {"level": one.level, "code": one.code, **self._words(one.code, provider)}
                for one in found
            ],
            "heard": fields.Datetime.to_string(self._heard(provider)) or False,
            "backlog": provider.backlog,
            "clock": provider.clock_skew,
            "signature_errors": provider.signature_errors,
            "gaps": [
                {
                    "id": gap.id,
                    "from": fields.Datetime.to_string(gap.start_at),
                    "to": fields.Datetime.to_string(gap.end_at) or False,
                    "reason": gap.reason or "",
                    "pbx": gap.pbx or "",
                    "is_recovered": gap.is_recovered,
                }
                for gap in provider.gap_ids[:GAP_LIMIT]
            ],
        }

    @api.model
    def _connections(self, providers):
        """What is known of each provider, as ``diagnosis.Connection`` takes it. Hook."""
        now = fields.Datetime.now()
        known = {}
        for provider in providers:
            heard = self._heard(provider)
            known[provider] = {
                "is_enabled": provider.is_enabled,
                "has_bridge": provider._adapter_class().bridged,
                "has_secret": provider.has_secret,
                "needs_addresses": provider._adapter_class().needs_networks,
                "has_addresses": bool((provider.address_list or "").strip()),
                "heard": (now - heard).total_seconds() if heard else None,
                "clock": provider.clock_skew,
                "signature_errors": provider.signature_errors,
                "backlog": provider.backlog,
                "gaps": sum(not gap.is_recovered for gap in provider.gap_ids),
                "people": len(provider.extension_ids.user_id),
            }
        return known

    @api.model
    def _heard(self, provider):
        """When it was last heard of; of a bridge, that it told how it is."""
        is_bridged = provider._adapter_class().bridged
        return provider.health_at if is_bridged else provider.last_event_at

    @api.model
    def _extensions(self, providers):
        """The phones of each provider, with the last call of each."""
        since = fields.Datetime.now() - LOOK_BACK
        calls = self.env["telephony.call"]._read_group(
            [("started_at", ">=", since), ("extension_id.provider_id", "in", providers.ids)],
            ["extension_id"],
            ["started_at:max"],
        )
        last = dict(calls)
        return {
            provider: [
                {
                    "id": extension.id,
                    "number": extension.number,
                    "person": extension.user_id.sudo().name or extension.name or "",
                    "is_connected": extension.is_connected,
                    "seen": fields.Datetime.to_string(extension.seen_at) or False,
                    "last_call": fields.Datetime.to_string(last.get(extension)) or False,
                }
                for extension in provider.extension_ids
            ]
            for provider in providers
        }

    @api.model
    def _unmatched(self, providers):
        """Internal numbers that took part in calls lately and stand nowhere, the busiest first."""
        since = fields.Datetime.now() - LOOK_BACK
        groups = self.env["telephony.call.leg"]._read_group(
            [
                ("party", "=", "agent"),
                ("extension_id", "=", False),
                ("number", "!=", False),
                ("call_id.started_at", ">=", since),
                ("call_id.provider_id", "in", providers.ids),
            ],
            ["call_id.provider_id", "number"],
            ["__count"],
            order="__count DESC, number",
        )
        found = {provider: [] for provider in providers}
        for provider, number, count in groups:
            if len(found[provider]) < UNMATCHED_LIMIT:
                found[provider].append({"number": number, "count": count})
        return found

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..tools import routing
from .telephony_route_desk import RouteDesk

TURNOVER_MONTHS = 12


class TelephonyRoute(models.Model):
    """How the rules are asked: by a PBX, by a provider's webhook, by the window to try them."""

    _inherit = "telephony.route"

    @api.model
    def _decide(self, provider, number, line="", at=None):
        """Decide where a call is to ring; nothing is written.

        :param provider: ``telephony.provider`` of one record
        :param number: the caller's, as the provider writes it; "" when hidden
        :param line: the number that was called
        :param at: when, in UTC; now by default
        :rtype: odoo.addons.crm_telephony_bridge.tools.routing.Decision
        """
        provider = provider.sudo()
        rules = self._of(provider)
        card = self._route_card(provider, number)
        caller = self._route_caller(provider, number, line, card)
        desk = RouteDesk(rules, provider, card, caller.in_charge, at or fields.Datetime.now())
        return routing.decide(rules._rules(), caller, desk, provider.route_fallback or "")

    @api.model
    def _of(self, provider):
        """The rules of a provider in their order, in its company (sudo)."""
        rules = self.sudo().with_company(provider.company_id)
        return rules.search([("provider_id", "=", provider.id)])

    @api.model
    def _route_card(self, provider, number):
        """The card of a caller: the one with an open deal first. Hook.

        :return: a ``crm.lead``, a ``res.partner`` or an empty ``res.partner``
        """
        company = provider.company_id
        e164 = provider._e164(number)
        found = self.env["telephony.caller"]._find([e164], company)[e164] if e164 else []
        for match in found:
            return self.env[match["model"]].sudo().browse(match["id"])
        return self.env["res.partner"].sudo()

    @api.model
    def _route_caller(self, provider, number, line, card):
        """What the rules may ask of a caller that costs no further look-up. Hook.

        :param card: a record of ``_route_card``
        :rtype: odoo.addons.crm_telephony_bridge.tools.routing.Caller
        """
        partner = card if card._name == "res.partner" else card.partner_id
        person = card.user_id or partner.user_id or partner.commercial_partner_id.user_id
        language = partner.lang if card._name == "res.partner" else card.lang_code
        return routing.Caller(
            line=line or "",
            is_known=bool(card),
            in_charge=person.id or 0,
            country=provider._country_of(number),
            language=language or "",
        )

    @api.model
    def _route_turnover(self, partner, company):
        """Turnover of a client, in the company's currency. Hook: invoices know better.

        Here it is the expected revenue of the deals won in the past 12 months.

        :param partner: ``res.partner``, may be empty
        """
        client = partner.commercial_partner_id
        if not client:
            return 0.0
        since = fields.Datetime.now() - relativedelta(months=TURNOVER_MONTHS)
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        [(amount,)] = leads._read_group(
            [
                ("partner_id.commercial_partner_id", "=", client.id),
                ("company_id", "in", [company.id, False]),
                ("won_status", "=", "won"),
                ("date_closed", ">=", since),
            ],
            aggregates=["expected_revenue:sum"],
        )
        return amount or 0.0

    @api.model
    def _route_free(self, users, availability, company, at):
        """Those of ``users`` who can take a call. Hook: extend it when you know more of them.

        :param availability: "work", or "present" for those who are signed in, too
        :param at: in UTC
        """
        free = users.filtered(lambda user: not _is_away(user, at)) - self._route_talking(users)
        if availability == "present":
            free = free.filtered(_is_signed_in)
        return free & self._route_at_work(free, company, at)

    @api.model
    def _route_talking(self, users):
        """Those who are in a call; one that began long ago has only not been told to be over."""
        since = fields.Datetime.now() - relativedelta(hours=4)
        groups = self.env["telephony.call"]._read_group(
            [
                ("state", "=", "ongoing"),
                ("user_id", "in", users.ids),
                ("started_at", ">=", since),
            ],
            ["user_id"],
        )
        return users.browse([user.id for [user] in groups])

    @api.model
    def _route_at_work(self, users, company, at):
        """Those whose working time it is; without hours of their own, the company's count."""
        at_work = users.browse()
        by_calendar = {}
        for user in users:
            resource = user.resource_ids.filtered(lambda one: one.company_id == company)[:1]
            calendar = resource.calendar_id if resource else company.resource_calendar_id
            if not calendar:
                at_work |= user
                continue
            by_calendar.setdefault(calendar, []).append((user, resource))
        for calendar, people in by_calendar.items():
            resources = users.resource_ids.browse([one.id for _user, one in people if one])
            open_for = RouteDesk.open_for(calendar, resources, at)
            at_work |= users.browse([user.id for user, one in people if open_for[one.id]])
        return at_work


def _is_away(user, at):
    """Whether a person said to be out of office."""
    since, until = user.out_of_office_from, user.out_of_office_to
    return bool(since) and since <= at and (not until or at <= until)


def _is_signed_in(user):
    """Whether a browser of the person is there and nobody asked not to be disturbed."""
    status = user.im_status or "offline"
    return status.endswith(("online", "away")) and not status.startswith("leave")

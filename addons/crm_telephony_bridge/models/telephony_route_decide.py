# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..tools import routing
from ..tools.dialling import read_destination
from .telephony_route_desk import Card, RouteDesk

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
        routes = self.sudo().with_company(provider.company_id)
        rules = routes._rules_of(provider.id)
        card = self._route_card(provider, number)
        caller = self._route_caller(provider, number, line, card)
        people = {rule.target_id for rule in rules if rule.kind == "user"} | {caller.in_charge}
        desk = RouteDesk(routes, provider, card, people - {0}, at or fields.Datetime.now())
        return routing.decide(rules, caller, desk, provider.route_fallback or "")

    @api.model
    def _number(self, provider, number, line=""):
        """Where a call is to ring, "" to leave it to the PBX. For webhooks and other add-ons."""
        return self._decide(provider, number, line).extension

    @api.model
    def _route_card(self, provider, number):
        """Whose the caller's number is; of several cards the one with an open deal. Hook.

        :rtype: Card
        """
        company = provider.company_id
        owners = self.env["telephony.caller"].sudo()._find([number], company, provider.country_id)
        found = owners[number]
        partner = found[0].partner_id if found else 0
        lead = found[0].lead_id if found else 0
        return Card(
            self.env["res.partner"].sudo().browse(partner or []),
            self.env["crm.lead"].sudo().browse(lead or []),
        )

    @api.model
    def _route_caller(self, provider, number, line, card):
        """What the rules may ask of a caller that costs no further look-up. Hook.

        :param card: what ``_route_card`` found
        :rtype: odoo.addons.crm_telephony_bridge.tools.routing.Caller
        """
        country = provider.country_id or provider.company_id.country_id
        there = read_destination(number, country.code) if number else None
        return routing.Caller(
            line=line or "",
            is_known=bool(card.partner or card.lead),
            in_charge=card.in_charge.id or 0,
            country=(there and there.region) or "",
            language=card.partner.lang or card.lead.lang_code or "",
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
    def _route_free(self, users, company, at):
        """Those of ``users`` who can take a call. Hook: extend it when you know more of them.

        :param at: in UTC
        """
        free = users.filtered(lambda user: not _is_away(user, at)) - self._route_talking(users)
        return free & self._route_at_work(free, company, at)

    @api.model
    def _route_present(self, users):
        """Those of ``users`` who are signed in and may be disturbed. Hook."""
        return users.filtered(_is_signed_in)

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

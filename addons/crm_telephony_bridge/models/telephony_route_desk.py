# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, timedelta
from functools import cached_property
from typing import Any, NamedTuple

MOMENT = timedelta(seconds=1)


class Card(NamedTuple):
    """Whose a number is.

    :param partner: ``res.partner`` (sudo), empty for a stranger and for a lead without contact.
    :param lead: ``crm.lead`` (sudo): the open deal, or the lead that bears the number.
    """

    partner: Any
    lead: Any

    @property
    def in_charge(self):
        """Who is in charge: of the open deal, else of the contact, else of its company."""
        company = self.partner.commercial_partner_id
        return self.lead.user_id or self.partner.user_id or company.user_id

    @property
    def name(self):
        """What the card is called."""
        return self.partner.display_name or self.lead.display_name or ""


class RouteDesk:
    """What the decision of a call has to look up: at most once, and for all rules together.

    The ``Desk`` of ``tools.routing``.

    :param routes: ``telephony.route`` (sudo), whose hooks are asked
    :param card: ``Card`` of the caller
    :param people: ids of all who may be rung
    :param at: in UTC
    """

    def __init__(self, routes, provider, card, people, at):
        self.routes = routes
        self.env = routes.env
        self.provider = provider
        self.card = card
        self.users = self.env["res.users"].sudo().browse(sorted(people))
        self.at = at
        self._open = {}

    @cached_property
    def _turnover(self):
        return self.routes._route_turnover(self.card.partner, self.provider.company_id)

    @cached_property
    def _phones(self):
        """The phone of each person at this provider; one that is connected first."""
        phones = {}
        found = (
            self.env["telephony.extension"]
            .sudo()
            .search([("provider_id", "=", self.provider.id), ("user_id", "in", self.users.ids)])
        )
        for extension in found.sorted(lambda one: (not one.is_connected, one.id)):
            phones.setdefault(extension.user_id.id, extension.number)
        return phones

    def turnover(self):
        """Turnover of the caller's client."""
        return self._turnover

    def is_open(self, calendar):
        """Whether it is working time by these hours."""
        if calendar not in self._open:
            hours = self.env["resource.calendar"].sudo().browse(calendar)
            self._open[calendar] = self.open_for(hours, None, self.at)[False]
        return self._open[calendar]

    def extension_of(self, user, availability):
        """The phone of a person who can take the call, else ""."""
        if availability == "always":
            return self._phones.get(user, "")
        free = self._present if availability == "present" else self._free
        return self._phones.get(user, "") if user in free._ids else ""

    @cached_property
    def _free(self):
        users = self.users.filtered(lambda one: one.active and one.id in self._phones)
        return self.routes._route_free(users, self.provider.company_id, self.at)

    @cached_property
    def _present(self):
        return self.routes._route_present(self._free)

    def number_of(self, queue):
        """The number of a queue, else ""."""
        found = self.env["telephony.queue"].sudo().browse(queue)
        return (found.active and found.number) or ""

    @staticmethod
    def open_for(calendar, resources, at):
        """Whether it is working time, by id of the resource; False for the hours themselves."""
        begin = at.replace(tzinfo=UTC)
        intervals = calendar._work_intervals_batch(begin, begin + MOMENT, resources=resources)
        return {resource: bool(list(found)) for resource, found in intervals.items()}

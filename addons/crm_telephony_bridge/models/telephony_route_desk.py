# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, timedelta
from functools import cached_property

MOMENT = timedelta(seconds=1)


class RouteDesk:
    """What the decision of a call has to look up: at most once, and for all rules together.

    The ``Desk`` of ``tools.routing``.

    :param rules: ``telephony.route`` (sudo), all that may decide
    :param card: whose the caller's number is
    :param in_charge: id of the person in charge of the card, or 0
    :param at: in UTC
    """

    def __init__(self, rules, provider, card, in_charge, at):
        self.rules = rules
        self.env = rules.env
        self.provider = provider
        self.card = card
        self.users = rules.user_id | self.env["res.users"].sudo().browse(in_charge or [])
        self.at = at
        self._free = {}
        self._open = {}

    @cached_property
    def _turnover(self):
        partner = self.card if self.card._name == "res.partner" else self.card.partner_id
        return self.rules._route_turnover(partner, self.provider.company_id)

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
        if availability not in self._free:
            users = self.users.filtered(lambda one: one.active and one.id in self._phones)
            company = self.provider.company_id
            free = self.rules._route_free(users, availability, company, self.at)
            self._free[availability] = set(free.ids)
        return self._phones.get(user, "") if user in self._free[availability] else ""

    def number_of(self, queue):
        """The number of a queue, else ""."""
        found = self.rules.queue_id.filtered(lambda one: one.id == queue and one.active)
        return found.number or ""

    @staticmethod
    def open_for(calendar, resources, at):
        """Whether it is working time, by id of the resource; False for the hours themselves."""
        begin = at.replace(tzinfo=UTC)
        intervals = calendar._work_intervals_batch(begin, begin + MOMENT, resources=resources)
        return {resource: bool(list(found)) for resource, found in intervals.items()}

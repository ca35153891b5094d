# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..tools.routing import Rule
from .common import Outsider
from .rest_common import NOW, RestCommon


@tagged("post_install", "-at_install")
class TestIntegratorRest(Outsider, RestCommon):
    """Plays the outsider on routing, statistics and reviews, as the developer's notes say."""

    def _decide(self):
        customer = self.env["res.partner"].create(
            {"name": "Ivan", "phone": "+380671112233", "user_id": self.anna.id}
        )
        self.env.company.resource_calendar_id = self._hours()
        with freeze_time(NOW):
            return self.env["telephony.route"]._decide(self.provider, customer.phone)

    def _route(self, **values):
        return self.env["telephony.route"].create(
            {
                "name": "Rule",
                "provider_id": self.provider.id,
                "target": "queue",
                "queue_id": self.queue.id,
                **values,
            }
        )

    def test_turnover_from_invoices(self):
        """An add-on that knows the invoices tells how large a client is."""
        self._extended("telephony.route", "_route_turnover", lambda *_args: 7000.0)
        self._route(turnover_from=5000)
        self.assertEqual(self._decide().extension, "600")

    def test_who_is_free(self):
        """An add-on with absences of its own takes people out."""
        self._extended(
            "telephony.route",
            "_route_free",
            lambda core, rules, *args: core(rules, *args) - self.anna,
        )
        self._route(target="in_charge", instead="601")
        self.assertEqual(self._decide().extension, "601")

    def test_a_condition_of_ones_own(self):
        """A rule is turned into plain values by one method."""

        def _rule(core, route):
            assert isinstance(core(route), Rule)
            return Rule(route.id, "extension", extension="900")

        self._extended("telephony.route", "_rule", _rule)
        self._route()
        self.assertEqual(self._decide().extension, "900")

    def test_other_calls_in_the_figures(self):
        """Without a line for tests, in the figures and in the lists behind them."""
        self._call(self.anna, line="+380440000000")
        self._call(self.anna)
        self._extended(
            "telephony.statistics",
            "_call_domain",
            lambda core, told, *args: [*core(told, *args), ("line", "!=", "+380440000000")],
        )
        with freeze_time(NOW):
            told = self.env["telephony.statistics"].with_user(self.manager).read_statistics()
        calls = self.env["telephony.call"].with_user(self.manager)
        self.assertEqual(told["figures"]["total"], calls.search_count(told["domain"]))

    def test_who_reviews(self):
        """Another person than the team's leader."""
        self.manager.group_ids = [
            Command.link(self.env.ref("crm_telephony_bridge.group_supervisor").id)
        ]
        self._extended(
            "telephony.call.review",
            "_prepare_review",
            lambda core, reviews, call: {
                **core(reviews, call),
                "reviewer_id": self.manager.id,
            },
        )
        review = self.env["telephony.call.review"]._start(self._call(self.anna))
        self.assertEqual(review.reviewer_id, self.manager)

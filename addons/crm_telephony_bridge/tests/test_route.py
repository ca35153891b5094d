# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .rest_common import NOW, RestCommon

NUMBER = "+380671112233"


@tagged("post_install", "-at_install")
class TestRoute(RestCommon):
    """Which phone rings: rules over real cards, hours and people. Anna has 101, Boris 102."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["telephony.route"].search([]).unlink()
        cls.env.company.resource_calendar_id = cls._hours()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Ivan", "phone": NUMBER, "user_id": cls.anna.id, "lang": "en_US"}
        )
        cls.to_anna = cls._route(name="To the person in charge", target="in_charge")

    @classmethod
    def _route(cls, **values):
        cls.sequence = getattr(cls, "sequence", 0) + 1
        return cls.env["telephony.route"].create(
            {
                "name": f"Rule {cls.sequence}",
                "sequence": cls.sequence,
                "provider_id": cls.provider.id,
                **values,
            }
        )

    def _decide(self, number=NUMBER, line="", at=NOW):
        with freeze_time(at):
            return self.env["telephony.route"]._decide(self.provider, number, line)

    def test_the_person_in_charge(self):
        """However the number is written."""
        for number in (NUMBER, "067 111-22-33", "380671112233"):
            told = self._decide(number)
            self.assertEqual((told.extension, told.rule_id), ("101", self.to_anna.id))

    def test_the_open_deal_counts_more_than_the_contact(self):
        """Who works on the deal takes the call."""
        self.env["crm.lead"].create(
            {
                "name": "Tables",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "user_id": self.boris.id,
            }
        )
        self.assertEqual(self._decide().extension, "102")

    def test_a_stranger_has_nobody_in_charge(self):
        """No rule decides: the PBX goes on, or the last resort rings."""
        self.assertEqual(self._decide("+380509999999").extension, "")
        self.provider.route_fallback = "0"
        told = self._decide("+380509999999")
        self.assertEqual((told.extension, told.rule_id), ("0", None))
        self.assertEqual(self._decide("").extension, "0")

    def test_not_at_work(self):
        """In the evening, on Sunday, on leave, out of office: the next rule decides."""
        queue = self._route(target="queue", queue_id=self.queue.id)
        self.assertEqual(self._decide().extension, "101")
        for at in (NOW.replace(hour=20), NOW + timedelta(days=4)):
            self.assertEqual(self._decide(at=at).rule_id, queue.id)
        self.anna.write(
            {"out_of_office_from": self._ago(hours=1), "out_of_office_to": self._ago(hours=-1)}
        )
        self.assertEqual(self._decide().extension, "600")

    def test_leave_of_the_person(self):
        """Working hours of one's own, and a day off in them."""
        resource = self.env["resource.resource"].create(
            {
                "name": "Anna",
                "user_id": self.anna.id,
                "calendar_id": self._hours().id,
                "company_id": self.env.company.id,
            }
        )
        self.assertEqual(self._decide().extension, "101")
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": resource.calendar_id.id,
                "resource_id": resource.id,
                "date_from": self._ago(hours=2),
                "date_to": self._ago(hours=-2),
            }
        )
        self.assertEqual(self._decide().extension, "")

    def test_in_a_call(self):
        """Who speaks with somebody else is not rung; a call long ago was only not ended."""
        call = self._call(self.anna, state="ongoing", disposition=False)
        self.assertEqual(self._decide().extension, "")
        call.started_at = self._ago(hours=5)
        self.assertEqual(self._decide().extension, "101")

    def test_signed_in(self):
        """A rule may want somebody who sits at the screen."""
        self.to_anna.availability = "present"
        self.assertEqual(self._decide().extension, "")
        self.env["mail.presence"].create({"user_id": self.anna.id, "status": "online"})
        self.anna.invalidate_recordset()
        self.assertEqual(self._decide().extension, "101")
        self.anna.manual_im_status = "busy"
        self.assertEqual(self._decide().extension, "")

    def test_always(self):
        """Some phones ring at night."""
        self.to_anna.availability = "always"
        self.assertEqual(self._decide(at=NOW.replace(hour=23)).extension, "101")

    def test_otherwise(self):
        """A number of the rule's own instead of the next rule."""
        self.to_anna.instead = "600"
        told = self._decide(at=NOW.replace(hour=23))
        self.assertEqual((told.extension, told.is_instead), ("600", True))

    def test_conditions(self):
        """Line, country, language, hours, kind of caller: each alone decides."""
        line = self.env["telephony.queue"].create(
            {
                "provider_id": self.provider.id,
                "name": "Kyiv",
                "number": "+380442003040",
                "kind": "line",
            }
        )
        fits = {
            "line": {"line_ids": [Command.set(line.ids)]},
            "country": {"country_ids": [Command.set(self.env.ref("base.ua").ids)]},
            "language": {"lang_ids": [Command.set(self.env.ref("base.lang_en").ids)]},
            "hours": {"calendar_id": self._hours().id},
            "known": {"caller": "known"},
            "in_charge": {"in_charge": "free"},
        }
        others = {
            "line": {"number": NUMBER, "line": "0443333333"},
            "country": {"number": "+36301234567"},
            "language": {"number": "+380509999999"},
            "hours": {"at": NOW.replace(hour=22)},
            "known": {"number": "+380509999999"},
            "in_charge": {"number": "+380509999999"},
        }
        self.to_anna.active = False
        for name, values in fits.items():
            rule = self._route(target="queue", queue_id=self.queue.id, **values)
            fitting = self._decide(line="044 200 30 40")
            self.assertEqual(fitting.rule_id, rule.id, name)
            self.assertIsNone(self._decide(**others[name]).rule_id, name)
            rule.unlink()

    def test_a_changed_number_is_known_at_once(self):
        """Rules are kept in memory; what stands in them may change at any time."""
        line = self.queue.copy({"number": "0442003040", "kind": "line"})
        self.to_anna.write({"target": "extension", "extension_id": self.phones[1].id})
        self.to_anna.line_ids = line
        self.assertEqual(self._decide(line="0442003040").extension, "102")
        self.phones[1].number = "202"
        self.assertEqual(self._decide(line="0442003040").extension, "202")
        line.number = "0442003041"
        self.assertEqual(self._decide(line="0442003040").extension, "")
        self.assertEqual(self._decide(line="0442003041").extension, "202")
        line.active = False
        self.assertEqual(self._decide(line="0443333333").extension, "")
        self.phones[1].active = False
        self.assertEqual(self._decide(line="0442003041").extension, "")

    def test_turnover(self):
        """Large clients have a queue of their own; the hook says how large they are."""
        self.to_anna.active = False
        large = self._route(target="queue", queue_id=self.queue.id, turnover_from=1000)
        self.assertIsNone(self._decide().rule_id)
        deal = self.env["crm.lead"].create(
            {
                "name": "Tables",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "expected_revenue": 1000,
            }
        )
        with freeze_time(NOW):
            deal.action_set_won()
        self.assertEqual(self._decide().rule_id, large.id)
        large.write({"turnover_from": 0, "turnover_to": 1000})
        self.assertIsNone(self._decide().rule_id)

    def test_only_numbers_a_pbx_can_ring(self):
        """Nothing that a dialplan would take apart."""
        for number in ("101&102", "1 0", "101,1"):
            with self.assertRaises(ValidationError):
                self._route(target="in_charge", instead=number)
            with self.assertRaises(ValidationError):
                self.provider.route_fallback = number

    def test_a_rule_rings_somebody(self):
        """A rule without a target, or with one of another PBX, is refused."""
        other = self.provider.copy({"name": "Branch"})
        with self.assertRaises(ValidationError):
            self._route(target="user")
        with self.assertRaises(ValidationError):
            self._route(target="queue", queue_id=self.queue.id, provider_id=other.id)

    def test_queries_do_not_grow_with_the_rules(self):
        """100 rules about 20 people cost as many queries as 10: all are looked up together."""
        people = self.env["res.users"].create(
            [
                {"name": f"Agent {number}", "login": f"agent{number}", "email": f"a{number}@x.io"}
                for number in range(20)
            ]
        )
        self.env["telephony.extension"].create(
            [
                {"provider_id": self.provider.id, "number": f"2{number:02}", "user_id": user.id}
                for number, user in enumerate(people)
            ]
        )
        self.env["telephony.call"].create(
            [
                {"state": "ongoing", "disposition": False, "user_id": user.id, "started_at": NOW}
                for user in people
            ]
        )

        def spent(count):
            for number in range(count):
                self._route(
                    target="user",
                    user_id=people[number % len(people)].id,
                    country_ids=[Command.set(self.env.ref("base.ua").ids)],
                )
            self.to_anna.sequence = self.sequence + 1
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self._decide().rule_id, self.to_anna.id)
            return self.env.cr.sql_log_count - before

        spent(1)
        few = spent(10)
        self.assertLessEqual(spent(90), few)
        self.assertLess(few, 40)


@tagged("post_install", "-at_install")
class TestRouteRoles(RestCommon):
    """Rules are read by sales people and changed by managers, per company."""

    def test_roles(self):
        """A salesperson changes no rule and tries none; others do not even see them."""
        values = {
            "name": "All",
            "provider_id": self.provider.id,
            "target": "queue",
            "queue_id": self.queue.id,
        }
        route = self.env["telephony.route"].with_user(self.manager).create(values)
        route.with_user(self.anna).check_access("read")
        for operation in ("write", "unlink"):
            with self.assertRaises(AccessError):
                route.with_user(self.anna).check_access(operation)
        with self.assertRaises(AccessError):
            route.with_user(self.employee).check_access("read")
        trial = self.env["telephony.route.try"].with_user(self.anna)
        with self.assertRaises(AccessError):
            trial.create({"provider_id": self.provider.id})

    def test_companies(self):
        """A manager of another company neither sees nor tries the rules."""
        route = self.env["telephony.route"].create(
            {"name": "All", "provider_id": self.provider.id, "instead": "600"}
        )
        other = self.env["res.company"].create({"name": "Branch"})
        self.manager.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            route.with_user(self.manager).check_access("read")
        trial = self.env["telephony.route.try"].with_user(self.manager)
        with self.assertRaises(AccessError):
            trial.create({"provider_id": self.provider.id}).read(["verdict"])


@tagged("post_install", "-at_install")
class TestRouteTry(RestCommon):
    """The window that explains."""

    def _try(self, **values):
        return (
            self.env["telephony.route.try"]
            .with_user(self.manager)
            .create({"provider_id": self.provider.id, "at": NOW, **values})
        )

    def test_says_which_rule_and_why_not_the_others(self):
        """The rule, the phone, who calls, and the reasons of the rules before."""
        rules = self.env["telephony.route"].create(
            [
                {
                    "name": name,
                    "provider_id": self.provider.id,
                    "sequence": sequence,
                    "target": "queue",
                    "queue_id": self.queue.id,
                    **values,
                }
                for sequence, (name, values) in enumerate(
                    [
                        ("<b>Friends</b>", {"caller": "known"}),
                        ("Everybody", {}),
                        ("Never reached", {}),
                    ]
                )
            ]
        )
        trial = self._try(number="+380509999999")
        self.assertEqual((trial.extension, trial.route_id), ("600", rules[1]))
        self.assertEqual(trial.card_name, "A stranger")
        self.assertIn("for known callers only", trial.passed)
        self.assertIn("&lt;b&gt;Friends", trial.passed)
        self.assertNotIn("Never reached", trial.passed)
        self.env["res.partner"].create({"name": "Ivan", "phone": "+380509999999"})
        known = self._try(number="050 999 99 99")
        self.assertEqual((known.route_id, known.card_name), (rules[0], "Ivan"))
        self.assertFalse(known.passed)

    def test_no_rule(self):
        """It is said that the PBX goes on."""
        self.assertIn("the PBX goes on", self._try().verdict)
        self.provider.route_fallback = "0"
        self.assertIn("0", self._try().verdict)

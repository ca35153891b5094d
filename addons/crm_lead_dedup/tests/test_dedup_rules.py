# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import asdict

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.linkage.rules import DEFAULT_RULES
from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestDedupRules(DeskCommon):
    """Comparisons, weights and thresholds as records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["crm.dedup.rule"]
        cls.setting = cls.env["crm.dedup.setting"]._get()
        cls.employee = cls._create_user("plain", "base.group_user")

    def _rule(self, code, subject="person"):
        domain = [("code", "=", code), ("subject", "in", [subject, "all"])]
        return self.rules.with_context(active_test=False).search(domain)

    def _field(self, model, name):
        return self.env["ir.model.fields"]._get(model, name)

    def _own_rule(self, **values):
        """The job position of both cards."""
        return self.rules.create(
            {
                "name": "Job position",
                "kind": "fuzzy",
                "lead_field_id": self._field("crm.lead", "function").id,
                "partner_field_id": self._field("res.partner", "function").id,
                **values,
            }
        )

    def test_shipped_rules_are_the_engines_defaults(self):
        """Who changes nothing gets what the engine was measured with."""
        rules = self.rules._rules()
        self.assertEqual(rules.version, DEFAULT_RULES.version)
        ours, theirs = asdict(rules), asdict(DEFAULT_RULES)
        for row in (*ours["comparisons"], *theirs["comparisons"]):
            row["models"] = tuple(row["models"])
        self.assertEqual(ours, theirs)

    def test_reference_ships_switched_off(self):
        """It may hold a date of birth: then one click compares it."""
        rule = self._rule("ref")
        self.assertFalse(rule.active)
        self.assertNotIn("ref", self.rules._own_fields("res.partner"))
        rule.active = True
        self.assertEqual(self.rules._own_fields("res.partner")["ref"], "ref")
        self.assertIn("ref", [row.field for row in self.rules._rules().active])

    def test_weight_acts_at_once(self):
        """And changes nothing that cards are normalised by."""
        version = self.rules._rules().version
        self._rule("phone").agree = 8.25
        rows = [row for row in self.rules._rules().comparisons if row.field == "phone"]
        self.assertEqual([row.agree for row in rows if row.subject == "person"], [8.25])
        self.assertNotIn(8.25, [row.agree for row in rows if row.subject == "company"])
        self.assertEqual(self.rules._rules().version, version)

    def test_thresholds_act_at_once(self):
        self.setting.write({"review": 1.5, "automatic": 9.0})
        self.assertEqual(self.rules._rules().review, 1.5)
        self.assertEqual(self.rules._rules().automatic, 9.0)

    def test_threshold_in_per_cent(self):
        """99 % is a weight of ln 99, and back."""
        self.setting.automatic_percent = 99.9
        self.assertAlmostEqual(self.setting.automatic, 6.91)
        self.setting.review = 0.0
        self.assertEqual(self.setting.review_percent, 50.0)
        with self.assertRaises(UserError):
            self.setting.review_percent = 100

    def test_own_field_changes_the_version(self):
        """Cards have to be read anew when another value is compared."""
        version = self.rules._rules().version
        rule = self._own_rule()
        self.assertNotEqual(self.rules._rules().version, version)
        self.assertEqual(self.rules._own_fields("crm.lead"), {rule.code: "function"})
        other = self.rules._rules().version
        rule.lead_field_id = self._field("crm.lead", "referred")
        self.assertNotEqual(self.rules._rules().version, other)
        rule.unlink()
        self.assertEqual(self.rules._rules().version, version)

    def test_lists_change_the_version(self):
        version = self.rules._rules().version
        self.env["crm.dedup.mailbox"].create({"name": "lager"})
        self.assertNotEqual(self.rules._rules().version, version)

    def test_order_on_screen_is_no_other_version(self):
        """Dragging a row must not make the whole base be read again."""
        version = self.rules._rules().version
        self._rule("phone").sequence = 1
        self.assertEqual(self.rules._rules().version, version)

    def test_use_by_model(self):
        rule = self._own_rule(use="crm.lead")
        row = next(row for row in self.rules._rules().comparisons if row.field == rule.code)
        self.assertEqual(row.models, ("crm.lead",))

    def test_restore(self):
        phone, own = self._rule("phone"), self._own_rule(agree=9)
        phone.write({"agree": 1, "close": 0.5, "part": 0})
        (phone | own).action_restore()
        self.assertEqual(phone.agree, phone._shipped().agree)
        self.assertEqual(own.agree, 9)
        self.setting.automatic = 12
        self.setting.action_restore()
        self.assertEqual(self.setting.automatic, DEFAULT_RULES.automatic)

    def test_rules_that_make_no_sense(self):
        """Each is refused with a sentence that says what is wrong."""
        job = self._field("res.partner", "function")
        refused = {
            "no field": {"lead_field_id": False, "partner_field_id": False},
            "reads names only": {"kind": "person"},
            "other model": {"lead_field_id": job.id},
            "not stored": {"partner_field_id": self._field("res.partner", "contact_address").id},
            "for some groups": {"partner_field_id": self._field("res.partner", "barcode").id},
            "link": {"partner_field_id": self._field("res.partner", "industry_id").id},
        }
        for why, values in refused.items():
            with self.subTest(why=why), self.assertRaises(ValidationError):
                self._own_rule(**values)

    @mute_logger("odoo.sql_db")
    def test_weights_in_order(self):
        for values in ({"agree": 1, "close": 2}, {"differ": 5}, {"agree": 21}):
            with self.subTest(values=values), self.assertRaises(CheckViolation):
                self._own_rule(**values)
        with self.assertRaises(CheckViolation):
            self.setting.automatic = self.setting.review - 1
        self._own_rule()
        with self.assertRaises(UniqueViolation):
            self._own_rule()

    def test_shipped_rules_stay(self):
        """They can be switched off, but not all of them."""
        with self.assertRaises(UserError):
            self._rule("phone").unlink()
        with self.assertRaises(ValidationError):
            self._rule("phone").kind = "exact"
        with self.assertRaises(UserError):
            self.setting.unlink()
        with self.assertRaises(ValidationError):
            self.rules.with_context(active_test=False).search([]).active = False

    def test_a_field_that_goes_takes_its_rule_along(self):
        """A custom field is deleted: nothing is compared by it any more."""
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_birthday",
                "ttype": "char",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "field_description": "Birthday",
            }
        )
        rule = self._own_rule(partner_field_id=field.id, lead_field_id=False)
        self.assertEqual(self.rules._own_fields("res.partner"), {rule.code: "x_birthday"})
        field.unlink()
        self.assertFalse(rule.exists())
        self.assertFalse(self.rules._own_fields("res.partner"))

    def test_rules_cost_no_query(self):
        """They are asked for at every key stroke of the panel."""
        self.rules._rules()
        self.rules._own_fields("crm.lead")
        with self.assertQueryCount(0):
            self.rules._rules()
            self.rules._own_fields("crm.lead")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_roles(self):
        """Salespeople read how cards are compared, administrators of sales change it."""
        for record, values in (
            (self._rule("phone"), {"agree": 6.5}),
            (self.setting, {"review": 0.5}),
        ):
            for user in (self.user_sales_salesman, self.user_leader, self.user_sales_leads):
                self.assertTrue(record.with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    record.with_user(user).write(values)
            for user in (self.employee, self.env.ref("base.public_user")):
                self.assertFalse(record.with_user(user).has_access("read"))
            record.with_user(self.user_sales_manager).write(values)

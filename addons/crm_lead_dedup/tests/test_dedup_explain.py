# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestDedupExplain(DeskCommon):
    """How the probability of any two cards comes about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._own_lead(contact_name="Ivan Petrenko", phone="+380501234567", city="Kyiv")
        cls.customer = cls._create_partner(
            name="Іван Петренко", phone="050 123 45 67", city="Київ", vat="1234567899"
        )

    def _explain(self, left, right, user=None):
        explain = self.env["crm.dedup.explain"].with_user(user or self.user_sales_salesman)
        return explain.explain([left._name, left.id], [right._name, right.id])

    def test_contributions_add_up(self):
        """Prior and comparisons are the weight, and the weight is the probability."""
        answer = self._explain(self.lead, self.customer)
        total = sum(line["contribution"] for line in answer["explanation"])
        self.assertAlmostEqual(total, answer["weight"], places=1)
        self.assertGreater(answer["probability"], 0.5)
        lines = {line["field"]: line for line in answer["explanation"]}
        self.assertEqual(lines["phone"]["level"], "same")
        self.assertEqual(
            (lines["name"]["left"], lines["name"]["right"]), ("Ivan Petrenko", "Іван Петренко")
        )
        self.assertIn("prior", lines)

    def test_same_as_the_search(self):
        """The page explains what find_matches says, to the digit."""
        [found] = self.env["crm.dedup.engine"].find_matches(self.lead)[self.lead]
        self.assertEqual(found["id"], self.customer.id)
        answer = self._explain(self.lead, self.customer)
        self.assertAlmostEqual(answer["weight"], found["weight"], places=4)
        self.assertEqual(answer["tier"], found["tier"])

    def test_weight_changed_probability_changes(self):
        """A rule acts at once, in the page and in the search."""
        before = self._explain(self.lead, self.customer)["weight"]
        rule = self.env["crm.dedup.rule"].search(
            [("code", "=", "city"), ("subject", "=", "person")]
        )
        rule.agree += 3
        self.assertAlmostEqual(self._explain(self.lead, self.customer)["weight"], before + 3, 2)
        [found] = self.env["crm.dedup.engine"].find_matches(self.lead)[self.lead]
        self.assertAlmostEqual(found["weight"], before + 3, 2)

    def test_own_field_is_compared(self):
        """A comparison that an administrator adds counts in the page and in the search."""
        fields = self.env["ir.model.fields"]
        before = self._explain(self.lead, self.customer)["weight"]
        rule = self.env["crm.dedup.rule"].create(
            {
                "name": "Position",
                "kind": "normalised",
                "lead_field_id": fields._get("crm.lead", "function").id,
                "partner_field_id": fields._get("res.partner", "function").id,
                "agree": 2.5,
                "close": 0,
                "differ": -2.5,
            }
        )
        self.assertIn("Position", self._explain(self.lead, self.customer)["missing"])
        self.lead.function = "Chief Accountant"
        self.customer.function = "chief accountant"
        answer = self._explain(self.lead, self.customer)
        self.assertAlmostEqual(answer["weight"], before + 2.5, 2)
        [found] = self.env["crm.dedup.engine"].find_matches(self.lead)[self.lead]
        line = next(line for line in found["explanation"] if line["field"] == rule.code)
        self.assertEqual((line["label"], line["contribution"]), ("Position", 2.5))
        self.customer.function = "Driver"
        self.assertAlmostEqual(self._explain(self.lead, self.customer)["weight"], before - 2.5, 2)

    def test_what_could_not_be_compared(self):
        answer = self._explain(self.lead, self.customer)
        self.assertIn("Tax number", answer["missing"])
        self.assertNotIn("Phone", answer["missing"])

    def test_pair_that_the_search_would_never_propose(self):
        """Any two cards can be looked at; a lead and its own customer are told apart."""
        stranger = self._own_lead(contact_name="Zoltan Kis", phone="+36301112233")
        answer = self._explain(self.lead, stranger)
        self.assertLess(answer["probability"], 0.01)
        self.assertIn("Not proposed", answer["verdict"])
        self.lead.partner_id = self.customer
        self.assertIn("belong together", self._explain(self.lead, self.customer)["verdict"])

    def test_somebody_elses_card(self):
        """Only with a match that the reader may see, and then without the other's values."""
        theirs = self._create_lead(contact_name="Ivan Petrenko", phone="+380501234567")
        self.assertFalse(theirs.with_user(self.user_sales_salesman).has_access("read"))
        with self.assertRaises(AccessError):
            self._explain(self.lead, theirs)
        self.env["crm.dedup.engine"].scan()
        answer = self._explain(self.lead, theirs)
        shown = {line["right"] for line in answer["explanation"]}
        self.assertNotIn("Ivan Petrenko", shown)
        with self.assertRaises(AccessError):
            self._explain(theirs, self._create_lead())

    def test_not_for_everybody(self):
        """Who sells nothing compares nothing."""
        employee = self._create_user("plain", "base.group_user")
        with self.assertRaises(AccessError):
            self._explain(self.customer, self._create_partner(), employee)

    def test_nonsense(self):
        gone = self._create_partner()
        gone_id = gone.id
        gone.unlink()
        explain = self.env["crm.dedup.explain"]
        mine = ["crm.lead", self.lead.id]
        for other in (mine, ["res.partner", gone_id], ["res.users", 2]):
            with self.subTest(other=other), self.assertRaises(UserError):
                explain.explain(mine, other)

    def test_from_a_list(self):
        """Two chosen cards open the page; one waits for the second; three are refused."""
        action = self.env.ref("crm_lead_dedup.action_server_compare_leads")
        leads = self.lead + self._own_lead() + self._own_lead()

        def run(records):
            context = {"active_model": "crm.lead", "active_ids": records.ids}
            return action.with_context(**context, active_id=records[:1].id).run()

        opened = run(leads[:2])
        self.assertEqual(opened["tag"], "crm_lead_dedup.explain")
        self.assertEqual(opened["params"]["right"], ["crm.lead", leads[1].id])
        self.assertNotIn("right", run(leads[:1])["params"])
        with self.assertRaises(UserError):
            run(leads)

    def test_from_a_match(self):
        self.env["crm.dedup.engine"].scan()
        match = self.lead.dedup_match_ids[:1]
        params = match.action_explain()["params"]
        self.assertEqual(params["left"], ["crm.lead", self.lead.id])
        self.assertEqual(params["right"], ["res.partner", self.customer.id])

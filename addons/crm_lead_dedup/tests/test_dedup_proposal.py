# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from itertools import combinations

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

PRIOR = ["prior", "prior", -4.0]


@tagged("post_install", "-at_install")
class TestDedupProposal(DeskCommon):
    """Weights learnt from what people decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.dedup.match"].search([]).unlink()
        cls.leads = [cls._create_lead(contact_name=f"Person {n}") for n in range(13)]
        cls.proposals = cls.env["crm.dedup.proposal"].with_user(cls.user_sales_manager)

    def setUp(self):
        super().setUp()
        self.pairs = combinations(self.leads, 2)

    @classmethod
    def _rule(cls, code):
        return cls.env["crm.dedup.rule"].search(
            [("code", "=", code), ("subject", "in", ["person", "all"])]
        )

    @classmethod
    def _weight(cls, code, level):
        return cls._rule(code)[{"same": "agree", "differs": "differ"}.get(level, level)]

    def _decide(self, count, state, **levels):
        """Matches of other leads each, as a scan had stored them, with somebody's decision."""
        values = []
        for left, right in (next(self.pairs) for _ in range(count)):
            reasons = [[code, level, self._weight(code, level)] for code, level in levels.items()]
            values.append(
                {
                    "left_model": "crm.lead",
                    "left_id": left.id,
                    "right_model": "crm.lead",
                    "right_id": right.id,
                    "left_lead_id": left.id,
                    "right_lead_id": right.id,
                    "company_id": self.company.id,
                    "probability": 0.5,
                    "weight": 0.0,
                    "tier": "review",
                    "relation": "duplicate",
                    "state": state,
                    "explanation_data": [*reasons, PRIOR],
                    "decided_by_id": state != "candidate" and self.user_sales_manager.id,
                    "decided_at": state != "candidate" and "2026-11-01 10:00:00",
                }
            )
        return self.env["crm.dedup.match"].sudo().create(values)

    def _teach(self):
        """People moved house and are the same; who shares a phone and not the name is not."""
        self._decide(30, "merged", name="same", phone="same", city="differs")
        self._decide(10, "confirmed", name="same", phone="same")
        self._decide(30, "dismissed", name="differs", phone="same", city="same")

    def _propose(self):
        return self.proposals.browse(self.proposals.action_propose()["res_id"])

    def test_too_few_decisions(self):
        """Said with the figures, and what is needed."""
        self._decide(8, "confirmed", name="same")
        self._decide(2, "dismissed", name="differs")
        with self.assertRaisesRegex(UserError, "8 “the same”.*2 “not the same”.*50 in all"):
            self.proposals.action_propose()
        self.assertFalse(self.proposals.search([]))

    def test_decisions_of_one_kind_only(self):
        self._decide(60, "confirmed", name="same")
        with self.assertRaises(UserError):
            self.proposals.action_propose()

    def test_learns_what_people_decide(self):
        """Another city speaks less against; nothing is changed before somebody applies it."""
        self._teach()
        before = self.env["crm.dedup.rule"]._rules()
        proposal = self._propose()
        self.assertEqual((proposal.same_count, proposal.other_count), (40, 30))
        self.assertGreaterEqual(proposal.right_after, proposal.right_before)
        lines = {(line.rule_id.code, line.level): line for line in proposal.line_ids}
        moved = lines["city", "differ"]
        self.assertEqual(moved.old, self._rule("city").differ)
        self.assertGreater(moved.new, moved.old)
        self.assertEqual(self.env["crm.dedup.rule"]._rules(), before)

    def test_apply_and_take_back(self):
        """All weights and thresholds are as proposed; then as they were, to the last one."""
        self._teach()
        before = self.env["crm.dedup.rule"]._rules()
        proposal = self._propose()
        proposal.action_apply()
        self.assertEqual(proposal.decided_by_id, self.user_sales_manager)
        after = self.env["crm.dedup.rule"]._rules()
        for line in proposal.line_ids:
            self.assertEqual(line.rule_id[line.level], line.new)
        self.assertEqual(after.review, proposal.review_new)
        self.assertEqual(after.automatic, proposal.automatic_new)
        self.assertNotEqual(after, before)
        self.assertEqual(after.version, before.version)
        proposal.action_undo()
        self.assertEqual(self.env["crm.dedup.rule"]._rules(), before)
        self.assertEqual(proposal.state, "undone")

    def test_discard(self):
        self._teach()
        before = self.env["crm.dedup.rule"]._rules()
        proposal = self._propose()
        proposal.action_discard()
        with self.assertRaises(UserError):
            proposal.action_apply()
        self.assertEqual(self.env["crm.dedup.rule"]._rules(), before)

    def test_a_new_proposal_replaces_the_open_one(self):
        self._teach()
        first = self._propose()
        second = self._propose()
        self.assertEqual((first.state, second.state), ("discarded", "draft"))

    def test_nobodys_work_is_overwritten(self):
        """Weights changed by hand meanwhile: neither applied over nor taken back over."""
        self._teach()
        proposal = self._propose()
        rule = proposal.line_ids.rule_id[0]
        line = proposal.line_ids.filtered(lambda line: line.rule_id == rule)[0]
        before = rule[line.level]
        rule[line.level] = before + 0.01
        with self.assertRaises(UserError):
            proposal.action_apply()
        rule[line.level] = before
        proposal.action_apply()
        setting = self.env["crm.dedup.setting"]._get()
        setting.automatic += 1
        with self.assertRaises(UserError):
            proposal.action_undo()

    def test_matches_that_would_change(self):
        """Open matches are weighed with both sets of weights; examples name them."""
        self._teach()
        moved = [
            self._create_lead(contact_name="Ivan Petrenko", phone="+380501234567", city=city)
            for city in ("Kyiv", "Lviv")
        ]
        self.env["crm.dedup.engine"].scan()
        match = moved[0].dedup_match_ids
        self.assertTrue(match)
        proposal = self._propose()
        self.assertGreaterEqual(proposal.looked_at, 1)
        changed = proposal.to_automatic + proposal.to_review + proposal.to_none
        self.assertEqual(bool(changed), bool(proposal.example_ids))
        for example in proposal.example_ids:
            self.assertNotEqual(example.tier_old, example.tier_new)

    def test_examples_of_every_change(self):
        """A threshold far up sends all open matches out of the list, and says which."""
        leads = [
            self._create_lead(contact_name="Ivan Petrenko", phone="+380501234567") for _ in range(3)
        ]
        self.env["crm.dedup.engine"].scan()
        rules = self.env["crm.dedup.rule"]._rules()
        values = self.proposals._effects(rules, replace(rules, review=60.0, automatic=60.0))
        known = leads[0].dedup_match_ids | leads[1].dedup_match_ids
        self.assertGreaterEqual(values["to_none"], len(known))
        self.assertEqual((values["to_automatic"], values["to_review"]), (0, 0))
        tiers = {command[2]["tier_new"] for command in values["example_ids"]}
        self.assertEqual(tiers, {"none"})

    def test_costs_the_same_for_more_decisions(self):
        """A batch: as many queries for 70 decisions as for 60."""
        self._decide(30, "confirmed", name="same")
        self._decide(30, "dismissed", name="differs")
        rules = self.env["crm.dedup.rule"]._rules()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.proposals.sudo()._decisions(rules)
        self._decide(10, "dismissed", name="differs")
        self.env.flush_all()
        with self.assertQueryCount(1):
            decisions = self.proposals.sudo()._decisions(rules)
        self.assertEqual(len(decisions.labels), 70)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_roles(self):
        """Only administrators of sales see and make proposals."""
        self._teach()
        proposal = self._propose()
        for user in (self.user_sales_salesman, self.user_leader, self.user_sales_leads):
            theirs = proposal.with_user(user)
            self.assertFalse(theirs.has_access("read"))
            with self.assertRaises(AccessError):
                theirs.action_propose()
            with self.assertRaises(AccessError):
                theirs.action_apply()
        self.assertEqual(proposal.state, "draft")

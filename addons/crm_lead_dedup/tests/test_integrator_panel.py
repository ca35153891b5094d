# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.crm_dedup_guarded_mixin import UNGUARDED, CrmDedupGuardedMixin
from ..tools.company import company_key
from .test_dedup_panel import TYPED, PanelCommon


@tagged("post_install", "-at_install")
class TestIntegratorPanel(PanelCommon):
    """The hooks of the panel and the warnings, extended as an add-on of somebody else would."""

    def test_decides_what_may_be_done(self):
        """The outsider's customers are not linked by hand."""

        def can(original, panel, card, match, other, writable):
            return [each for each in original(panel, card, match, other, writable)
                    if each != "link"]  # fmt: skip

        with self._extended("crm.dedup.panel", "_can", can):
            line = self._found(self.customer, self._check())
        self.assertEqual(set(line["can"]), {"open", "dismiss"})

    def test_says_it_in_other_words(self):
        def words(original, panel):
            return {**original(panel), ("phone", "same"): "rings at the same desk"}

        with self._extended("crm.dedup.panel", "_words", words):
            reasons = self._found(self.customer, self._check())["reasons"]
        self.assertIn("rings at the same desk", [reason["text"] for reason in reasons])

    def test_calls_a_card_something_else(self):
        def kind(original, partner):
            return "supplier"

        with self._extended("res.partner", "_dedup_kind", kind):
            self.assertEqual(self._found(self.customer, self._check())["kind"], "supplier")

    def test_knows_the_company_by_more(self):
        """The outsider keeps the company in the lead's field ``function``."""
        self._create_lead(partner_name="Hidden Works Ltd", user_id=self.user_sales_leads.id)
        lead = self._own_lead(function="Hidden Works Ltd").with_user(self.user_sales_salesman)

        def question(original, rivals, card):
            asked = original(rivals, card)
            return replace(
                asked, company=replace(asked.company, name=company_key("Hidden Works Ltd"))
            )

        with self._extended("crm.dedup.rival", "_question_of_lead", question):
            self.assertEqual(lead.dedup_rival_user_ids, self.user_sales_leads)

    def test_says_more_of_a_colleague(self):
        def sentence(original, rivals, rival, name):
            return f"{original(rivals, rival, name)}, ext. 42"

        self._create_lead(partner_name="Romashka LLC")
        with self._extended("crm.dedup.rival", "_sentence", sentence):
            [colleague] = self._check({"partner_name": "Romashka LLC"})["colleagues"]
        self.assertIn("ext. 42", colleague["text"])

    def test_door_of_its_own(self):
        """People type at the outsider's door; its robot writes in their name all the same."""
        self.env["crm.dedup.guard"].create(
            {"name": "Rule", "probability": 0.5, "action": "block", "only_others": False}
        )
        leads = self.env["crm.lead"].with_user(self.user_sales_salesman)

        def scopes(original, cards):
            if cards.env.su or cards.env.context.get("crm_dedup_guard") is UNGUARDED:
                return ()
            return ("screen",)

        with (
            self._extended("crm.lead", "_dedup_guard_scopes", scopes),
            patch.object(CrmDedupGuardedMixin, "_dedup_log_prevented"),
        ):
            with self.assertRaises(UserError):
                leads.create({"name": "x", **TYPED})
            robot = leads.with_context(crm_dedup_guard=UNGUARDED)
            self.assertTrue(robot.create({"name": "x", **TYPED}))

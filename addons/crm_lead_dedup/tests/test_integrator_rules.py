# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.linkage.fitting import Change, Counts, Proposal
from .common import DedupCommon

PHONE = "050 123 45 67"


@tagged("post_install", "-at_install")
class TestIntegratorRules(DedupCommon):
    """The hooks for rules, lists and figures, extended as an add-on of somebody else would."""

    def test_decides_by_more_than_the_channel(self):
        """The outsider attaches nothing that mentions a complaint."""
        lead = self._create_lead(phone=PHONE)

        def known(original, intake, item):
            return "flag" if "complaint" in item.values.message else original(intake, item)

        with self._extended("crm.intake", "_known_action", known):
            self.assertEqual(self._receive(phone=PHONE, message="a question").lead_id, lead)
            self.assertNotEqual(self._receive(phone=PHONE, message="a complaint").lead_id, lead)

    def test_ships_more_words(self):
        """Mailboxes of the outsider's trade come with every update, and stay when archived."""

        def shipped(original, rows):
            return [*original(rows), {"name": "concierge", "use": "word"}]

        mailboxes = self.env["crm.dedup.mailbox"]
        with self._extended("crm.dedup.mailbox", "_shipped", shipped):
            mailboxes._load_shipped()
            self.assertIn("concierge", self.env["crm.address.list"]._lists().role_words)
            mailboxes.search([("name", "=", "concierge")]).active = False
            mailboxes._load_shipped()
        self.assertNotIn("concierge", self.env["crm.address.list"]._lists().role_words)

    def test_hears_that_cards_are_read_otherwise(self):
        """Only when the normalising part of the rules changes, not with a weight."""
        heard = []

        def changed(original, rules):
            heard.append(rules._rules().version)
            return original(rules)

        rule = self.env["crm.dedup.rule"].search([("code", "=", "vat")])
        with self._extended("crm.dedup.rule", "_normalising_changed", changed):
            rule.agree += 1
            self.assertFalse(heard)
            rule.active = False
        self.assertEqual(heard, [self.env["crm.dedup.rule"]._rules().version])

    def test_counts_more_in_the_analysis(self):
        """The outsider's own table of visits to the front desk."""

        def parts(original, report):
            visit = SQL(
                """SELECT 1 AS id, now() AT TIME ZONE 'UTC' AS happened_at, 'prevented' AS kind,
                          'chat' AS channel, %s AS user_id, NULL::int AS team_id,
                          %s AS company_id, NULL::int AS lead_id, NULL::int AS partner_id,
                          7 AS cards""",
                self.user_sales_leads.id,
                self.company.id,
            )
            return [*original(report), visit]

        with self._extended("crm.dedup.report", "_parts", parts):
            [[cards]] = self.env["crm.dedup.report"]._read_group(
                [("user_id", "=", self.user_sales_leads.id), ("channel", "=", "chat")],
                [],
                ["cards:sum"],
            )
        self.assertEqual(cards, 7)

    def test_learns_otherwise(self):
        """The outsider's own way to weights ends in the same proposal."""
        rules = self.env["crm.dedup.rule"]._rules()
        before = Counts(10, 10, 30, 0, 0, 20)
        proposed = Proposal(
            rules=replace(rules, review=rules.review - 1),
            changes=(Change(-1, "", "review", rules.review, rules.review - 1),),
            decisions=70,
            before=before,
            after=replace(before, review=40, missed=0),
            enough=True,
        )

        def fit(original, proposals, decisions, present):
            return proposed

        proposals = self.env["crm.dedup.proposal"]
        with self._extended("crm.dedup.proposal", "_fit", fit):
            proposal = proposals.browse(proposals.action_propose()["res_id"])
        self.assertEqual((proposal.right_before, proposal.right_after), (40, 70))
        proposal.action_apply()
        self.assertEqual(self.env["crm.dedup.rule"]._rules().review, rules.review - 1)

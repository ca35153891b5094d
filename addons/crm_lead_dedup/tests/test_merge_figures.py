# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMergeFigures(MergeCommon):
    """Merged leads count nowhere, and merging changes no figure of those that stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_partner()
        won_stage = cls.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        cls.won = cls._leads(2, city="Lviv", website="https://x.example")
        cls.won.stage_id = won_stage
        cls.lost = cls._leads(2, phone="+380501234567")
        cls.lost.action_set_lost(lost_reason_id=cls.env["crm.lost.reason"].search([])[:1].id)
        cls.open = cls._leads(2)
        for lead in cls.won | cls.lost | cls.open:
            lead.activity_schedule("mail.mail_activity_data_call", user_id=lead.user_id.id)
            lead.activity_ids.action_feedback("Done")
        cls.env.flush_all()

    @classmethod
    def _leads(cls, count, **values):
        leads = cls.env["crm.lead"]
        for _number in range(count):
            leads |= cls._create_lead(
                partner_id=cls.customer.id, expected_revenue=100, probability=20, **values
            )
        return leads

    def _figures(self):
        """Every figure of core that counts leads, archived ones too."""
        self.env.flush_all()
        self.env.invalidate_all()
        lead = self.env["crm.lead"].with_context(active_test=False)
        domain = [("partner_id", "=", self.customer.id)]
        team = self.sales_team_1
        return {
            "pipeline": lead._read_group(
                domain, ["won_status", "stage_id"],
                ["__count", "expected_revenue:sum", "prorated_revenue:sum", "probability:avg"],
            ),
            "closed": lead._read_group(domain, ["date_closed:month"], ["__count"]),
            "web": lead.formatted_read_group(domain, ["won_status"], ["__count"]),
            "activities": self.env["crm.activity.report"].with_context(active_test=False)
            ._read_group(domain, ["lead_id"], ["__count"]),
            "frequencies": self.env["crm.lead.scoring.frequency"].search([]).read(
                ["variable", "value", "won_count", "lost_count", "team_id"]
            ),
            "team": [team.lead_all_assigned_month_count, team.lead_unassigned_count],
            "customer": self.customer.opportunity_count,
            "found": lead.search(domain).ids,
            "counted": lead.search_count(domain),
            "similar": self.open[0].duplicate_lead_count,
            "scored": sorted(lead._pls_get_lead_pls_values(domain=domain)),
        }  # fmt: skip

    def test_two_won_and_two_lost(self):
        """One won and one lost lead less, nothing else; after undo everything as it was."""
        before = self._figures()
        dates = self.won.mapped("date_closed")
        merges = [self._merge(leads[0], leads[1]) for leads in (self.won, self.lost)]
        after = self._figures()
        self.assertEqual(after["frequencies"], before["frequencies"])
        counts = [
            {status: count for status, count, *_more in figures}
            for figures in (
                [(row[0], row[2]) for row in before["pipeline"]],
                [(row[0], row[2]) for row in after["pipeline"]],
            )
        ]
        self.assertEqual(counts, [{"won": 2, "lost": 2, "pending": 2},
                                  {"won": 1, "lost": 1, "pending": 2}])  # fmt: skip
        revenue = {row[0]: row[3] for row in after["pipeline"]}
        self.assertEqual(revenue, {"won": 100, "lost": 100, "pending": 200})
        self.assertEqual(after["counted"], before["counted"] - 2)
        self.assertEqual(after["customer"], before["customer"] - 2)
        gone = {self.won[1].id, self.lost[1].id}
        self.assertEqual(set(before["found"]) - set(after["found"]), gone)
        self.assertEqual(set(before["scored"]) - set(after["scored"]), gone)
        done = sum(count for _lead, count in after["activities"])
        self.assertEqual(done, sum(count for _lead, count in before["activities"]))
        self.assertFalse(gone & {lead.id for lead, _count in after["activities"]})
        self.assertEqual(self.won.mapped("date_closed"), dates)
        self.assertEqual(self.lost.mapped("won_status"), ["lost", "lost"])
        for merge in merges:
            merge.action_undo()
        self.assertEqual(self._figures(), before)

    def test_no_hook_is_called(self):
        """Neither won nor lost fires for a lead that is only put away."""
        owner = type(self.env["crm.lead"])
        calls = []

        def handle(original, leads, old, new):
            calls.extend(lead for lead in leads if old.get(lead.id) != new.get(lead.id))
            return original(leads, old, new)

        self.assertTrue(hasattr(owner, "_handle_won_lost"))
        with self._extended("crm.lead", "_handle_won_lost", handle):
            merge = self._merge(self.open[0], self.open[1])
            self._merge(self.won[0], self.won[1])
            merge.action_undo()
        self.assertEqual(calls, [])

    def test_scoring_learns_nothing_from_merged_leads(self):
        """A table made anew from all leads knows one won and one lost lead less."""

        def totals():
            self.env["crm.lead"].sudo()._rebuild_pls_frequency_table()
            rows = self.env["crm.lead.scoring.frequency"].search(
                [("team_id", "=", self.sales_team_1.id), ("variable", "=", "stage_id")]
            )
            return max(rows.mapped("won_count")), max(rows.mapped("lost_count"))

        won, lost = totals()
        self._merge(self.won[0], self.won[1])
        self._merge(self.lost[0], self.lost[1])
        self.assertEqual(totals(), (won - 1, lost - 1))

    def test_domain_for_measures(self):
        """The documented exclusion is what a raw query needs; the ORM has it by itself."""
        self._merge(self.won[0], self.won[1])
        lead = self.env["crm.lead"].with_context(active_test=False)
        self.assertEqual(list(lead._merged_domain()), [("merged_into_id", "=", False)])
        self.assertNotIn(self.won[1], lead.search([]))
        self.assertNotIn(self.won[1], lead.search([("active", "=", False)]))
        self.assertNotIn(self.won[1], lead.search([("id", "!=", 0)]))
        self.assertIn(self.won[1], lead.search([("id", "in", self.won.ids)]))
        self.assertIn(self.won[1], lead.search([("merged_into_id", "!=", False)]))
        self.assertIn(self.won[1], lead.with_context(crm_dedup_with_merged=True).search([]))

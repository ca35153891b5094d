# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common_gates import GatesCommon
from .runner import RunnerCommon


@tagged("post_install", "-at_install")
class TestStageGatesOpen(GatesCommon):
    """Who and what passes although something is missing."""

    def test_managers_and_leaders(self):
        """They move it, and the deal says that they did."""
        for user in (self.manager, self._create_leader()):
            with self.subTest(user=user.login):
                deal = self._deal().with_user(user)
                deal.stage_id = self.proposition
                bodies = " ".join(deal.message_ids.mapped("body"))
                self.assertIn("Moved to “Proposition” without: The budget is known", bodies)

    def test_nothing_missing_is_no_note(self):
        """Who could have moved it anyway leaves none."""
        self._tick(self.deal)
        self.deal.with_user(self.manager).stage_id = self.proposition
        self.assertNotIn("without", " ".join(self.deal.message_ids.mapped("body")))

    def test_leader_of_another_team(self):
        """A leader leads his own team only; of several deals none is moved then."""
        other = mail_new_test_user(
            self.env, login="other", groups="sales_team.group_sale_salesman_all_leads"
        )
        team = self.env["crm.team"].create({"name": "Other", "user_id": other.id})
        self.proposition.team_ids |= team
        own = self._deal(team_id=team.id, stage_id=self.generic.id)
        with self.assertRaises(UserError), self.cr.savepoint():
            (own | self.deal).with_user(other).write({"stage_id": self.proposition.id})
        own.with_user(other).stage_id = self.proposition

    def test_no_context_opens(self):
        """What a client sends as context is not believed."""
        for value in (True, "Open", {"Open": True}):
            deal = self.deal.with_context(stage_gates=value, stage_automation_chain=value)
            for user in (self.person, self.manager):
                moved = deal.with_user(user)
                with self.subTest(value=value, user=user.login), self.assertRaises(UserError):
                    moved.write({"stage_id": self.proposition.id})

    def test_letters_become_deals(self):
        """No request is lost, wherever the alias files it."""
        leads = self.env["crm.lead"].with_user(self.person)
        deal = leads.message_new(
            {"subject": "A request", "from": "a@example.com"},
            {"team_id": self.sales_team_1.id, "stage_id": self.proposition.id},
        )
        self.assertEqual(deal.stage_id, self.proposition)
        self._require("Late", self.stage_team1_won)
        with self.assertRaises(UserError):
            deal.stage_id = self.stage_team1_won

    def test_the_system_passes(self):
        """A form of the website writes as the system."""
        values = {"name": "Form", "stage_id": self.proposition.id}
        values["team_id"] = self.sales_team_1.id
        self.assertTrue(self.env["crm.lead"].sudo().create(values))

    def test_converted(self):
        """A lead becomes a deal, and a team's deal another team's."""
        lead = self._deal(type="lead", stage_id=False)
        partner = self.env["res.partner"].create({"name": "Customer"})
        lead.convert_opportunity(partner, self.person.ids, self.sales_team_1.id)
        self.assertEqual(lead.type, "opportunity")
        team = self.env["crm.team"].create({"name": "Elsewhere"})
        self._require("Of all", self.generic)
        lead.team_id = team
        self.assertEqual(lead.stage_id, self.generic)

    def test_lost_and_restored(self):
        """Losing a deal needs nothing."""
        self.deal.action_set_lost()
        self.deal.action_restore()
        self.assertEqual(self.deal.won_status, "pending")

    def test_merged(self):
        """The deals become one, with what was ticked and done for either of them."""
        call = self._require(kind="activity", activity_type_id=self.call_type.id, needed=2)
        far = self._deal(stage_id=self.generic.id)
        contract = self._require("Contract")
        self._activity(self.deal)
        self._activity(far)
        first = self._tick(self.deal) and self.env["crm.stage.tick"].search([])
        first.flush_recordset()
        first.ticked_at = "2026-01-01 10:00:00"
        self._tick(far)
        self._tick(far, contract)
        kept = (self.deal | far).merge_opportunity()
        ticks = self.env["crm.stage.tick"].search([("lead_id", "=", kept.id)])
        self.assertEqual(ticks.requirement_id, self.budget | contract)
        self.assertIn(first, ticks)
        counts = call._count(kept)
        self.assertEqual(counts[call, kept], 2)
        kept.stage_id = self.proposition

    def test_merge_that_moves(self):
        """What a merge writes is no move of somebody at work."""
        leads = type(self.env["crm.lead"])
        original = leads._merge_data

        def furthest(deals, fnames=None):
            return original(deals, fnames) | {"stage_id": self.proposition.id}

        with patch.object(leads, "_merge_data", furthest):
            kept = (self.deal | self._deal()).merge_opportunity()
        self.assertEqual(kept.stage_id, self.proposition)
        kept.stage_id = self.new
        with self.assertRaises(UserError):
            kept.stage_id = self.proposition

    def test_deleted(self):
        """Ticks go with their deal, and with what was ticked."""
        self._tick(self.deal)
        other = self._deal()
        self._tick(other)
        ticks = self.env["crm.stage.tick"].search([("requirement_id", "=", self.budget.id)])
        self.assertEqual(len(ticks), 2)
        self.deal.sudo().unlink()
        self.assertEqual(ticks.exists().lead_id, other.sudo())
        self.budget.unlink()
        self.assertFalse(ticks.exists())


@tagged("post_install", "-at_install")
class TestStageGatesPlaybook(GatesCommon, RunnerCommon):
    """A playbook's step moves deals."""

    def test_step_that_moves(self):
        """It fails where something is missing, with the text, also as a manager; others move."""
        field = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        step = self._create_step(
            "set_field", field_id=field.id, field_value=str(self.proposition.id)
        )
        ready = self._deal()
        self._tick(ready)
        jobs = self._create_jobs(step, self.deal.sudo() | ready.sudo())
        self._run()
        self.assertEqual(jobs.mapped("state"), ["failed", "done"])
        self.assertIn("The budget is known", jobs[0].error)
        self.assertEqual((self.deal | ready).mapped("stage_id"), self.new | self.proposition)

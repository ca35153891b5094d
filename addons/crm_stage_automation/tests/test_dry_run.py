# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_stage_automation.wizard import crm_playbook_dry_run

from ..tools.dry_run import Hit
from .common import PlaybookCommon

NOW = datetime(2026, 3, 31, 12)


@tagged("post_install", "-at_install")
class TestDryRun(PlaybookCommon):
    """The past played again: what rules would have done, and nothing done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.playbook.is_on = False
        cls.rule = cls._create_rule()
        cls.env.cr.precommit.run()

    def setUp(self):
        super().setUp()
        clock = freeze_time(NOW)
        clock.start()
        self.addCleanup(clock.stop)

    def _lead(self, days, **values):
        """A deal that was created so many days ago."""
        lead = self._create_lead(**values)
        self.flush_tracking()
        lead.flush_recordset()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            (NOW - timedelta(days=days), lead.id),
        )
        lead.invalidate_recordset(["create_date"])
        return lead

    def _change(self, leads, days, **values):
        """Deals were changed so many days ago, as core's log tells."""
        with freeze_time(NOW - timedelta(days=days)):
            leads.write(values)
            self.flush_tracking()

    def _run(self, rule=None, days=30, user=None):
        run = (
            self.env["crm.playbook.dry.run"]
            .with_user(user or self.user_sales_manager)
            .create({"playbook_id": self.playbook.id, "rule_id": rule and rule.id, "days": days})
        )
        run.action_run()
        return run

    def _moments(self, run, leads):
        """The days ago of what was found for these deals, the newest first."""
        mine = run.hit_ids.filtered(lambda hit: hit.lead_id in leads)
        return [((NOW - hit.moment).days, hit.lead_id.id) for hit in mine]

    def test_entered(self):
        """Each time the stage was entered in these days; nothing is planned."""
        jobs = self.env["crm.playbook.job"].search_count([])
        lead = self._lead(100)
        self._change(lead, 40, stage_id=self.stage_team1_2.id)
        self._change(lead, 20, stage_id=self.stage_team1_1.id)
        self._change(lead, 10, stage_id=self.stage_team1_2.id)
        fresh = self._lead(5, stage_id=self.stage_team1_2.id)
        run = self._run(self.rule)
        self.assertEqual(self._moments(run, lead | fresh), [(5, fresh.id), (10, lead.id)])
        self.assertEqual((run.fired_count, run.record_count, run.shown_count), (2, 2, 2))
        self.assertEqual(len(self._run(self.rule, days=60).hit_ids), 3)
        self.rule.again = "once"
        self.assertEqual(self._run(self.rule, days=60).fired_count, 2)
        self.assertEqual(self.env["crm.playbook.job"].search_count([]), jobs)

    def test_person_won_and_lost(self):
        """The log of person and outcome is understood, in whatever language it was written."""
        self.env["res.lang"]._activate_lang("de_DE")
        status = self.env["ir.model.fields"]._get("crm.lead", "won_status")
        for option, word in zip(
            status.selection_ids.sorted("value"), ("Verloren", "Offen", "Gewonnen"), strict=True
        ):
            option.with_context(lang="de_DE").name = word
        rules = {
            kind: self._create_rule(trigger=kind, stage_ids=False)
            for kind in ("assigned", "reassigned", "won", "lost", "left")
        }
        lead = self._lead(100, user_id=False)
        self._change(lead, 20, user_id=self.user_sales_leads.id)
        self._change(lead, 15, user_id=self.user_sales_manager.id)
        with freeze_time(NOW - timedelta(days=10)):
            lead.with_context(lang="de_DE").action_set_lost()
            self.flush_tracking()
        with freeze_time(NOW - timedelta(days=8)):
            lead.toggle_active()
            self.flush_tracking()
        with freeze_time(NOW - timedelta(days=5)):
            lead.with_context(lang="de_DE").action_set_won()
            self.flush_tracking()
        found = {kind: self._moments(self._run(rule), lead) for kind, rule in rules.items()}
        days = {kind: [day for day, _lead in moments] for kind, moments in found.items()}
        self.assertEqual(
            days, {"assigned": [20], "reassigned": [15], "lost": [10], "won": [5], "left": [5]}
        )

    def test_which_deals(self):
        """Filter, team, company and period of the rule count."""
        here = self._lead(100, priority="3")
        team = self.env["crm.team"].create({"name": "Another"})
        there = self._lead(100, team_id=team.id)
        self._change(here | there, 10, stage_id=self.stage_team1_2.id)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        for values, expected in (
            ({}, here | there),
            ({"domain": "[('priority', '=', '3')]"}, here),
            ({"team_ids": [Command.set(self.sales_team_1.ids)]}, here),
            ({"active_from": NOW - timedelta(days=9)}, here.browse()),
            ({"active_to": NOW - timedelta(days=10)}, here.browse()),
        ):
            rule = self._create_rule(**values)
            with self.subTest(values=values):
                self.assertEqual(self._run(rule).hit_ids.lead_id, expected)
        self.user_sales_manager.company_ids = [Command.link(other.id)]
        self.playbook.company_id = other
        self.assertFalse(self._run(self._create_rule()).hit_ids)

    def test_dates(self):
        """Rules about a date count what came near in these days, of the deals of today."""
        rule = self._create_rule(
            trigger="date",
            stage_ids=False,
            date_field_id=self.env["ir.model.fields"]._get("crm.lead", "date_deadline").id,
            date_amount=2,
            date_way="before",
        )
        near = self._lead(100, date_deadline="2026-03-20")
        far = self._lead(100, date_deadline="2026-05-20")
        past = self._lead(100, date_deadline="2026-01-20")
        run = self._run(rule)
        self.assertEqual(run.hit_ids.lead_id & (near | far | past), near)
        self.assertIn("today", run.line_ids.note)
        rule.responsible_id = False
        self.assertIn(near, self._run(rule).hit_ids.lead_id)

    def test_what_the_past_does_not_say(self):
        """It is told plainly which rules cannot be played again."""
        self._create_rule(trigger="requested", stage_ids=False)
        self._create_rule(trigger="no_activity", stage_ids=False)
        run = self._run()
        notes = {line.rule_id.trigger: (line.fired_count, line.note) for line in run.line_ids}
        self.assertEqual(notes["entered"][0], 0)
        self.assertFalse(notes["entered"][1])
        for trigger in ("requested", "no_activity"):
            self.assertEqual(notes[trigger][0], 0)
            self.assertIn("not counted", notes[trigger][1])

    def test_filter_that_went_with_an_app(self):
        """A rule that cannot be asked says why; the others are played all the same."""
        self._change(self._lead(100), 10, stage_id=self.stage_team1_2.id)
        broken = self._create_rule()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE crm_playbook_rule SET domain = %s WHERE id = %s",
                "[('gone', '=', 1)]",
                broken.id,
            )
        )
        broken.invalidate_recordset()
        run = self._run()
        lines = {line.rule_id: line for line in run.line_ids}
        self.assertIn("gone", lines[broken].note)
        self.assertEqual((lines[self.rule].fired_count, lines[self.rule].record_count), (1, 1))
        self.assertFalse(broken.error)

    def test_bounded(self):
        """All are counted, the last ones listed."""
        leads = self.env["crm.lead"].union(*(self._lead(100) for _number in range(3)))
        self._change(leads, 10, stage_id=self.stage_team1_2.id)
        self.patch(crm_playbook_dry_run, "SHOWN", 2)
        run = self._run(self.rule)
        self.assertEqual((run.fired_count, run.shown_count), (3, 2))
        for days in (0, 366):
            with self.assertRaises(ValidationError):
                self._run(days=days)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_roles(self):
        """Who edits playbooks tries them, on what he may read; dialogs are their makers'."""
        for user in (self.user_sales_salesman, self.user_sales_leads):
            with self.assertRaises(AccessError):
                self._run(user=user)
            with self.assertRaises(AccessError):
                self.playbook.with_user(user).action_try()
            with self.assertRaises(AccessError):
                self.rule.with_user(user).action_try()
        own = self._lead(100)
        self._change(own, 10, stage_id=self.stage_team1_2.id)
        secret = self._lead(100)
        self._change(secret, 10, stage_id=self.stage_team1_2.id)
        self.env["ir.rule"].create(
            {
                "name": "One is secret",
                "model_id": self.env["ir.model"]._get("crm.lead").id,
                "domain_force": f"[('id', '!=', {secret.id})]",
            }
        )
        run = self._run(self.rule)
        self.assertEqual((run.hit_ids.lead_id, run.fired_count), (own, 1))
        admin = self.env.ref("base.user_admin")
        self.assertFalse(run.with_user(admin).search([("id", "=", run.id)]))
        self.assertFalse(run.hit_ids.with_user(admin).search([("id", "in", run.hit_ids.ids)]))

    def test_size(self):
        """As many queries for a hundred deals as for ten."""
        rules = self.rule | self._create_rule(domain="[('priority', '=', '0')]")
        counts = []
        for number in (10, 90):
            leads = self.env["crm.lead"].union(*(self._create_lead() for _one in range(number)))
            self._change(leads, 5, stage_id=self.stage_team1_2.id)
            rules.with_user(self.user_sales_manager)._dry_run(NOW - timedelta(days=30), {})
            before = self.env.cr.sql_log_count
            found = rules.with_user(self.user_sales_manager)._dry_run(NOW - timedelta(days=30), {})
            counts.append(self.env.cr.sql_log_count - before)
            self.assertGreaterEqual(len(found[rules[0]]), number)
        self.assertEqual(counts[0], counts[1])

    def test_outsider_trigger(self):
        """An integrator tells the past of a rule that the log says nothing about."""
        rule = self._create_rule(trigger="requested", stage_ids=False)
        lead = self._lead(100)
        model = type(self.env["crm.playbook.rule"])
        known = model._dry_run

        def _dry_run(rules, since, errors):
            asked = rules.filtered(lambda one: one.trigger == "requested")
            return known(rules, since, errors) | {one: [Hit(NOW, lead.id)] for one in asked}

        self.patch(model, "_dry_run", _dry_run)
        self.assertEqual(self._run(rule).hit_ids.lead_id, lead)

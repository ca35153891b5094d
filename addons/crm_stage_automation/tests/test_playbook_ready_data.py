# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import convert

from .common_ready import MODULE, ReadyCommon

READY = ("first_call", "next_activity", "contract", "lost", "quarterly", "demo")


@tagged("post_install", "-at_install")
class TestReadyData(ReadyCommon):
    """Ready playbooks belong to the users."""

    def _upgrade(self):
        path = "data/crm_playbook_ready.xml"
        convert.convert_file(self.env, MODULE, path, {}, mode="update", noupdate=True)
        self.env.flush_all()

    def test_off(self):
        """They come switched off, tell a story, and say what they do."""
        for name in READY:
            playbook = self._ready(name).with_user(self.leader)
            with self.subTest(playbook=playbook.name):
                self.assertTrue(playbook.is_ready)
                self.assertFalse(playbook.is_on)
                self.assertTrue(playbook.description)
                self.assertIn(playbook.rule_ids[0].step_ids[0].name, playbook.outline)
                self.assertTrue(playbook.icon.startswith("fa-"))

    def test_one_click(self):
        """One click is enough where nothing has to be chosen."""
        for name in ("first_call", "next_activity", "lost", "quarterly"):
            playbook = self._switch_on(name)
            self.assertTrue(playbook.is_on)
            self.assertEqual(playbook.rule_ids.responsible_id, self.leader)

    def test_needs(self):
        """Where a stage has to be chosen the card says which."""
        for name in ("contract", "demo"):
            playbook = self._ready(name)
            self.assertIn(playbook.rule_ids[0].name, playbook.needs)
            with self.assertRaisesRegex(UserError, playbook.rule_ids[0].name):
                playbook.with_user(self.leader).action_switch_on()
            playbook.rule_ids[0].write(
                {"stage_ids": self.stages[1].ids, "origin_stage_ids": self.stages[0].ids}
            )
            playbook.invalidate_recordset(["needs"])
            self.assertFalse(playbook.needs)
            self._switch_on(name)
            self.assertTrue(playbook.is_on)

    def test_needs_people(self):
        """A step for a named person without a name is said, and so is a letter without a text."""
        step = self._ready("lost_step")
        step.assignee_kind = "named"
        self.assertIn(step.name, self._ready("lost").needs)
        step.write({"assignee_kind": "leader", "kind": "mail"})
        self.assertEqual(step._missing(), ["mail_template_id"])

    def test_notice(self):
        """A team without a leader is named where the leader is to be told."""
        team = self.env["crm.team"].create({"name": "Orphans", "user_id": False})
        playbook = self._ready("lost")
        self.assertIn(team.name, playbook.notice)
        playbook.rule_ids.team_ids = self.sales_team_1
        playbook.invalidate_recordset(["notice"])
        self.assertFalse(playbook.notice)
        self.assertFalse(self._ready("quarterly").notice)

    def test_upgrade(self):
        """What was edited stays so; what was deleted stays away, with what hung below it."""
        edited, deleted = self._ready("first_call"), self._ready("quarterly")
        edited.write({"name": "Ours", "description": "Our way"})
        edited.rule_ids.step_ids.write({"name": "Ring", "deadline_amount": 2})
        edited.rule_ids.team_ids = self.sales_team_1
        self._ready("lost_step").unlink()
        deleted.unlink()
        count = self.env["crm.playbook"].search_count([])
        self._upgrade()
        self.assertEqual(self.env["crm.playbook"].search_count([]), count)
        self.assertFalse(self.env.ref(f"{MODULE}.ready_quarterly", False))
        self.assertFalse(self._ready("lost").rule_ids.step_ids)
        self.assertEqual((edited.name, edited.description), ("Ours", "Our way"))
        self.assertEqual(edited.rule_ids.team_ids, self.sales_team_1)
        step = edited.rule_ids.step_ids
        self.assertEqual((step.name, step.deadline_amount), ("Ring", 2))

    def test_missing_stage(self):
        """A stage that users deleted does not break the installation."""
        self.env["crm.playbook"]._fill_ready(
            [(f"{MODULE}.ready_contract_rule", "stage_ids", "crm.stage_that_is_gone")]
        )
        self.assertFalse(self._ready("contract_rule").stage_ids)

    def test_tag_that_is_there(self):
        """A tag of this name is used, not made a second time."""
        tag = self.env["crm.tag"].create({"name": "Maintenance"})
        self.env["crm.playbook"]._tag_ready(f"{MODULE}.ready_lost_rule", "Maintenance")
        self.assertIn(str(tag.ids), self._ready("lost_rule").domain)

    def test_queries(self):
        """Many cards take as many queries as few."""

        def queries(count):
            source = self._ready("first_call")
            cards = self.env["crm.playbook"].union(*(source.copy() for _ in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cards.read(["name", "outline", "needs", "notice", "icon", "waiting_count"])
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(20), queries(5))

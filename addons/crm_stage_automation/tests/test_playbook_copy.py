# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookCopy(PlaybookCommon):
    """Copies of playbooks, and what rules stand on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule({}, {}, {})
        cls.first, cls.second, cls.third = cls.rule.step_ids
        cls.second.after_step_id = cls.first
        cls.third.after_step_id = cls.second

    def _assert_chained(self, rule):
        """The steps follow one another as those of the original do."""
        first, second, third = rule.step_ids
        self.assertFalse(rule.step_ids & self.rule.step_ids)
        self.assertFalse(first.after_step_id)
        self.assertEqual((second.after_step_id, third.after_step_id), (first, second))

    def test_copied_playbook(self):
        """A copy is off, and its steps follow steps of its own."""
        self._create_rule({"name": "Alone"})
        copy = self.playbook.with_user(self.user_sales_manager).copy()
        self.assertEqual((copy.name, copy.is_on), ("Playbook (copy)", False))
        self.assertEqual(len(copy.rule_ids), 2)
        self._assert_chained(copy.rule_ids[0])

    def test_copied_rule(self):
        """So do those of a copied rule; steps that were edited meanwhile are there once."""
        self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        self.first.delay_amount = 3
        self._assert_chained(self.rule.with_context(active_test=False).copy())

    def test_names(self):
        """Copies are called so; a rule that is copied into another playbook keeps its name."""
        self.assertEqual(self.playbook.copy().name, "Playbook (copy)")
        self.assertEqual(self.playbook.copy().rule_ids.name, self.rule.name)
        self.assertEqual(self.playbook.copy({"name": "Mine"}).name, "Mine")
        name = self.rule.name
        self.assertEqual(self.rule.copy().name, f"{name} (copy)")
        other = self.env["crm.playbook"].create({"name": "Other"})
        self.assertEqual(self.rule.copy({"playbook_id": other.id}).name, name)

    def test_copied_step(self):
        """The copy of a step follows what the step follows."""
        copy = self.third.with_user(self.user_sales_manager).copy({"name": "Fourth"})
        self.assertEqual((copy.after_step_id, copy.rule_id), (self.second, self.rule))

    def test_export_and_import(self):
        """A rule exported as a file comes back from it as another one, with its steps."""
        manager = self.user_sales_manager
        manager.group_ids |= self.env.ref("base.group_allow_export")
        fields = ["name", "playbook_id/.id", "trigger", "domain", "step_ids/name", "step_ids/kind"]
        rule = self.rule.with_user(manager)
        rows = rule.export_data(fields)["datas"]
        self.assertEqual([row[4] for row in rows], ["Step 1", "Step 2", "Step 3"])
        rows[0][0] = "Imported"
        result = rule.browse().load(fields, rows)
        self.assertFalse(result["messages"])
        made = rule.browse(result["ids"])
        self.assertEqual((made.name, made.playbook_id), ("Imported", self.playbook))
        self.assertEqual(made.step_ids.mapped("name"), ["Step 1", "Step 2", "Step 3"])
        self.assertEqual(set(made.step_ids.mapped("kind")), {"wait"})

    def test_former_version_follows(self):
        """A former version goes on following what it followed."""
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        self._jobs(lead).state = "done"
        self._jobs(lead)._plan_followers()
        self.second.delay_amount = 3
        former = self._jobs(lead, root_step=self.second.id).step_id
        self.assertEqual(former.after_step_id, self.first)

    def test_stage_and_team_in_use(self):
        """Without its last stage or team a rule would be for all: these are not deleted."""
        stage = self.env["crm.stage"].create({"name": "Ours"})
        team = self.env["crm.team"].create({"name": "Ours"})
        self._create_rule(stage_ids=stage.ids, team_ids=team.ids)
        self._create_rule(trigger="moved", origin_stage_ids=stage.ids)
        for used in (stage, team):
            with self.assertRaisesRegex(UserError, "Ours: playbooks need this"):
                used.unlink()

    def test_stage_of_a_playbook_that_is_off(self):
        """Its rule has to be given a stage again before it watches."""
        stage = self.env["crm.stage"].create({"name": "Ours"})
        rule = self._create_rule(stage_ids=stage.ids)
        self.playbook.is_on = False
        stage.unlink()
        self.assertFalse(rule.stage_ids)
        self.assertTrue(rule._needs())
        with self.assertRaises(UserError):
            self.playbook.with_user(self.user_sales_manager).action_switch_on()

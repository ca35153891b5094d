# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookBoardBrowser(PlaybookCommon, HttpCase):
    """The board as people click it."""

    def test_manager_adds_a_step(self):
        """Saved by the dialog, shown on the board, edited there; without Settings rights."""
        rule = self._create_rule({"name": "First"})
        manager = self.user_sales_manager
        self.assertFalse(manager.has_group("base.group_system"))
        manager.password = "manager-of-the-board"
        self.start_tour(
            f"/odoo/{self.playbook.id}/playbook-board",
            "crm_stage_automation_step",
            login=manager.login,
        )
        self.env.invalidate_all()
        step = rule.step_ids.filtered(lambda one: one.name == "Make it important")
        self.assertEqual(len(step), 1)
        self.assertEqual((step.kind, step.field_id.name), ("set_field", "date_deadline"))
        self.assertEqual((step.field_value, step.delay_amount), ("+9", 2))
        self.assertEqual(rule.step_ids.sorted()[-1], step)

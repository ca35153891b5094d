# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookSpeed(PlaybookCommon):
    """What playbooks cost the user who moves deals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.playbook"].search([("is_on", "=", True), ("id", "!=", cls.playbook.id)]).write(
            {"is_on": False}
        )

    @classmethod
    def _leads(cls, count):
        """Leads in the first stage, of one person."""
        quiet = {"tracking_disable": True, "mail_create_nosubscribe": True}
        leads = (
            cls.env["crm.lead"]
            .with_context(**quiet)
            .create(
                [
                    {
                        "name": f"Lead {number}",
                        "type": "opportunity",
                        "team_id": cls.sales_team_1.id,
                        "user_id": cls.user_sales_leads.id,
                        "stage_id": cls.stage_team1_1.id,
                        "company_id": cls.company.id,
                    }
                    for number in range(count)
                ]
            )
        )
        cls.env.cr.flush()
        return cls.env["crm.lead"].browse(leads.ids)

    def _queries(self, count):
        """How many queries moving so many leads takes, with all that its end does."""
        leads = self._leads(count)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        leads.stage_id = self.stage_team1_2
        self._end()
        return self.cr.sql_log_count - before

    def _rules(self):
        for _number in range(3):
            self._create_rule(
                {"delay_amount": 1, "delay_calendar": "assignee"}, domain="[('priority', '=', '0')]"
            )

    def test_budget(self):
        """3 rules: at most 60 queries more than core's own move, of 10 leads as of 100."""
        self._queries(1)
        core = [self._queries(10), self._queries(100)]
        self._rules()
        self._queries(1)
        jobs = len(self._jobs())
        ours = [self._queries(10), self._queries(100)]
        self.assertEqual(len(self._jobs()) - jobs, 330)
        more = [mine - theirs for mine, theirs in zip(ours, core, strict=True)]
        self.assertLessEqual(max(more), 60, (core, ours))
        self.assertLessEqual(more[1] - more[0], 2, (core, ours))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_lead_dedup.tests.merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMergeJobs(MergeCommon):
    """Two cards of one customer, each with the same step waiting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        playbook = cls.env["crm.playbook"].create({"name": "Playbook"})
        cls.rule = cls.env["crm.playbook.rule"].create(
            {
                "name": "Created",
                "playbook_id": playbook.id,
                "trigger": "created",
                "responsible_id": cls.user_sales_manager.id,
                "step_ids": [(0, 0, {"name": "Call", "kind": "wait"})],
            }
        )
        playbook.is_on = True

    def _jobs(self):
        """The jobs of the rule."""
        jobs = self.env["crm.playbook.job"]
        return jobs.search([("rule_id", "=", self.rule.id)], order="id")

    def test_merged_and_back(self):
        """One step waits for the deal that is kept; undone, each deal has its own again."""
        keep = self._create_lead(phone="+380501234567", email_from="a@x.example")
        gone = self._create_lead(phone="+380507654321", email_from="b@x.example")
        self.env.cr.flush()
        before = [(job.res_id, job.state, job.key) for job in self._jobs()]
        self.assertEqual([job.state for job in self._jobs()], ["pending", "pending"])
        merge = self._merge(keep, gone)
        self.env.cr.flush()
        jobs = self._jobs()
        self.assertEqual(set(jobs.mapped("res_id")), {keep.id})
        self.assertEqual(sorted(jobs.mapped("state")), ["pending", "skipped"])
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual([(job.res_id, job.state, job.key) for job in self._jobs()], before)

    def test_requests_of_the_intake(self):
        """A request on a known card fires the rule; what nobody is to be told of does not."""
        self.rule.trigger = "requested"
        request = self._receive(phone="050 123 45 67", name="Ivan")
        self.env.cr.flush()
        self.assertEqual(self._jobs().mapped("res_id"), request.lead_id.ids)
        self._jobs().state = "cancelled"
        self._receive(phone="050 123 45 67", name="Ivan", request={"quiet": True})
        self.env.cr.flush()
        self.assertEqual(self._jobs().mapped("state"), ["cancelled"])

    def test_new_leads_are_assigned_by_the_way_of_the_team(self):
        """The leader gets what the door brings, unless his team has a way of its own."""
        self.assertEqual(
            self._receive(phone="050 123 45 01").lead_id.user_id, self.sales_team_1.user_id
        )
        self.env["crm.assignment.scheme"].create(
            {"team_id": self.sales_team_1.id, "method": "by_hand"}
        )
        self.assertFalse(self._receive(phone="050 123 45 02").lead_id.user_id)
        named = self._receive(phone="050 123 45 03", request={"user_id": self.user_sales_leads.id})
        self.assertEqual(named.lead_id.user_id, self.user_sales_leads)

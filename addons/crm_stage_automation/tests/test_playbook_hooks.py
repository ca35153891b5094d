# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from odoo.tests import tagged

from ..models.crm_playbook_job_plan import Wanted
from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookHooks(PlaybookCommon):
    """What integrators use: an outsider's door, moment and condition."""

    def test_door_of_ones_own(self):
        """A messenger that found the lead of a request says so."""
        rule = self._create_rule(trigger="requested", stage_ids=False)
        lead = self._create_lead()
        self._end()
        lead.note_request()
        self._end()
        self.assertEqual(self._jobs(lead).rule_id, rule)

    def test_moment_of_ones_own(self):
        """A rule is planned for a moment that only the outsider knows, once."""
        rule = self._create_rule({"delay_amount": 2}, trigger="lost", stage_ids=False)
        lead = self._create_lead()
        for _time in range(2):
            self.env["crm.playbook.job"]._plan([Wanted(rule, lead, datetime(2026, 1, 5, 10))])
        self.assertEqual(self._jobs(lead).due, datetime(2026, 1, 5, 12))

    def test_condition_of_ones_own(self):
        """A module narrows down the deals of a rule."""
        self._create_rule()
        leads = self._create_lead(priority="3") + self._create_lead()
        self._end()
        model = type(self.env["crm.playbook.rule"])
        original = model._let_through

        def urgent(rule, records, teams=False):
            return original(rule, records, teams).filtered(lambda lead: lead.priority == "3")

        with patch.object(model, "_let_through", urgent):
            leads.stage_id = self.stage_team1_2
            self._end()
        self.assertEqual(self._jobs(leads).mapped("res_id"), leads[0].ids)

    def test_model_of_ones_own(self):
        """Steps for something else than deals are seen by whoever may read that."""
        rule = self._create_rule()
        partner = self.env["res.partner"].create({"name": "Customer"})
        order = self.env["sale.order"].create(
            {"partner_id": partner.id, "user_id": self.user_sales_leads.id}
        )
        jobs = self.env["crm.playbook.job"].with_user(self.user_sales_leads)
        jobs.sudo()._plan([Wanted(rule, order, datetime(2026, 1, 5, 10))])
        ours = [("rule_id", "=", rule.id)]
        self.assertFalse(jobs.search(ours))
        with patch.object(type(jobs), "_record_models", lambda _jobs: ["crm.lead", "sale.order"]):
            self.assertEqual(jobs.search(ours).res_id, order.id)
            order.user_id = self.user_sales_manager
            colleague = self.user_sales_salesman
            self.assertFalse(jobs.with_user(colleague).search(ours))

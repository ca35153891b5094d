# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from ..tools.chains import Chain, Link, read_chain
from ..tools.collected import CONTEXT_KEY
from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestPlaybookChain(PlaybookCommon):
    """Rules that lead to rules, and steps that follow steps."""

    def _move(self, lead, stage, chain=None):
        """Move a lead, as a job with this chain does."""
        lead.with_context(**{CONTEXT_KEY: chain} if chain else {}).stage_id = stage
        self._end()

    def test_rule_that_leads_to_itself(self):
        """What a rule did fires it again for the same deal: a failed step says so."""
        rule = self._create_rule(gap_minutes=0)
        lead = self._create_lead()
        self._end()
        self._move(lead, self.stage_team1_2)
        first = self._jobs(lead)
        first.state = "done"
        chain = read_chain(first.chain)
        self.assertEqual(chain.path, (Link(rule.id, "crm.lead", lead.id),))
        self._move(lead, self.stage_team1_1, chain)
        self._move(lead, self.stage_team1_2, chain)
        last = self._jobs(lead) - first
        self.assertEqual((last.state, last.reason), ("failed", "loop"))
        self.assertTrue(last.error)

    def test_chain_goes_on(self):
        """Another rule goes on with the chain; in a batch each deal has its own."""
        rule = self._create_rule()
        leads = self._create_lead() + self._create_lead()
        self._end()
        chains = {lead.id: Chain(f"origin {lead.id}", (Link(0, "x", 1),)) for lead in leads}
        self._move(leads, self.stage_team1_2, chains)
        for job in self._jobs(leads):
            chain = read_chain(job.chain)
            self.assertEqual(chain.origin, f"origin {job.res_id}")
            self.assertEqual(chain.path[-1], Link(rule.id, "crm.lead", job.res_id))
            self.assertEqual(len(chain.path), 2)

    def test_other_branch(self):
        """What another branch of the chain fired is not fired again, and nothing is said."""
        self._create_rule(gap_minutes=0)
        lead = self._create_lead()
        self._end()
        chain = Chain("one", (Link(0, "x", 1),))
        self._move(lead, self.stage_team1_2, chain)
        self._jobs(lead).state = "done"
        self._move(lead, self.stage_team1_1, chain)
        self._move(lead, self.stage_team1_2, chain)
        self.assertEqual(len(self._jobs(lead)), 1)

    def test_too_deep(self):
        """Five rules after one another are enough."""
        self._create_rule()
        lead = self._create_lead()
        self._end()
        chain = Chain("one", tuple(Link(-number, "x", 1) for number in range(5)))
        self._move(lead, self.stage_team1_2, chain)
        self.assertEqual(self._jobs(lead).reason, "loop")

    def test_chain_over_the_wire(self):
        """A user cannot silence a rule by a context: only what the engine made is believed."""
        rule = self._create_rule()
        leads = self._create_lead() + self._create_lead()
        self._end()
        forged = f'["x",[[{rule.id},"crm.lead",{leads[0].id}]]]'
        self._move(leads[0], self.stage_team1_2, forged)
        self._move(leads[1], self.stage_team1_2, {str(leads[1].id): forged, leads[1].id: forged})
        self.assertEqual(self._jobs(leads).mapped("state"), ["pending", "pending"])

    def test_step_after_step(self):
        """A step that follows is planned when the one before is done, with its chain."""
        rule = self._create_rule({}, {"delay_amount": 1})
        first, second = rule.step_ids
        second.after_step_id = first
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        job = self._jobs(lead)
        self.assertEqual(job.step_id, first)
        job.state = "done"
        for _time in range(2):
            job._plan_followers()
        follower = self._jobs(lead) - job
        self.assertEqual(follower.step_id, second)
        self.assertEqual(follower.chain, job.chain)

    def test_step_after_activity(self):
        """What made an activity is followed when that is done, not when it was made."""
        rule = self._create_rule({"kind": "activity"}, {})
        rule.step_ids[1].after_step_id = rule.step_ids[0]
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        job = self._jobs(lead)
        activity = lead.activity_schedule("mail.mail_activity_data_call")
        job.write({"state": "done", "made_model": "mail.activity", "made_id": activity.id})
        job._plan_followers()
        self.assertEqual(self._jobs(lead), job)
        activity.action_feedback()
        self._end()
        self.assertEqual(len(self._jobs(lead)), 2)

    def test_rule_put_away(self):
        """Nothing follows by a rule that was archived meanwhile."""
        rule = self._create_rule({}, {})
        rule.step_ids[1].after_step_id = rule.step_ids[0]
        lead = self._create_lead(stage_id=self.stage_team1_2.id)
        self._end()
        job = self._jobs(lead)
        job.state = "done"
        rule.active = False
        job.with_context(active_test=False)._plan_followers()
        self.assertEqual(self._jobs(lead), job)

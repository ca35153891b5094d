# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import FarewellCommon


@tagged("post_install", "-at_install")
class TestPlan(FarewellCommon):
    """What is written down when deals are won and lost."""

    def test_lost_once(self):
        """A lost deal has one invitation, also when it is lost again."""
        lead = self._create_lead()
        invitation = self._lose(lead)
        self.assertEqual(len(invitation), 1)
        self.assertEqual((invitation.state, invitation.cycle), ("scheduled", 1))
        self.assertEqual(invitation.lost_reason_id, self.price)
        self.assertEqual(self._lose(lead), invitation)

    def test_reopened(self):
        """A deal that is reopened in time is not asked about; lost again it is, in a new cycle."""
        lead = self._create_lead()
        first = self._lose(lead)
        lead.action_unarchive()
        self.assertEqual((first.state, first.reason), ("cancelled", "reopened"))
        self.assertEqual(self._lose(lead).mapped("cycle"), [1, 2])

    def test_lost_then_won(self):
        """A lost deal that is won after all gets the letter for the won only."""
        self._create_policy(event="won")
        lead = self._create_lead()
        self._lose(lead)
        lead.action_set_won()
        invitations = self._invitations(lead)
        self.assertEqual(
            [(one.event, one.state) for one in invitations],
            [("lost", "cancelled"), ("won", "scheduled")],
        )
        # Core reopens the deal before it wins it.
        self.assertEqual(invitations[0].reason, "reopened")

    def test_created_won(self):
        """A deal created in a won stage is asked about only when the policy says so."""
        policy = self._create_policy(event="won")
        lead = self._create_lead(stage_id=self.stage_gen_won.id)
        self.assertFalse(self._invitations(lead))
        policy.is_for_created = True
        lead = self._create_lead(stage_id=self.stage_gen_won.id)
        self.assertEqual(self._invitations(lead).policy_id, policy)

    def test_plain_archive(self):
        """Archiving a deal is not losing it."""
        lead = self._create_lead()
        lead.active = False
        self.assertFalse(self._invitations(lead))

    def test_batch(self):
        """More deals at once than allowed wait for approval, in one batch."""
        self.policy.batch_limit = 2
        leads = self.env["crm.lead"].concat(*(self._create_lead() for _number in range(3)))
        invitations = self._lose(leads)
        self.assertEqual(invitations.mapped("state"), ["held"] * 3)
        batch = invitations.batch_id
        self.assertEqual((len(batch), batch.count), (1, 3))
        batch.action_approve()
        self.assertEqual(invitations.mapped("state"), ["scheduled"] * 3)

    def test_first_fitting_policy(self):
        """Of several policies the first one that fits is used."""
        service = self.env["crm.lost.reason"].create({"name": "Service"})
        special = self._create_policy(sequence=1, lost_reason_ids=service.ids)
        self.assertEqual(self._lose(self._create_lead(), service).policy_id, special)
        self.assertEqual(self._lose(self._create_lead()).policy_id, self.policy)

    def test_domain_and_amount(self):
        """Deals outside the domain or below the amount are not asked about."""
        self.policy.write({"domain": "[('priority', '=', '3')]", "amount_from": 500})
        self.assertFalse(self._lose(self._create_lead(priority="1")))
        self.assertFalse(self._lose(self._create_lead(priority="3", expected_revenue=100)))
        self.assertTrue(self._lose(self._create_lead(priority="3")))

    def test_delivered(self):
        """Entering the chosen stage is delivery."""
        self._create_policy(event="delivered", stage_id=self.stage_team1_2.id)
        lead = self._create_lead()
        lead.stage_id = self.stage_team1_2
        self.assertEqual(self._invitations(lead).event, "delivered")

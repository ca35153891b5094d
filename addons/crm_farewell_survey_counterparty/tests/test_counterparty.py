# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_farewell_survey.tests.common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestCounterparty(SenderCommon):
    """A client with a legal entity that pays for him, whose people write to us.

    ::

        Bakeries (client) ── payer ── Bakeries Ltd ── Anna, Boris
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls._create_person(name="Bakeries", is_company=True, is_client=True)
        cls.entity = cls._create_person(name="Bakeries Ltd", is_company=True, is_counterparty=True)
        cls._link(cls.client, cls.entity)
        cls.anna = cls._create_person(name="Anna", parent_id=cls.entity.id)
        cls.boris = cls._create_person(name="Boris", parent_id=cls.entity.id)

    @classmethod
    def _link(cls, client, party):
        role = cls.env.ref("crm_counterparty.role_payer")
        return cls.env["crm.party.link"].create(
            {"client_id": client.id, "party_id": party.id, "role_id": role.id}
        )

    def test_client_of_a_deal(self):
        """A letter about a deal belongs to the deal's client."""
        invitation = self._lose(self._create_lead(partner_id=self.anna.id))
        self.assertEqual(invitation.client_id, self.client)

    def test_client_of_a_person(self):
        """So does a letter that is about no deal."""
        self.policy.event = "inactive"
        letters = self.env["crm.farewell.invitation"]
        invitation = letters._plan_people(self.boris, self.policy)
        self.assertEqual(invitation.client_id, self.client)

    def test_refusal_of_the_client(self):
        """The client does not want to be asked: nobody who acts for him is."""
        invitation = self._lose(self._create_lead(partner_id=self.boris.id))
        self.client.feedback_refused = True
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "refused"))

    def test_merged_clients(self):
        """What was said of one client is said of the one with whom he was merged."""
        invitation = self._lose(self._create_lead(partner_id=self.anna.id))
        other = self._create_person(name="Bakeries of Buda", is_company=True, is_client=True)
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._merge((self.client | other).ids, other, extra_checks=False)
        self.env.invalidate_all()
        self.assertEqual(invitation.client_id, other)

    def test_many_deals(self):
        """Clients cost no queries for each deal."""
        counts = []
        for number in (5, 25):
            people = [self._create_person(parent_id=self.entity.id) for _n in range(number)]
            leads = self.env["crm.lead"].concat(
                *(self._create_lead(partner_id=person.id) for person in people)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.farewell.invitation"]._plan(leads, "lost")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 4)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import PartyCommon


class TestParty(PartyCommon):
    def test_default_counterparty(self):
        """The default payer is the one on whom documents are made out."""
        self.assertEqual(self.client._default_counterparty(), {self.client: self.entity})

    def test_client_of_a_party(self):
        """A legal entity and a person with one client lead to him."""
        found = (self.entity + self.accountant + self.client)._client_of()
        self.assertEqual(set(found.values()), {self.client})

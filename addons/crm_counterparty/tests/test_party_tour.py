# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common_visibility import VisibilityCommon


@tagged("post_install", "-at_install")
class TestPartyTour(HttpCase, VisibilityCommon):
    """The client's form in the browser of a salesperson."""

    def _tour(self, name, client):
        url = f"/odoo/action-base.action_partner_form/{client.id}"
        self.start_tour(url, name, login=self.stranger.login)

    def test_parties(self):
        """A party is added, another one becomes the default, a third one is ended."""
        olena = self.env["res.partner"].create({"name": "Olena the Buyer"})
        self._tour("crm_counterparty_parties", self.client)
        self.env.invalidate_all()
        link = self.client.party_link_ids.filtered(lambda link: link.party_id == olena)
        self.assertEqual((link.role_id.code, link.state), ("buyer", "current"))
        self.assertTrue(olena.is_contact)
        self.assertEqual(self.client._default_counterparty()[self.client], self.trader)
        self.assertEqual(self.link_accountant.state, "ended")

    def test_handed_over(self):
        """Who gives a client away reads so and is back where he came from."""
        self._hide()
        self._tour("crm_counterparty_handed_over", self.florists)
        self.env.invalidate_all()
        self.assertEqual(self.florists.user_id, self.owner_h)

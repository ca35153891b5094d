# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_counterparty.tests.common_visibility import VisibilityCommon


@tagged("post_install", "-at_install")
class TestHidden(VisibilityCommon):
    """Feedback of Anna of the hidden client, and of an open one, about no deal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide()
        cls.open_team.user_id = cls.stranger
        letters = cls.env["crm.farewell.invitation"]
        cls.hidden, cls.open = letters.create(
            [
                {
                    "origin_key": f"partner/{person.id}",
                    "event": "hand",
                    "partner_id": person.id,
                    "client_id": person.commercial_partner_id.id,
                    "team_id": cls.open_team.id,
                }
                for person in (cls.anna, cls.florists)
            ]
        )
        cls.env.flush_all()

    def _found(self, user):
        """Which of the letters a user finds."""
        letters = self.hidden | self.open
        found = letters.with_user(user).search([("id", "in", letters.ids)])
        self.assertEqual(found, letters.with_user(user)._filtered_access("read"))
        return found.sudo()

    def test_others(self):
        """A leader reads his team's feedback, but not that of clients hidden from him."""
        self.assertEqual(self._found(self.stranger), self.open)

    def test_who_sees_the_client(self):
        """Who sees the client reads what he said."""
        self.open_team.user_id = self.owner_h
        self.env.flush_all()
        self.assertEqual(self._found(self.owner_h), self.hidden | self.open)

    def test_own_deal(self):
        """What is said of one's own deal stays readable when the client goes to others."""
        self.hidden.user_id = self.stranger
        self.env.flush_all()
        self.assertEqual(self._found(self.stranger), self.hidden | self.open)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common_visibility import VisibilityCommon
from .form_read import read_by_view


@tagged("post_install", "-at_install")
class TestVisibilityHandedOver(VisibilityCommon):
    """Whoever gives a client to a team that hides its clients is served, and told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hide()
        cls.poppy = cls._user("vis_poppy")
        cls.person = cls.env["res.partner"].create(
            {"name": "Rosa", "parent_id": cls.florists.id, "email": "rosa@florists.example"}
        )
        cls._link(cls.florists, cls.person, "buyer")
        cls.mine = cls.florists.with_user(cls.stranger)
        cls.form = read_by_view(cls.mine, "form") | {"is_handed_over": {}}
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()

    def test_saved_on_the_form(self):
        """The form is saved and shows what was saved; nobody else's card is read with it."""
        [shown] = self.mine.web_save({"user_id": self.owner_h.id, "name": "Florists 2"}, self.form)
        self.assertEqual(shown.keys() & self.form.keys(), self.form.keys())
        self.assertEqual((shown["name"], shown["is_handed_over"]), ("Florists 2", True))
        self.assertEqual(shown["user_id"]["id"], self.owner_h.id)
        self.assertEqual((shown["child_ids"], shown["party_link_ids"]), ([], []))
        self.env.invalidate_all()
        self.assertEqual(self.florists.user_id, self.owner_h)
        self.assertFalse(self._sees(self.stranger, self.florists + self.person))

    def test_no_more_is_read_than_his_own(self):
        """Whatever else is asked for, of others comes the name, and of lists nothing."""
        deeper = {
            "user_id": {"fields": {"login": {}}},
            "child_ids": {"fields": {"email": {}}},
            "name": {},
        }
        [shown] = self.mine.web_save({"user_id": self.owner_h.id}, deeper)
        self.assertEqual(
            shown,
            {
                "id": self.florists.id,
                "name": "Florists",
                "user_id": {"id": self.owner_h.id, "display_name": "vis_owner"},
                "child_ids": [],
            },
        )

    def test_made_for_somebody_else(self):
        """A new client of another's is made, too."""
        values = {"name": "Tulips", "is_client": True, "user_id": self.owner_h.id}
        [shown] = self.mine.browse().web_save(values, self.form)
        self.assertEqual((shown["name"], shown["is_handed_over"]), ("Tulips", True))
        self.assertFalse(self._sees(self.stranger, self.mine.browse(shown["id"]).sudo()))

    def test_many_in_a_list(self):
        """Those he keeps are read as ever, in the order of the list."""
        kept = self.env["res.partner"].create({"name": "Kiosk", "user_id": self.stranger.id})
        both = (self.florists + kept).with_user(self.stranger)
        changes = [{"user_id": self.owner_h.id}, {"user_id": self.poppy.id}]
        shown = both.web_save_multi(changes, {"name": {}, "is_handed_over": {}})
        told = [(row["name"], row["is_handed_over"]) for row in shown]
        self.assertEqual(told, [("Florists", True), ("Kiosk", False)])

    def test_who_keeps_sight_notices_nothing(self):
        """The leader of the team, and a manager: everything is read as before."""
        manager = self._user("vis_manager", "sales_team.group_sale_manager")
        for user in (self.lead_h, manager):
            card = self.florists.with_user(user)
            [shown] = card.web_save({"user_id": self.owner_h.id}, self.form)
            self.assertFalse(shown["is_handed_over"])
            self.assertTrue(shown["child_ids"])

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

from .common import PartyCommon


class VisibilityCommon(PartyCommon):
    """Two teams; the clients of the first are hidden, those of the second are open.

    ::

        Hidden team: lead_h leads, owner_h and mate_h are members
            Bakeries (in charge: owner_h) ── payer ── Bakeries Ltd, …
                 └ Anna (contact of core: a child)      └ Olha (accountant)
        Open team: stranger is a member
            Florists (in charge: stranger)
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead_h, cls.owner_h, cls.mate_h, cls.stranger = (
            cls._user(login) for login in ("vis_lead", "vis_owner", "vis_mate", "vis_stranger")
        )
        team = cls.env["crm.team"]
        cls.hidden_team = team.create(
            {
                "name": "Key Accounts",
                "user_id": cls.lead_h.id,
                "member_ids": [(6, 0, (cls.owner_h + cls.mate_h).ids)],
            }
        )
        cls.open_team = team.create({"name": "Shops", "member_ids": [(6, 0, cls.stranger.ids)]})
        cls.client.write({"user_id": cls.owner_h.id, "email": "office@bakeries.example"})
        cls.anna = cls.env["res.partner"].create({"name": "Anna", "parent_id": cls.client.id})
        cls.florists = cls.env["res.partner"].create(
            {"name": "Florists", "is_company": True, "is_client": True, "user_id": cls.stranger.id}
        )

    @classmethod
    def _user(cls, login, groups="sales_team.group_sale_salesman"):
        return new_test_user(cls.env, login=login, groups=groups, name=login, email=f"{login}@x.y")

    @classmethod
    def _hide(cls, how="owner"):
        cls.hidden_team.client_visibility = how

    def _sees(self, user, partners):
        """Those of these partners a user finds; reading one by one agrees with the search."""
        mine = partners.with_user(user)
        found = mine.search([("id", "in", partners.ids)])
        self.assertEqual(found, mine._filtered_access("read"))
        return found.sudo()

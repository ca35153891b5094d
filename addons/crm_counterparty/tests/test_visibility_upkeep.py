# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.crm_counterparty.models.res_users_visibility import ResUsers

from .common_visibility import VisibilityCommon


class TestVisibilityUpkeep(VisibilityCommon):
    """What keeps the column current, what it costs, and what outsiders may add."""

    def _partners(self, count, **values):
        return self.env["res.partner"].create(
            [{"name": f"Shop {number}", **values} for number in range(count)]
        )

    def _queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_nothing_kept_while_open(self):
        """While no team hides its clients a write asks nothing more than core's."""
        with patch.object(type(self.env["crm.client.guard"]), "_refresh") as refresh:
            self.client.user_id = self.mate_h
            self.entity.parent_id = self.client
            self.link_trader.unlink()
            self.env["res.partner"].create({"name": "New", "user_id": self.owner_h.id})
        refresh.assert_not_called()

    def test_size_independence(self):
        """Handing over a hundred clients costs as many queries more than core as ten."""
        quiet = {"tracking_disable": True, "mail_auto_subscribe_no_notify": True}
        few, many = (
            self._partners(count, user_id=self.owner_h.id).with_context(**quiet)
            for count in (10, 100)
        )
        self._hide()
        for partners in (few, many):
            partners.write({"user_id": self.lead_h.id})  # both guards are known now
        cost = [self._extra(partners) for partners in (few, many)]
        self.assertEqual(cost[0], cost[1])
        self.assertLessEqual(cost[0], 4)

    def _extra(self, partners):
        """Queries of handing over which are the upkeep's."""
        with patch.object(type(partners), "_refresh_client_guards"):
            core = self._queries(lambda: partners.write({"user_id": self.lead_h.id}))
        return self._queries(lambda: partners.write({"user_id": self.owner_h.id})) - core

    def test_rule_asks_once(self):
        """For one user the rule is worked out once, not for every search."""
        self._hide()
        partner = self.env["res.partner"].with_user(self.stranger)
        partner.search([], limit=1)
        with self.assertQueryCount(1):
            partner.search([("name", "=", "Bakeries")])

    def test_one_guard_for_all(self):
        """All clients of one person, and their people, share one guard."""
        self._hide()
        partners = self._partners(5, user_id=self.owner_h.id)
        self.assertEqual(len((partners + self.client + self.anna).client_guard_id), 1)

    def test_merged_in_cores_wizard(self):
        """The survivor of a merge is seen by whoever sees what it is now."""
        self._hide()
        double = self.env["res.partner"].create({"name": "Olha"})
        self._link(self.florists, double, "accountant")
        self.assertFalse(self._sees(self.stranger, self.accountant))
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.accountant + double).ids)],
                "dst_partner_id": self.accountant.id,
            }
        )
        wizard.action_merge()
        self.assertTrue(self._sees(self.stranger, self.accountant))

    def test_daily_upkeep(self):
        """What a program wrote past the ORM is made good; guards nobody needs are gone."""
        self._hide()
        unused = self.env["crm.client.guard"].create({"key": "0 0"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET client_guard_id = NULL WHERE id = %s", (self.client.id,)
        )
        self.env.invalidate_all()
        self.assertTrue(self._sees(self.stranger, self.client))
        self.env["crm.client.guard"]._cron_refresh()
        self.assertFalse(self._sees(self.stranger, self.client))
        self.assertFalse(unused.exists())

    def test_team_deleted(self):
        """The clients of a deleted team are open."""
        self._hide()
        self.hidden_team.unlink()
        self.assertTrue(self._sees(self.stranger, self.client))

    def test_new_team(self):
        """A team made with the setting hides the clients of its people at once."""
        self.env["crm.team"].create(
            {
                "name": "Secret",
                "client_visibility": "owner",
                "member_ids": [Command.set(self.stranger.ids)],
            }
        )
        self.assertFalse(self._sees(self.owner_h, self.florists))
        self.assertTrue(self._sees(self.stranger, self.florists))

    def test_guards_are_for_administrators(self):
        """Nobody but administrators reads guards, and nobody makes them by hand."""
        self._hide()
        guard = self.client.client_guard_id
        for user in (self.stranger, self.lead_h):
            with self.assertRaises(AccessError):
                guard.with_user(user).read(["key"])
            with self.assertRaises(AccessError):
                self.client.with_user(self.lead_h).read(["client_guard_id"])
        admin = self._user("vis_admin", "base.group_system")
        self.assertTrue(guard.with_user(admin).read(["key"]))
        with self.assertRaises(AccessError):
            guard.with_user(admin).write({"key": "1 1"})

    def test_outsider_group_sees_all(self):
        """An add-on lets a group of its own see every client."""
        self._hide()
        auditors = self.env["res.groups"].create({"name": "Auditors"})
        self.env["ir.model.data"].create(
            {
                "module": "outsider",
                "name": "group_auditor",
                "model": "res.groups",
                "res_id": auditors.id,
            }
        )
        self.stranger.group_ids += auditors
        self.assertFalse(self._sees(self.stranger, self.client))
        groups = ResUsers._groups_seeing_all_clients
        with patch.object(
            type(self.env["res.users"]),
            "_groups_seeing_all_clients",
            lambda users: (*groups(users), "outsider.group_auditor"),
        ):
            self.env.registry.clear_cache()
            self.assertTrue(self._sees(self.stranger, self.client))

    def test_outsider_rule(self):
        """An add-on hides its own records with the client: one line in a rule."""
        self._hide()
        self.env["ir.rule"].create(
            {
                "name": "Tags of hidden clients",
                "model_id": self.env["ir.model"]._get_id("res.partner.category"),
                "domain_force": "[('partner_ids', 'any', user._visible_partner_domain())]",
            }
        )
        tag = self.env["res.partner.category"].create(
            {"name": "VIP", "partner_ids": [Command.set(self.client.ids)]}
        )
        self.assertTrue(tag.with_user(self.owner_h).has_access("read"))
        self.assertFalse(tag.with_user(self.stranger).has_access("read"))

    def test_picture_of_relations(self):
        """The picture and the glance of a shared person do not show the hidden client."""
        self._hide()
        self._link(self.florists, self.anna, "accountant")
        self.env.invalidate_all()
        self.assertEqual(self._sees(self.stranger, self.anna), self.anna)
        links = self.env["crm.party.link"].with_user(self.stranger)
        drawn = links.relations(self.anna.id, with_ended=True)
        self.assertNotIn(self.client.id, [node["id"] for node in drawn["nodes"]])
        self.assertIn(self.florists.id, [node["id"] for node in drawn["nodes"]])
        self.env.invalidate_all()
        self.assertTrue(self.anna.with_user(self.stranger).client_glance())

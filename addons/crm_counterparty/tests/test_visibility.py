# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_visibility import VisibilityCommon


@tagged("post_install", "-at_install")
class TestVisibility(VisibilityCommon):
    """Who sees which client, and how a change reaches everybody who depends on it."""

    def _all(self):
        return self.client + self.entity + self.trader + self.accountant + self.anna

    def test_open_by_default(self):
        """Until a team says otherwise nothing is kept and nobody is kept out."""
        self.assertFalse(self._all().client_guard_id)
        self.assertEqual(self._sees(self.stranger, self._all()), self._all())

    def test_owner_and_leader(self):
        """The person in charge and the leader see the client, its parties and its people."""
        self._hide("owner")
        for user, seen in (
            (self.owner_h, True),
            (self.lead_h, True),
            (self.mate_h, False),
            (self.stranger, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(
                    self._sees(user, self._all()), self._all() if seen else self._all().browse()
                )

    def test_team(self):
        """All members and the leader, nobody else."""
        self._hide("team")
        for user, seen in ((self.mate_h, True), (self.lead_h, True), (self.stranger, False)):
            with self.subTest(user=user.login):
                self.assertEqual(bool(self._sees(user, self.client)), seen)

    def test_who_sees_everything(self):
        """Managers, who sees all documents, accountants, administrators: every client."""
        self._hide()
        for group in (
            "sales_team.group_sale_salesman_all_leads",
            "sales_team.group_sale_manager",
            "account.group_account_invoice",
            "base.group_erp_manager",
        ):
            with self.subTest(group=group):
                user = self._user("vis_" + group, f"base.group_user,{group}")
                self.assertTrue(self._sees(user, self.client))

    def test_not_sales_people(self):
        """An employee outside of sales does not see hidden clients either."""
        self._hide()
        user = self._user("vis_store", "base.group_user")
        self.assertFalse(self._sees(user, self.client))

    def test_open_again(self):
        """A team that opens its clients leaves nothing behind."""
        self._hide()
        self._hide("open")
        self.assertFalse(self._all().client_guard_id)
        self.assertEqual(self._sees(self.stranger, self._all()), self._all())

    def test_nobody_in_charge(self):
        """A client nobody is in charge of is everybody's."""
        self._hide()
        self.client.user_id = False
        self.assertEqual(self._sees(self.stranger, self._all()), self._all())

    def test_handed_over(self):
        """With another person in charge the client goes to his team."""
        self._hide()
        self.client.user_id = self.stranger
        self.assertEqual(self._sees(self.stranger, self._all()), self._all())
        self.client.user_id = self.mate_h
        self.assertFalse(self._sees(self.stranger, self._all()))
        self.assertEqual(self._sees(self.mate_h, self._all()), self._all())
        self.assertFalse(self._sees(self.owner_h, self._all()))

    def test_team_change_of_the_person(self):
        """Somebody who changes the team takes his clients along."""
        self._hide()
        self.open_team.member_ids += self.owner_h
        self.assertEqual(self._sees(self.stranger, self.client), self.client)
        self.hidden_team.member_ids += self.owner_h
        self.assertFalse(self._sees(self.stranger, self.client))

    def test_new_leader(self):
        """The old leader sees the clients no more, the new one does."""
        self._hide()
        self.assertTrue(self._sees(self.lead_h, self.client))
        self.hidden_team.user_id = self.mate_h
        self.assertFalse(self._sees(self.lead_h, self.client))
        self.assertTrue(self._sees(self.mate_h, self.client))

    def test_person_left(self):
        """Archiving a user archives his memberships; his clients stay hidden all the same."""
        self._hide()
        self.owner_h.action_archive()
        self.assertFalse(self._sees(self.stranger, self._all()))
        self.assertEqual(self._sees(self.lead_h, self._all()), self._all())

    def test_shared_party_stays_visible(self):
        """An accountant who also works for an open client is seen, the hidden client is not."""
        self._hide()
        link = self._link(self.florists, self.accountant, "accountant")
        self.assertEqual(self._sees(self.stranger, self._all()), self.accountant)
        link.unlink()
        self.assertFalse(self._sees(self.stranger, self._all()))

    def test_party_of_two_hidden_clients(self):
        """Whoever sees one of its clients sees the party."""
        self._hide()
        self.florists.user_id = self.mate_h
        self._link(self.florists, self.accountant, "accountant")
        for user in (self.owner_h, self.mate_h, self.lead_h):
            self.assertTrue(self._sees(user, self.accountant))
        self.assertFalse(self._sees(self.stranger, self.accountant))

    def test_client_deleted(self):
        """The parties of a deleted client are nobody's: open."""
        self._hide()
        self.client.unlink()
        parties = self.entity + self.trader + self.accountant
        self.assertEqual(self._sees(self.stranger, parties), parties)

    def test_moved_below_another_company(self):
        """A person who changes the company is hidden or shown with it."""
        self._hide()
        self.anna.parent_id = self.florists
        self.assertTrue(self._sees(self.stranger, self.anna))
        self.anna.parent_id = self.client
        self.assertFalse(self._sees(self.stranger, self.anna))

    def test_new_contact_of_a_hidden_client(self):
        """A contact made below a hidden client, or linked to it, is hidden at once."""
        self._hide()
        child = self.env["res.partner"].create({"name": "Petro", "parent_id": self.client.id})
        friend = self.env["res.partner"].create({"name": "Lesia"})
        self.assertTrue(self._sees(self.stranger, friend))
        self._link(self.client, friend, "accountant")
        self.assertFalse(self._sees(self.stranger, child + friend))

    def test_supplier(self):
        """A partner that is said to be no client is not hidden."""
        self._hide()
        self.client.write({"is_client": False, "is_other_partner": True})
        self.assertTrue(self._sees(self.stranger, self.client))

    def test_another_company(self):
        """A team of company B does not hide clients of company A."""
        self._hide()
        other = self.env["res.company"].create({"name": "B"})
        self.owner_h.company_ids += other
        self.hidden_team.write({"user_id": False, "member_ids": [(5,)]})
        self.hidden_team.company_id = other
        self.hidden_team.member_ids = self.owner_h
        self.client.company_id = self.env.company
        self.assertTrue(self._sees(self.stranger, self.client))
        self.client.company_id = False
        self.assertFalse(self._sees(self.stranger, self.client))

    def test_never_hidden(self):
        """Users, companies, employees and one's own partner stay readable whatever is set."""
        self._hide()
        employee = self.env["res.partner"].create({"name": "Employee", "employee": True})
        own = self.stranger.partner_id
        always = self.env.company.partner_id + self.mate_h.partner_id + employee + own
        always.write({"user_id": self.owner_h.id})
        self.assertTrue(always.client_guard_id)
        self.assertEqual(self._sees(self.stranger, always), always)

    def test_refused(self):
        """A hidden client is neither read, changed nor deleted by who does not see it."""
        self._hide()
        hidden = self.client.with_user(self.stranger)
        for act in (
            lambda: hidden.read(["name"]),
            lambda: hidden.write({"comment": "x"}),
            hidden.copy,
            lambda: hidden.user_id,
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                act()

    def test_links_of_a_hidden_client(self):
        """From a shared accountant nobody learns that he works for a hidden client."""
        self._hide()
        shown = self._link(self.florists, self.accountant, "accountant")
        links = self.accountant.with_user(self.stranger).client_link_ids
        self.assertEqual(links.sudo(), shown)
        with self.assertRaises(AccessError):
            self.link_entity.with_user(self.stranger).check_access("read")

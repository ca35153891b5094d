# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import errors

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import users
from odoo.tools import mute_logger

from .common import PartyCommon


class TestLink(PartyCommon):
    """What a link must be, what a user does with it, and what he reads."""

    def _told(self, function):
        """The sentence that a user reads when the database refuses."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ValidationError) as caught,
            self.env.cr.savepoint(),
        ):
            function()
            self.env.flush_all()
        return str(caught.exception)

    def test_same_link_twice(self):
        """The same party in the same role and days: the sentence names all of it."""
        told = self._told(lambda: self._link(self.client, self.entity, "payer"))
        self.assertIn("Bakeries Ltd is “Payer” of Bakeries already (without end)", told)

    def test_same_link_in_other_days(self):
        """Ended and begun again: two links, no overlap, both stay visible."""
        self.link_entity.date_end = "2025-12-31"
        again = self._link(self.client, self.entity, "payer", date_start="2026-01-01")
        self.assertLessEqual(self.link_entity + again, self.client.party_link_ids)

    def test_second_default(self):
        """Two defaults of one role: the sentence tells who is it and what to do."""
        self.link_entity.date_start = "2025-03-01"
        told = self._told(lambda: self.link_trader.write({"is_default": True}))
        begin = "Bakeries Ltd is the default “Payer” of Bakeries already (since 03/01"
        self.assertTrue(told.startswith(begin), told)
        self.assertIn("press the star", told)

    def test_two_defaults_together(self):
        """Both new, in one go: neither is there to be named."""
        client = self.env["res.partner"].create({"name": "Cafe"})
        values = {"client_id": client.id, "role_id": self._role("payer").id, "is_default": True}
        both = [values | {"party_id": party.id} for party in self.entity + self.trader]
        told = self._told(lambda: self.env["crm.party.link"].create(both))
        self.assertEqual(told, "A client has one default for each role and day: untick one of two.")

    def test_work_goes_on_after_a_refusal(self):
        """Who catches the refusal (an import) keeps what he did before."""
        self.client.name = "Bakeries 2"
        self._told(lambda: self.link_trader.write({"is_default": True}))
        self.env.invalidate_all()
        self.assertEqual(self.client.name, "Bakeries 2")
        self.assertFalse(self.link_trader.is_default)

    def test_defaults_swapped_in_one_write(self):
        """Star off here, on there, saved together: nothing is refused."""
        self.link_trader.is_default = True
        self.link_entity.is_default = False
        self.env.flush_all()
        self.assertEqual(self.client._default_counterparty()[self.client], self.trader)

    def test_default_of_each_role_and_company(self):
        """Other roles and companies have defaults of their own."""
        company = self.env["res.company"].create({"name": "Second"})
        self._link(self.client, self.trader, "consignee", is_default=True)
        own = self._link(self.client, self.trader, "payer", is_default=True, company_id=company.id)
        self.env.flush_all()
        payers = {
            chosen: self.client._default_counterparty(company=chosen)[self.client]
            for chosen in (company, self.env.company)
        }
        self.assertEqual(payers, {company: own.party_id, self.env.company: self.entity})

    def test_days_in_order(self):
        """A link cannot end before it begins."""
        told = self._told(
            lambda: self.link_trader.write({"date_start": "2026-02-01", "date_end": "2026-01-01"})
        )
        self.assertIn("A link ends after it has begun", told)

    def test_self_link(self):
        """A client is no party of itself."""
        with self.assertRaisesRegex(ValidationError, "cannot be a party of itself"):
            self._link(self.client, self.client, "owner")

    def test_two_own_each_other(self):
        """A cycle is a fact of life; nothing that follows links runs in circles."""
        back = self._link(self.entity, self.client, "owner")
        self.assertEqual(self.client._client_of()[self.client], self.client)
        self.assertEqual(self.entity._client_of()[self.entity], self.client)
        self.assertEqual(back.party_id, self.client)

    def test_states(self):
        """Ended, now and later; searched as shown."""
        today = fields.Date.context_today(self.client)
        self.link_entity.date_end = fields.Date.subtract(today, days=1)
        self.link_trader.date_start = fields.Date.add(today, days=1)
        self.link_accountant.write({"date_start": today, "date_end": today})
        links = self.link_entity + self.link_trader + self.link_accountant
        self.assertEqual(links.mapped("state"), ["ended", "future", "current"])
        for link in links:
            same = [("id", "in", links.ids), ("state", "=", link.state)]
            self.assertEqual(links.search(same), link)

    def test_make_default(self):
        """The star moves: one default before and after."""
        self.link_trader.action_make_default()
        self.assertEqual(self.client.party_link_ids.filtered("is_default"), self.link_trader)

    def test_make_default_on_an_old_screen(self):
        """Somebody has chosen another default since the screen was shown: look again."""
        third = self.env["res.partner"].create({"name": "Third", "is_company": True})
        link = self._link(self.client, third, "payer")
        seen = link.current_default_id.id
        self.link_trader.action_make_default()
        with self.assertRaisesRegex(UserError, "Somebody else has just changed the default"):
            link.with_context(seen_default_id=seen).action_make_default()
        link.with_context(seen_default_id=self.link_trader.id).action_make_default()
        self.assertEqual(self.client._default_counterparty()[self.client], third)

    def test_make_default_of_an_ended_one(self):
        """What is over cannot be the default."""
        self.link_trader.action_end()
        with self.assertRaisesRegex(UserError, "only a present one can be the default"):
            self.link_trader.action_make_default()

    def test_end(self):
        """Ended yesterday, kept as history, offered no more; a later one never was."""
        today = fields.Date.context_today(self.client)
        later = self._link(
            self.client, self.accountant, "buyer", date_start=fields.Date.add(today, days=9)
        )
        (self.link_trader + later).action_end()
        self.assertEqual(self.link_trader.date_end, fields.Date.subtract(today, days=1))
        self.assertEqual(self.link_trader.state, "ended")
        self.assertFalse(later.exists())
        self.assertIn(self.link_trader, self.client.party_link_ids)

    def test_end_on_the_first_day(self):
        """What began today ends today."""
        today = fields.Date.context_today(self.client)
        self.link_trader.date_start = today
        self.link_trader.action_end()
        self.assertEqual(self.link_trader.date_end, today)

    def test_deletion_is_for_mistakes(self):
        """A salesperson may delete what he typed today; older links he ends."""
        link = self.link_trader.with_user(self.user_sales_salesman)
        self._age(link)
        with self.assertRaisesRegex(UserError, "end the link, and it stays as history"):
            link.unlink()
        self.link_accountant.with_user(self.user_sales_salesman).unlink()
        self._age(self.link_trader)
        self.link_trader.with_user(self.user_sales_manager).unlink()
        self.assertEqual(self.client.party_link_ids, self.link_entity)

    def _age(self, link):
        self.env.cr.execute(
            "UPDATE crm_party_link SET create_date = create_date - interval '3 days' WHERE id = %s",
            [link.id],
        )
        link.invalidate_recordset(["create_date"])

    def test_many_links_at_once(self):
        """Making links costs the same number of queries for few and many."""
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(60)])

        employee = self._role("employee").id

        def queries(parties):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.party.link"].create(
                [
                    {"client_id": self.client.id, "party_id": party.id, "role_id": employee}
                    for party in parties
                ]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(partners[:2])
        self.assertEqual(queries(partners[2:5]), queries(partners[5:]))

    @users("user_sales_salesman")
    def test_names_of_the_default_that_rules(self):
        """The list knows the default that it shows without a query for each row."""
        links = self.client.with_user(self.env.user).party_link_ids
        payers = links.filtered(lambda link: link.role_id.code == "payer")
        self.assertEqual(payers.current_default_id, self.link_entity)

    def test_exclusion_is_what_a_race_meets(self):
        """Two defaults are refused by the database itself, whoever writes them."""
        with mute_logger("odoo.sql_db"), self.assertRaises(errors.ExclusionViolation):
            self.env.cr.execute(
                "UPDATE crm_party_link SET is_default = true WHERE id = %s", [self.link_trader.id]
            )

    def test_nobody_asks_before_the_first_link(self):
        """Without links it costs nothing to know that somebody belongs to nobody else."""
        links = self.env["crm.party.link"]
        pairs = [(self.accountant, self.client), (self.client, self.client)]
        self.assertEqual(links._belonging(self.env.company, pairs), [True, True])
        links.search([]).unlink()
        self.env.flush_all()
        self.env.registry.clear_cache()
        self.assertFalse(links._are_known())
        (self.accountant + self.client).fetch(["commercial_partner_id"])
        with self.assertQueryCount(0):
            self.assertEqual(links._belonging(self.env.company, pairs), [False, True])

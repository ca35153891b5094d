# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.crm_lead_dedup.tests.merging import MergeCommon


@tagged("post_install", "-at_install")
class TestSealedEntries(AccountTestInvoicingCommon):
    """Customers with invoices become one, unless a hash or the hard lock date forbids it."""

    _dump = MergeCommon._dump
    assertSameDump = MergeCommon.assertSameDump  # noqa: N815

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.company_data["default_journal_sale"]
        cls.keep, cls.gone = cls.partner_a, cls.partner_b
        manager = new_test_user(
            cls.env,
            "manager_without_accounts",
            groups="sales_team.group_sale_manager,base.group_partner_manager",
            company_id=cls.env.company.id,
        )
        cls.engine = cls.env["crm.dedup.engine"].with_user(manager)

    def _invoice(self, partner, date="2023-01-01"):
        return self.init_invoice("out_invoice", partner, date, amounts=[1000], post=True)

    def _sealed_invoice(self, partner):
        self.journal.restrict_mode_hash_table = True
        invoice = self._invoice(partner)
        self.assertTrue(invoice.inalterable_hash)
        return invoice

    def _merge(self, survivor, others):
        survivor, others = survivor.with_env(self.engine.env), others.with_env(self.engine.env)
        return self.engine.merge(survivor, others)

    def _reasons(self, survivor, others):
        return self.engine.preview_merge(
            survivor.with_env(self.engine.env), others.with_env(self.engine.env)
        )["blockers"]

    def _integrity(self):
        results = self.env.company.sudo()._check_hash_integrity()["results"]
        [journal] = [row for row in results if self.journal.name in row["journal_name"]]
        return journal["status"]

    def test_the_hash_names_the_customer(self):
        """Why it is refused: moved all the same, the chain of hashes is broken."""
        self._sealed_invoice(self.gone)
        self.assertEqual(self._integrity(), "verified")
        self.env["crm.dedup.mover"].sudo()._move(self.gone, self.keep)
        self.assertEqual(self._integrity(), "corrupted")

    def test_sealed_customer_is_no_source(self):
        """The reason says what to do; done that way, nothing of the books changes."""
        invoice = self._sealed_invoice(self.gone)
        self._invoice(self.gone)
        with self.assertRaisesRegex(UserError, "partner_b.*2 posted entries.*Keep this card"):
            self._merge(self.keep, self.gone)
        self.assertTrue(self.gone.active)
        self.assertEqual(len(self._reasons(self.keep, self.gone)), 1)
        self.assertEqual(self.engine.best_survivor(self.keep | self.gone), self.gone)
        before = self._dump()
        merge = self._merge(self.gone, self.keep)
        self.assertEqual(invoice.partner_id, self.gone)
        self.assertEqual(self._integrity(), "verified")
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_two_sealed_customers(self):
        """They cannot be one in either direction."""
        self._sealed_invoice(self.gone)
        self._sealed_invoice(self.keep)
        for survivor, other in ((self.keep, self.gone), (self.gone, self.keep)):
            [reason] = self._reasons(survivor, other)
            self.assertRegex(reason, "partner_a, partner_b|partner_b, partner_a")
            self.assertIn("archive", reason)

    def test_unsealed_invoice_moves_and_comes_back(self):
        invoice = self._invoice(self.gone)
        before = self._dump()
        merge = self._merge(self.keep, self.gone)
        self.assertEqual(invoice.partner_id, self.keep)
        self.assertEqual(invoice.commercial_partner_id, self.keep)
        self.assertEqual(invoice.line_ids.partner_id, self.keep)
        merge.action_undo()
        self.assertEqual(invoice.line_ids.partner_id, self.gone)
        self.assertSameDump(before, self._dump())

    def test_a_person_of_a_sealed_company(self):
        """The lines name the company: its people can be merged."""
        person = self.env["res.partner"].create({"name": "Anna", "parent_id": self.gone.id})
        again = self.env["res.partner"].create({"name": "Anna", "parent_id": self.gone.id})
        invoice = self._sealed_invoice(person)
        self.assertEqual(invoice.line_ids.partner_id, self.gone)
        self._merge(again, person)
        self.assertEqual(invoice.partner_id, again)
        self.assertEqual(self._integrity(), "verified")

    def test_hard_lock_date(self):
        """What the hard lock date covers is refused; a lock that can be lifted is not."""
        self._invoice(self.gone)
        self.env.company.sudo().fiscalyear_lock_date = "2023-12-31"
        self.assertEqual(self._reasons(self.keep, self.gone), [])
        self.env.company.sudo().hard_lock_date = "2022-12-31"
        self.assertEqual(self._reasons(self.keep, self.gone), [])
        self.env.company.sudo().hard_lock_date = "2023-12-31"
        self.assertEqual(len(self._reasons(self.keep, self.gone)), 1)

    def test_sealed_after_the_merge(self):
        """Undoing would give the entry another customer than it was sealed with."""
        invoice = self._invoice(self.gone)
        merge = self._merge(self.keep, self.gone)
        self.journal.restrict_mode_hash_table = True
        invoice.sudo()._hash_moves(force_hash=True)
        self.assertTrue(invoice.inalterable_hash)
        with self.assertRaisesRegex(UserError, "the merge stays"):
            merge.action_undo()
        self.assertEqual(merge.sudo().state, "done")
        self.assertEqual(self._integrity(), "verified")

    def test_queries_do_not_grow_with_the_cards(self):
        partners = self.env["res.partner"].create([{"name": f"P {n}"} for n in range(30)])
        for partner in partners[:3]:
            self._invoice(partner)

        def queries(cards):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["res.partner"]._merge_sealed(cards[0], cards[1:])
            for card in cards:
                self.assertFalse(card.has_sealed_entries)
            return self.env.cr.sql_log_count - before

        queries(partners)
        self.assertEqual(queries(partners[:4]), queries(partners))

    def test_an_outsider_seals_more(self):
        """Entries that were reported to an authority, say."""
        invoice = self._invoice(self.gone)
        lines = type(self.env["account.move.line"])
        sealed = Domain("move_id", "in", invoice.ids)
        with patch.object(lines, "_sealed_domain", lambda _model: sealed):
            self.assertEqual(len(self._reasons(self.keep, self.gone)), 1)

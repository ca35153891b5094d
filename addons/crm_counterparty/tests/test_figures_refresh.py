# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..models import crm_party_figure_refresh
from .common_figure import FigureCommon


@tagged("post_install", "-at_install")
class TestFiguresRefresh(FigureCommon):
    """Marks are worked off in batches; contacts that are merged have one set of figures."""

    def _marks(self):
        self.dirty._flush_marks()
        return set(self.dirty.search([]).mapped("partner_id"))

    def test_cron(self):
        """Whatever is marked is stored, batch by batch, and nothing waits afterwards."""
        self._invoice(100, "2026-05-01", self.entity)
        self._invoice(100, "2026-05-01", self.trader)
        self.assertEqual(self._marks() & {self.client.id, self.entity.id, self.trader.id},
                         {self.client.id, self.entity.id, self.trader.id})  # fmt: skip
        sizes = []
        cron = self.env.registry["ir.cron"]
        with (
            patch.object(crm_party_figure_refresh, "BATCH", 2),
            patch.object(cron, "_commit_progress", lambda _c, done: sizes.append(done) or 60),
        ):
            self.figures._cron_refresh()
        self.assertFalse(self._marks())
        self.assertGreater(len(sizes), 1)
        self.assertEqual(self._row(self.client).turnover_total, 200.0)
        self.assertEqual(self._row(self.entity).billed_total, 100.0)

    def test_cron_out_of_time(self):
        """A run that has no time left stops; the rest waits for the next one."""
        self._invoice(100, "2026-05-01", self.entity)
        self._marks()
        cron = self.env.registry["ir.cron"]
        with (
            patch.object(crm_party_figure_refresh, "BATCH", 1),
            patch.object(cron, "_commit_progress", lambda _c, _done: 0),
        ):
            self.figures._cron_refresh()
        self.assertTrue(self._marks())

    def test_everybody(self):
        """After documents were loaded past Odoo all are marked who have some."""
        self._invoice(100, "2026-05-01")
        self.env.cr.execute("DELETE FROM crm_party_figure_dirty")
        self.env.cr.precommit.clear()
        self.figures._mark_all()
        self.assertLessEqual({self.client.id, self.entity.id}, self._marks())

    def test_marks_of_many(self):
        """Posting twenty invoices writes marks with one statement, and none before the end."""
        moves = self.env["account.move"]
        for _n in range(20):
            moves |= self._invoice(100, "2026-05-01", post=False)
        self._refresh()
        seen = []
        flush = type(self.dirty)._flush_marks
        with patch.object(type(self.dirty), "_flush_marks", lambda me: seen.append(1) or flush(me)):
            moves.action_post()
            self.assertFalse(seen)
            self.assertFalse(self.dirty.search([("partner_id", "=", self.client.id)]))
            before = self.env.cr.sql_log_count
            self.dirty._flush_marks()
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
        self.assertEqual(self.dirty.search_count([("partner_id", "=", self.client.id)]), 1)

    def test_merge(self):
        """Core's merge of contacts: one row, with the documents of both; none of who is gone."""
        twin = self.env["res.partner"].create({"name": "Bakeries", "is_client": True})
        self._invoice(100, "2026-05-01")
        self._invoice(20, "2026-05-01", client=twin)
        self._refresh()
        twin_id = twin.id
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((self.client + twin).ids, self.client)
        self.assertEqual(self.client.client_turnover_total, 120.0)
        self._refresh()
        self.assertEqual(self._row(self.client).turnover_total, 120.0)
        self.assertFalse(self.figures.search([("partner_id", "=", twin_id)]))

    def test_deleted_partner(self):
        """A mark of somebody who is gone harms nobody."""
        gone = self.env["res.partner"].create({"name": "Gone"})
        self.dirty._mark(gone)
        self.dirty._flush_marks()
        gone.unlink()
        self._refresh()
        self.assertFalse(self._marks())

    def test_indexes_go_with_our_columns(self):
        """Who takes the add-on away drops its columns; no index of ours stays on core's tables."""
        ours = "SELECT indexname FROM pg_indexes WHERE indexname LIKE '%\\_figure%\\_idx'"
        tables = ("account_move", "crm_lead", "sale_order")
        self.env.cr.execute(ours)
        self.assertEqual(len(self.env.cr.fetchall()), 4)
        for table in tables:
            self.env.cr.execute(
                SQL("ALTER TABLE %s DROP COLUMN client_id CASCADE", SQL.identifier(table))
            )
        self.env.cr.execute(ours)
        self.assertFalse(self.env.cr.fetchall())

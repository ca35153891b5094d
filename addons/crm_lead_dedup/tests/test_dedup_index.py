# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged

from .common import DedupCommon

MODULE = "odoo.addons.crm_lead_dedup.models.crm_dedup_index"
NAME = "crm_lead_dedup_email_idx"


@tagged("post_install", "-at_install")
class TestDedupIndex(DedupCommon):
    """Small tables get their index at once, large ones by the cron."""

    def setUp(self):
        super().setUp()
        self.indexes = self.env["crm.dedup.index"]
        self.cron = self.env.ref("crm_lead_dedup.ir_cron_build_indexes")
        self.env.cr.execute(f"DROP INDEX {NAME}")
        self._create_lead()
        self.env.flush_all()

    def _triggers(self):
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.cron.id)])

    def test_small(self):
        self.assertEqual(self.indexes._missing(), [NAME])
        before = self._triggers()
        self.indexes._build_or_schedule()
        self.assertEqual((self.indexes._missing(), self._triggers()), ([], before))

    def test_large_without_statistics(self):
        """A restored database has no estimate of its tables; writers are not locked out."""
        self.env.cr.execute("UPDATE pg_class SET reltuples = -1 WHERE relname = 'crm_lead'")
        before = self._triggers()
        with patch(f"{MODULE}.LARGE_TABLE", 0):
            self.indexes._build_or_schedule()
        self.assertEqual((self.indexes._missing(), self._triggers()), ([NAME], before + 1))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged

from .merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMergeUi(HttpCase, MergeCommon):
    """Undoing as people click it."""

    def test_salesperson_undoes(self):
        """What changed since is decided line by line, on the merge's own form."""
        user = new_test_user(self.env, "undoing", "sales_team.group_sale_salesman")
        keep = self._create_lead(name="Keep it", user_id=user.id)
        gone = self._create_lead(name="Gone", city="Lviv", user_id=user.id)
        leads = (keep | gone).with_user(user)
        merge = leads.env["crm.dedup.engine"].merge(leads[0], leads[1])
        keep.city = "Odesa"
        self.start_tour(f"/odoo/crm.dedup.merge/{merge.id}", "crm_lead_dedup_undo", login="undoing")
        self.assertEqual(merge.state, "partly")
        self.assertEqual(keep.city, "Odesa")
        self.assertTrue(gone.active)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .test_import_dedup import ImportCommon


@tagged("post_install", "-at_install")
class TestImportReview(ImportCommon):
    """After an import its duplicates are reviewed, and nobody else's."""

    ROWS = [["Petrenko Olha", "050 123-45-67", "", "Kyiv"], ["Nobody Else", "", "", "Lviv"]]

    def setUp(self):
        super().setUp()
        for name in ("Anna Nagy", "Nagy Anna"):
            self._create_partner(name=name, phone="+36301112233", email="anna.nagy@example.hu")

    def _imported(self):
        """Everything of the file became a card of its own, and the scan that follows ended."""
        rules = {"exists_action": "create", "doubtful_action": "create"}
        started = self._import(self._check(self.ROWS), **rules)
        job = self.env["crm.dedup.job"].sudo()
        job = job.search([("state", "=", "waiting")])
        self.assertEqual(len(job), 1, "what came is compared at once")
        work = {}
        while job._slice(work):
            pass
        return started

    def _reviewed(self, filters):
        clusters = self.env["crm.dedup.cluster"]
        found = clusters.search(clusters._review_domain(filters))
        return found.member_ids.partner_id

    @users("user_sales_manager")
    def test_only_clusters_of_this_import(self):
        started = self._imported()
        action = started.action_review_duplicates()
        self.assertEqual(action["tag"], "crm_lead_dedup.review")
        filters = action["params"]["filters"]
        [new, other] = started._imported_rows().mapped("res_id")
        self.assertEqual(set(self._reviewed(filters).ids), {self.known.id, new})
        self.assertGreaterEqual(len(self._reviewed({})), 4, "there are others")
        shown = self.env["crm.dedup.cluster"].review_start(filters)
        self.assertEqual(shown["remaining"], 1)
        self.assertNotIn(other, self._reviewed({}).ids)

    @users("user_sales_manager")
    def test_an_outsider_decides_about_rows(self):
        """His own rule: nobody from Lviv."""

        def action(original, row):
            return "skip" if row.vals.get("city") == "Lviv" else original(row)

        with self._extended("crm.dedup.import.row", "_action_by_rule", action):
            started = self._import(self._check(self.ROWS))
        self.assertEqual(self._results(started), ["updated", "skipped"])

    @users("user_sales_manager")
    def test_import_of_somebody_else(self):
        started = self._imported()
        domain = self.env["crm.dedup.cluster"].with_user(self.user_sales_salesman)
        with self.assertRaises(AccessError):
            domain._review_domain({"import_id": started.id})

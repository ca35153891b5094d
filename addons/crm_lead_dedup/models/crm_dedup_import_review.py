# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# Results of rows that made or changed a card.
WRITTEN = ("created", "linked", "updated")


class CrmDedupImport(models.Model):
    """After the import: what it brought that looks like somebody who was there."""

    _inherit = "crm.dedup.import"

    def _imported_rows(self):
        """The rows that made or changed a card."""
        return self.env["crm.dedup.import.row"].search(self._written_domain())

    def _written_domain(self):
        return Domain("import_id", "in", self.ids) & Domain("result", "in", WRITTEN)

    def _look_for_duplicates(self):
        """What was imported is compared now, not at the next full hour."""
        self.env["crm.dedup.job"].sudo()._cron_changes()

    def _in_clusters(self):
        """The domain of the clusters in which a card stands that this import made or changed."""
        self.ensure_one()
        self.check_access("read")
        cards = self.env["crm.dedup.import.row"]._search(self._written_domain())
        link = self.env[self.model]._identifier_link
        return Domain(f"member_ids.{link}", "in", cards.subselect(SQL.identifier("res_id")))

    def action_review_duplicates(self):
        """The review screen, with the clusters of what was imported only."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_lead_dedup.action_dedup_review")
        return {**action, "params": {"filters": {"import_id": self.id}}}

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmDedupMerge(models.Model):
    """A merge that was undone, wherever, leaves its cards to be reviewed again."""

    _inherit = "crm.dedup.merge"

    def _undo(self, restorer):
        result = super()._undo(restorer)
        self._review_reopen()
        return result

    def _review_reopen(self):
        """Clusters of which something is to be decided again."""
        leads = self.lead_id | self.source_lead_ids
        partners = self.partner_id | self.source_partner_ids
        clusters = self.env["crm.dedup.cluster"].sudo()
        done = clusters.search(
            [
                ("state", "=", "done"),
                "|",
                ("member_ids.lead_id", "in", leads.ids),
                ("member_ids.partner_id", "in", partners.ids),
            ]
        )
        done.filtered(lambda cluster: cluster._review_is_pending()).state = "open"

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# Lines of entries that get another customer when a merge is undone.
BACK = """
    SELECT l.id FROM crm_dedup_merge_change c
      JOIN account_move_line l ON l.id = (c.row_key ->> 'id')::int
     WHERE c.merge_id = %s AND c.table_name = 'account_move_line' AND c.operation = 'update'
       AND c.old ? 'partner_id' AND l.partner_id IS DISTINCT FROM (c.old ->> 'partner_id')::int
"""


class CrmDedupMerge(models.Model):
    _inherit = "crm.dedup.merge"

    def _undo_blockers(self):
        """Entries that were sealed since the merge keep the customer they were sealed with."""
        reasons = super()._undo_blockers()
        lines = self.env["account.move.line"].sudo()
        back = [row[0] for row in self.env.execute_query(SQL(BACK, self.id))]
        sealed = lines.search(Domain("id", "in", back) & lines._sealed_domain()).move_id
        if sealed:
            reasons.append(
                self.env._(
                    "%(count)s posted entries that came to this customer by the merge cannot be"
                    " changed any more (%(entry)s among them): the merge stays.",
                    count=len(sealed),
                    entry=sealed[0].name,
                )
            )
        return reasons

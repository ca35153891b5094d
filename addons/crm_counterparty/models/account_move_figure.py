# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# What moves a posted document from one figure to another.
COUNTED = {
    "state", "client_id", "partner_id", "company_id", "journal_id", "invoice_date", "date",
    "line_ids", "invoice_line_ids", "move_type",
}  # fmt: skip


class AccountMove(models.Model):
    """Documents mark the partners whose figures they change."""

    _inherit = "account.move"

    # Core finds documents by the partner, not by the commercial partner they count on. The included
    # column is ours: the index goes with it.
    _figure_idx = models.Index(
        "(commercial_partner_id) INCLUDE (client_id) WHERE state = 'posted'"
        " AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')"
    )
    _figure_open_idx = models.Index(
        "(client_id) WHERE client_id IS NOT NULL AND amount_residual_signed <> 0"
        " AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')"
    )

    def write(self, vals):
        """What a posted document counted on before, and counts on now, is marked."""
        if COUNTED.isdisjoint(vals):
            return super().write(vals)
        self._mark_figures()
        result = super().write(vals)
        self._mark_figures()
        return result

    def unlink(self):
        """Whoever counted a posted document is marked."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        """Whoever may count one of these documents is marked, if it counts or did a moment ago.

        Drafts count nowhere: they cost nothing here.
        """
        posted = self.sudo().filtered(lambda move: move.state == "posted")
        if posted:
            self.env["crm.party.figure.dirty"]._mark(
                posted.client_id | posted.commercial_partner_id | posted.line_ids.partner_id
            )

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ..tools.overdue import next_letter
from .crm_credit_reminder import RETRIED

# Letters of one transaction; the rest is for the next.
MOST = 500


class CrmCreditPolicy(models.Model):
    """Which customers get which reminder letter."""

    _inherit = "crm.credit.policy"

    def _queue_letters(self, found):
        """Queue the letters that are due, so many at most; return how many are left.

        Each is written down in the same transaction.

        :param found: ``{customer id: Debt}``
        """
        self.ensure_one()
        rows = self._letters_due(found)
        self.env["crm.credit.reminder"].sudo().create(rows[:MOST])._queue()
        return max(len(rows) - MOST, 0)

    def _letters_due(self, found):
        """Return what is to be written down of all letters that are due."""
        letters = {letter.days: letter for letter in self.letter_ids}
        if not letters:
            return []
        late = {partner: debt for partner, debt in found.items() if self._is_worth_a_letter(debt)}
        sent = self._letters_sent(list(late))
        today = self._today()
        rows = []
        for partner, debt in late.items():
            oldest = today - timedelta(debt.late)
            known = [days for due, days in sent.get(partner, ()) if due >= oldest]
            days = next_letter(letters, debt.late, known)
            if days is not None:
                rows.append(self._reminder_values(partner, letters[days], debt, oldest))
        return rows

    def _is_worth_a_letter(self, debt):
        """Return whether something is overdue, and not just cents."""
        return debt.late and sum(amount for _item, amount in debt.items) >= self.letter_amount

    def _letters_sent(self, partners):
        """Return ``{customer id: [(maturity of the oldest item then, days of the letter)]}``.

        Letters that could not be made, or not that day, are forgotten: they are tried again.
        """
        rows = (
            self.env["crm.credit.reminder"]
            .sudo()
            .search_fetch(
                Domain("company_id", "=", self.company_id.id)
                & Domain("partner_id", "in", partners),
                ["partner_id", "oldest_due", "days", "refusal"],
            )
        )
        failed = rows.filtered(lambda row: row.refusal in RETRIED)
        sent = {}
        for row in rows - failed:
            sent.setdefault(row.partner_id.id, []).append((row.oldest_due, row.days))
        failed.unlink()
        return sent

    def _reminder_values(self, partner, letter, debt, oldest):
        """Return what is written down of a letter."""
        return {
            "partner_id": partner,
            "company_id": self.company_id.id,
            "letter_id": letter.id,
            "template_id": letter.template_id.id,
            "days": letter.days,
            "oldest_due": oldest,
            "late_days": debt.late,
            "items": [list(item) for item in debt.items],
        }

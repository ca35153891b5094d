# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Domain

from .common_credit import CreditCommon


class TestCreditOutsider(CreditCommon):
    """What DEVELOP.md promises to integrators, used as they would use it."""

    def test_debts_of_a_guarantor(self):
        """`_credit_debtors` adds whoever stands behind an order; the sentence names him."""
        self._stop(self.debtor)
        orders, guarantor = type(self.env["sale.order"]), self.debtor
        core = orders._credit_debtors

        def with_guarantor(records):
            return {order: found | guarantor for order, found in core(records).items()}

        with (
            patch.object(orders, "_credit_debtors", with_guarantor),
            self.assertRaisesRegex(UserError, "Debtor"),
        ):
            self._order(self.good).action_confirm()
        self._order(self.good).action_confirm()

    def test_the_flag_follows(self):
        """`_credit_parties` and `_credit_stopped_domain` say the same of customers."""
        self._stop(self.debtor)
        partners, guarantor, good = type(self.debtor), self.debtor, self.good
        core, domain = partners._credit_parties, partners._credit_stopped_domain

        def parties(records):
            return {one: found | guarantor for one, found in core(records).items()}

        def searched(model, stopped):
            return domain(model, stopped) | Domain("id", "=", good.id)

        with (
            patch.object(partners, "_credit_parties", parties),
            patch.object(partners, "_credit_stopped_domain", searched),
        ):
            self.assertIn("Debtor", good.credit_stop_note)
            found = self.env["res.partner"].search([("is_credit_stopped", "=", True)])
            self.assertIn(good, found)

    def test_what_people_are_told(self):
        """`_what_to_do` is the sentence's last part: somebody else may help."""
        self._stop(self.debtor)
        with patch.object(type(self.policy), "_what_to_do", lambda _policy: "Ring 112."):
            with self.assertRaisesRegex(UserError, "Ring 112."):
                self._order(self.debtor).action_confirm()
            self.assertIn("Ring 112.", self.debtor.credit_stop_note)

    def test_more_reasons_not_to_write(self):
        """`_blacklisted` keeps customers of your own from being written to."""
        self.policy.letter_ids = [(0, 0, {"days": 1})]
        self._invoice(self.debtor, 50, 5)
        letters = type(self.env["crm.customer.letter"])
        with patch.object(letters, "_blacklisted", lambda _letters, addresses: {*addresses}):
            self._check()
        letter = self.env["crm.credit.reminder"].search([("partner_id", "=", self.debtor.id)])
        self.assertEqual(letter.state, "skipped")

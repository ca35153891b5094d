# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import tagged

from odoo.addons.crm_farewell_survey.tests.common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestLoyalty(SenderCommon):
    """A letter that offers a coupon to who left for the price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.env["loyalty.program"].create(
            {
                "name": "Come back",
                "program_type": "coupons",
                "reward_ids": [(0, 0, {"reward_type": "discount", "required_points": 2})],
            }
        )
        cls.offer = cls.env["crm.farewell.offer"].create(
            {
                "name": "Come back",
                "kind": "coupon",
                "program_id": cls.program.id,
                "valid_days": 10,
            }
        )
        cls.policy.offer_ids = cls.offer
        cls.letter.body_html = '<p>Code: <t t-out="object.offer_code"/></p>'

    def _coupons(self):
        return self.env["loyalty.card"].search([("program_id", "=", self.program.id)])

    def test_coupon(self):
        """Each person gets one of his own, until its day; its code stands in the letter."""
        invitations = self._lost() | self._lost()
        self.assertFalse(self._coupons(), "it is made when the letter is sent")
        mails = self._send()
        cards = self._coupons()
        self.assertEqual(cards, invitations.loyalty_card_id)
        self.assertEqual(cards.partner_id, invitations.partner_id)
        self.assertEqual(set(cards.mapped("code")), set(invitations.mapped("offer_code")))
        self.assertEqual(set(cards.mapped("expiration_date")), {date(2026, 1, 15)})
        self.assertEqual(set(cards.mapped("points")), {2})
        written = " ".join(mail["body"] for mail in mails)
        for code in cards.mapped("code"):
            self.assertIn(code, written)

    def test_same_code_in_reminder(self):
        """Sent again, a letter has the same coupon."""
        invitation = self._lost()
        self._send()
        code = invitation.offer_code
        invitation.state = "unknown"
        invitation.action_resend()
        self._send()
        self.assertEqual((invitation.offer_code, len(self._coupons())), (code, 1))

    def test_other_offers(self):
        """An offer of another kind has a code of its own and makes no coupon."""
        self.offer.kind = "text"
        invitation = self._lost()
        self._send()
        self.assertTrue(invitation.offer_code)
        self.assertFalse(self._coupons())

    def test_forgotten(self):
        """Who is erased can still use his coupon; it does not name him."""
        invitation = self._lost()
        self._send()
        invitation._forget()
        self.assertFalse(self._coupons().partner_id)
        self.assertTrue(self._coupons().code)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CallRequestCommon


@tagged("post_install", "-at_install")
class TestCallRequestsSecurity(CallRequestCommon):
    """What people may say of calls, and what stays when the add-on goes."""

    def test_nobody_says_which_request_a_call_is(self):
        call = self._called(self._ended())
        mine = call.with_user(self.user_sales_leads)
        self.assertEqual(mine.request_id.lead_id, mine.lead_id)
        for values in ({"request_id": False}, {"request_pending": True}):
            with self.assertRaises(UserError):
                mine.write(values)
        entered = self.calls.with_user(self.user_sales_leads).create(
            {"customer_number": "0671112233", "request_id": call.request_id.id}
        )
        self.assertFalse(entered.request_id)

    def test_salesperson_sees_the_calls_of_requests_that_are_his(self):
        request = self._called(self._ended()).request_id
        self.env.invalidate_all()
        self.assertEqual(len(request.with_user(self.user_sales_leads).telephony_call_ids), 1)
        stranger = request.with_user(self.user_sales_salesman)
        with self.assertRaises(AccessError):
            stranger.read(["telephony_call_ids"])
        with self.assertRaises(AccessError):
            self.provider.with_user(self.user_sales_salesman).request_calls = "none"

    def test_erased_call_forgets_its_request(self):
        call = self._called(self._ended())
        call._erase_person()
        self.assertFalse(call.request_id)

    def test_calls_stay_without_their_requests(self):
        """What is left when requests go, and with them this add-on: the calls and their cards."""
        call = self._called(self._ended())
        lead = call.lead_id
        call.request_id.sudo().unlink()
        self.assertTrue(call.exists())
        self.assertEqual(call.lead_id, lead)
        self.env["ir.model.data"]._module_data_uninstall(["crm_telephony_bridge_dedup"])
        self.env.cr.execute("SELECT lead_id FROM telephony_call WHERE id = %s", [call.id])
        self.assertEqual(self.env.cr.fetchone(), (lead.id,))

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import CallRequestCommon


@tagged("post_install", "-at_install")
class TestIntegrator(CallRequestCommon):
    """An outsider extends the hooks."""

    def test_hooks(self):
        """Calls of a minute and more only, with what the line sells."""
        calls = type(self.calls)
        is_request, prepare = calls._is_request, calls._prepare_request
        self.patch(calls, "_is_request", lambda call: call.talk_seconds >= 60 and is_request(call))

        def prepared(call):
            request = prepare(call)
            request["values"]["product_interest"] = "Windows"
            return request

        self.patch(calls, "_prepare_request", prepared)
        short, long = self._called(self._ended("1"), self._ended("2", talk=60, caller="0671112244"))
        self.assertFalse(short.request_id)
        self.assertEqual(long.request_id.product_interest, "Windows")

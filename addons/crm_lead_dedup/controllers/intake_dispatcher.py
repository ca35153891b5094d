# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import HTTPException

from odoo.http import HttpDispatcher

ROUTING_TYPE = "crm_intake"


class IntakeDispatcher(HttpDispatcher):
    """Hands the request to its endpoint without reading the body.

    Core's dispatcher parses forms before the endpoint runs, with limits made for employees, and
    reports what it cannot parse as an error of ours. Here the endpoint reads the body, after it
    knows the source and its limits.
    """

    routing_type = ROUTING_TYPE

    @classmethod
    def is_compatible_with(cls, request):
        """Of its own routes only, so that messages about other routes do not name it."""
        return request.httprequest.path.startswith("/crm/intake/")

    def dispatch(self, endpoint, args):
        """Call the endpoint with the values of the path only."""
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def handle_error(self, exc):
        """A short answer for programs, without a stack trace; Odoo has logged the rest."""
        code = exc.code if isinstance(exc, HTTPException) and exc.code else 500
        if isinstance(exc, HTTPException) and exc.response:
            return exc.response
        return self.request.make_json_response(
            {"status": "error", "error": "http" if code < 500 else "internal"}, status=code
        )

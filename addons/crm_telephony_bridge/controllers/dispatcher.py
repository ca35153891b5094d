# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import HTTPException

from odoo.http import HttpDispatcher

ROUTING_TYPE = "telephony"


class TelephonyDispatcher(HttpDispatcher):
    """Hands the request to its endpoint without reading the body.

    Core's dispatcher parses forms before the endpoint runs, with limits made for employees, and
    logs what it does not expect. Here the endpoint reads the body, within its own limits.
    """

    routing_type = ROUTING_TYPE

    @classmethod
    def is_compatible_with(cls, request):
        """Of its own routes only, so that messages about other routes do not name it."""
        return request.httprequest.path.startswith("/telephony/")

    def dispatch(self, endpoint, args):
        """Call the endpoint with the values of the path only."""
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def handle_error(self, exc):
        """A short answer for programs, without a stack trace; Odoo has logged the rest."""
        if isinstance(exc, HTTPException) and exc.response:
            return exc.response
        code = exc.code if isinstance(exc, HTTPException) and exc.code else 500
        error = "http" if code < 500 else "internal"
        return self.request.make_json_response({"error": error}, status=code)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import HTTPException

from odoo.http import HttpDispatcher

ROUTING_TYPE = "crew"


class CrewDispatcher(HttpDispatcher):
    """Hands the request to its endpoint without reading the body.

    Core's dispatcher parses forms before the endpoint runs; here a stranger's files are read after
    his link is known, within limits of their own.
    """

    routing_type = ROUTING_TYPE

    @classmethod
    def is_compatible_with(cls, request):
        """Of its own routes only, so that messages about other routes do not name it."""
        return request.httprequest.path.startswith("/crew/")

    def dispatch(self, endpoint, args):
        """Call the endpoint with the values of the path only."""
        self.request.params = dict(args)
        return self.request.registry["ir.http"]._dispatch(endpoint)

    def handle_error(self, exc):
        """A short answer without a stack trace; Odoo has logged the rest."""
        if isinstance(exc, HTTPException) and exc.response:
            return exc.response
        code = exc.code if isinstance(exc, HTTPException) and exc.code else 500
        return self.request.make_json_response({"status": "error"}, status=code)

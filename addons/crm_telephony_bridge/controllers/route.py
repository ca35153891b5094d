# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request
from odoo.tools import SQL

from ..tools.providers.route_door import RouteDoor
from .dispatcher import ROUTING_TYPE
from .door import RefusedError, checked, message_of, provider_of

MAX_NUMBER = 64
MAX_BYTES = 1024
# Of one provider at the same moment, over all workers and servers.
SLOTS = 8
# A number of our own among all advisory locks of the database.
LOCKS = 0x7E1E
# Held until the request ends, whatever becomes of it; nobody waits for one.
TAKE_SLOT = """
    SELECT slot FROM generate_series(0, %(slots)s - 1) AS slot
     WHERE pg_try_advisory_xact_lock(%(locks)s, %(provider)s * %(slots)s + slot)
     LIMIT 1
"""


class TelephonyRouteDoor(http.Controller):
    """The door of the dialplan: which phone is to ring for this caller?"""

    @http.route(
        ["/telephony/route/<string:key>", "/telephony/route/<string:key>/<string:secret>"],
        type=ROUTING_TYPE,
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def route(self, key, secret=""):
        """Answer an extension and nothing else; empty leaves the call to the PBX."""
        try:
            provider = provider_of(key)
            _let_in(provider, message_of(provider, MAX_BYTES, secret))
        except RefusedError as error:
            return error.response()
        asked = request.httprequest.args
        # What is too long is no number: the caller is a stranger, the phone rings all the same.
        caller, line = (asked.get(name, "")[:MAX_NUMBER] for name in ("caller", "did"))
        extension = provider.env["telephony.route"]._number(provider, caller, line)
        if request.httprequest.accept_mimetypes.best == "application/json":
            response = request.make_json_response({"extension": extension})
        else:
            headers = [("Content-Type", "text/plain; charset=utf-8")]
            response = request.make_response(extension, headers=headers)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _let_in(provider, message):
    """Check who asks, and that not too many do at once.

    Requests are not counted: to count is to write, and this question is answered from a database
    that may be a copy for reading. Instead no provider has more than a few answered at a time, so
    that a mad PBX cannot take the workers from the people.

    :raises RefusedError: not the PBX, or too many at this moment
    """
    _door, refused = checked(provider, RouteDoor, message)
    if refused:
        raise RefusedError(refused)
    query = SQL(TAKE_SLOT, locks=LOCKS, provider=provider.id, slots=SLOTS)
    if not provider.env.execute_query(query):
        raise RefusedError("too_many", retry_after=1)

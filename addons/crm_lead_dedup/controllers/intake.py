# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import SUPERUSER_ID, fields, http
from odoo.http import request
from odoo.sql_db import PoolError
from odoo.tools import hmac

from ..models.crm_intake import CONFLICTS
from ..models.crm_request import CHANNELS
from ..tools import payload
from ..tools import values as intake_values
from ..tools.errors import PayloadError
from ..tools.networks import visitor_network
from ..tools.received import parse_received_at
from ..tools.snippets import HONEYPOT
from . import intake_answer as answer
from . import intake_body
from .intake_answer import RefusedError
from .intake_dispatcher import ROUTING_TYPE

MAX_IDEMPOTENCY_KEY = 200
BUSY_SECONDS = 5
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_BEARER = re.compile(r"bearer +(\S+)\s*\Z", re.IGNORECASE)


class IntakeController(http.Controller):
    """The door over HTTP: checks the sender, reads the body, hands it to ``crm.intake``.

    The work is done as the system user: whoever is logged in at this moment does not matter.
    """

    @http.route(
        "/crm/intake/<string:key>",
        type=ROUTING_TYPE,
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def intake(self, key):
        """Take a request for the source of this public key."""
        request.update_env(user=SUPERUSER_ID)
        source = self._source(key)
        try:
            if not source:
                raise RefusedError("unknown_key")
            if not source._origin_allowed(answer.origin()):
                raise RefusedError("origin")
            if request.httprequest.method == "OPTIONS":
                return answer.preflight()
            trusted = self._let_in(source)
            body = intake_body.read(request.httprequest, source.file_limit_kb * 1024)
            return self._accept(source, body, trusted)
        except (RefusedError, PayloadError) as error:
            return answer.refused(error, source)

    def _source(self, key):
        """The active source of a key, in its company and that company's language."""
        sources = request.env["crm.intake.source"]
        source = sources._by_key(key) if _KEY.match(key) else sources
        company = source.company_id
        return source.with_company(company).with_context(lang=company.partner_id.lang)

    # ------------------------------------------------------------------
    # Who is sending
    # ------------------------------------------------------------------

    def _let_in(self, source):
        """Count the knock and check the secret.

        :return: True for a sender who knows the secret
        :raises RefusedError: too many knocks, or a wrong secret
        """
        bearer = _BEARER.match(request.httprequest.headers.get("Authorization", ""))
        trusted = bool(bearer) and source._secret_matches(bearer[1])
        # In a transaction of its own: the knock counts whatever becomes of the request.
        try:
            with request.env.registry.cursor() as cr:
                # A count lost in a crash of the database does no harm; do not wait for the disk.
                cr.execute("SET LOCAL synchronous_commit TO off")
                hits = request.env(cr=cr)["crm.intake.hit"]
                seconds = hits._knock(source, self._client(), trusted=trusted)
        except PoolError:
            raise RefusedError("busy", retry_after=BUSY_SECONDS) from None
        if seconds:
            raise RefusedError("too_many", retry_after=seconds)
        if bearer and not trusted:
            raise RefusedError("secret")
        return trusted

    def _client(self):
        """A keyed hash of the visitor's address; one IPv6 network counts as one visitor."""
        address = visitor_network(request.httprequest.remote_addr or "")
        return hmac(request.env, "crm_intake_client", address)

    # ------------------------------------------------------------------
    # What is sent
    # ------------------------------------------------------------------

    def _accept(self, source, body, trusted):
        values, _problems = intake_values.clean(body.fields)
        caught = bool(intake_values.scalar(body.fields.get(HONEYPOT)))
        if not caught and not _reachable(values):
            raise RefusedError("no_contact")
        order = self._prepare_request(source, body, trusted)
        if caught:
            order["dropped"] = "honeypot"
        try:
            [result] = source.env["crm.intake"].receive_committed([order])
        except (*CONFLICTS, PoolError):
            raise RefusedError("busy", retry_after=BUSY_SECONDS) from None
        language = answer.visitor_language(source.company_id, values.language)
        return answer.accepted(source, result["reference"], language)

    def _prepare_request(self, source, body, trusted):
        """The plain request for ``crm.intake``. Hook: extend to hand over more.

        :param source: ``crm.intake.source`` of one record
        :param body: ``intake_body.Body``
        :param trusted: whether the sender knows the secret
        """
        origin = answer.origin()
        from_page = origin or request.httprequest.mimetype in intake_body.FORMS
        order = {
            "channel": "web_form" if from_page else "api",
            "source_id": source.id,
            "company_id": source.company_id.id,
            "values": body.fields,
            "raw": body.raw,
            "files": body.files,
            "origin": origin,
            "idempotency_key": self._idempotency_key(body),
        }
        if trusted:
            order.update(_trusted_values(body))
        return order

    def _idempotency_key(self, body):
        """From the header; a plain form cannot set one and has a field for it."""
        given = request.httprequest.headers.get("Idempotency-Key")
        key = given or intake_values.scalar(body.fields.get("idempotency_key")) or ""
        if len(key) > MAX_IDEMPOTENCY_KEY:
            raise RefusedError("idempotency_key")
        return payload.safe_text(key)


def _reachable(values):
    """Whether there is anything to call or to write to, readable or not."""
    return any(char.isdigit() for char in values.phone) or "@" in values.email


def _trusted_values(body):
    """What only a sender with the secret may say: the channel, and when it really came."""
    trusted = {}
    if channel := body.fields.get("channel"):
        if not isinstance(channel, str) or channel not in dict(CHANNELS):
            raise RefusedError("channel")
        trusted["channel"] = channel
    if moment := body.fields.get("received_at"):
        received_at = parse_received_at(moment, fields.Datetime.now())
        if received_at is None:
            raise RefusedError("received_at")
        trusted["received_at"] = received_at
    return trusted

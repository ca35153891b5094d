# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What all doors for providers have in common: who knocks, what he may send, what he hears."""

import contextlib
import logging
import random
import re
import time

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import PoolError
from odoo.tools import hmac

from ..tools.providers.message import Message

_logger = logging.getLogger(__name__)

KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
MAX_TRIES = 12
MAX_COUNTS = 4
BUSY_SECONDS = 5
MINUTE = 60
STATUS = {
    "unknown": 404,
    "signature": 401,
    "address": 403,
    "repeated": 409,
    "too_large": 413,
    "malformed": 422,
    "too_many": 429,
    "busy": 503,
    "not_configured": 503,
}


class RefusedError(Exception):
    """A request that is not taken; ``code`` is a key of ``STATUS``."""

    def __init__(self, code, *, retry_after=0):
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after

    def response(self):
        """The short answer for a program."""
        response = request.make_json_response({"error": self.code}, status=STATUS[self.code])
        if self.retry_after:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


def provider_of(key):
    """The enabled provider of a public key, in its company.

    :raises RefusedError: there is none
    """
    request.update_env(user=SUPERUSER_ID)
    providers = request.env["telephony.provider"]
    provider = providers._by_key(key) if KEY.match(key) else providers
    if not provider:
        raise RefusedError("unknown")
    return provider.with_company(provider.company_id)


def message_of(provider, limit, secret="", *, query_is_signed=False):
    """What was sent, within bounds.

    :param limit: the most bytes of the body
    :param query_is_signed: the bridge signs the query and the body behind it
    """
    http = request.httprequest
    body = _body(http, limit)
    path = http.environ.get("RAW_URI") or http.full_path.rstrip("?")
    return Message(
        urls=(provider.get_base_url().rstrip("/") + path, http.host_url.rstrip("/") + path),
        headers={name.lower(): value for name, value in http.headers.items()},
        body=http.query_string + body if query_is_signed else body,
        secret=secret,
        address=http.remote_addr or "",
    )


def _body(http, limit):
    # One more than allowed: a body that does not name its length is cut there without a word.
    http.max_content_length = limit + 1
    try:
        body = http.get_data()
    except RequestEntityTooLarge:
        raise RefusedError("too_large") from None
    except BadRequest:
        raise RefusedError("malformed") from None
    if len(body) > limit:
        raise RefusedError("too_large")
    return body


def let_in(provider, adapter_class, message):
    """Check who is sending, and count him.

    A genuine request is never refused because of forged ones.

    :param adapter_class: class of the adapter that knows the provider's signature
    :return: the adapter
    :raises RefusedError: from an address that may not, not the provider's, or too many
    """
    adapter, refused = checked(provider, adapter_class, message)
    client = hmac(request.env, "crm_telephony_bridge", message.address) if refused else ""
    if not _knock(provider, client):
        raise RefusedError("too_many", retry_after=MINUTE)
    if refused:
        raise RefusedError(refused)
    return adapter


def checked(provider, adapter_class, message):
    """Check who is sending, without counting.

    :return: the adapter, and why the request is refused, "" when it is not
    :raises RefusedError: the provider's secrets cannot be opened
    """
    try:
        adapter = adapter_class(provider._account())
    except UserError as error:
        # The sentence names the setting that is missing, never a secret.
        _logger.warning("Telephony provider %s cannot be served: %s", provider.id, error)
        raise RefusedError("not_configured", retry_after=MINUTE) from None
    if not adapter.allows(message):
        return adapter, "address"
    return adapter, "" if adapter.is_genuine(message, time.time()) else "signature"


def _knock(provider, client):
    """Count in a transaction of its own: it counts whatever becomes of the request."""
    for _attempt in range(MAX_COUNTS):
        try:
            with request.env.registry.cursor() as cr:
                return request.env(cr=cr)["telephony.hit"]._knock(provider, client)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Others of the same minute counted at this moment.
            continue
        except PoolError:
            raise RefusedError("busy", retry_after=BUSY_SECONDS) from None
    # A crowd so dense lets one pass uncounted; each time somebody of it was counted.
    return True


def committed(provider, work):
    """Do the work of a request in a transaction of its own, again when workers collide.

    Odoo's own way of trying again waits for seconds; a card must be there before the second ring.

    :param work: function of the provider in the transaction's environment
    :raises RefusedError: busy
    """
    with contextlib.suppress(PoolError):
        for attempt in range(MAX_TRIES):
            try:
                with provider.env.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, dict(provider.env.context))
                    return work(provider.with_env(env))
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # The other worker has just committed; a short random pause parts a crowd.
                time.sleep(random.uniform(0, 0.01 * (attempt + 1)))  # noqa: S311 - no secret
    raise RefusedError("busy", retry_after=BUSY_SECONDS)

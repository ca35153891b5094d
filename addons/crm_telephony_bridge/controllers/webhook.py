# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
import time

from odoo import http
from odoo.http import request

from ..tools.providers.adapter import Account
from .dispatcher import ROUTING_TYPE
from .door import RefusedError, committed, let_in, message_of, provider_of

MAX_BYTES = 64 * 1024
_ECHO = re.compile(r"[A-Za-z0-9_.-]{1,100}\Z")
_PATHS = ["/telephony/webhook/<string:key>", "/telephony/webhook/<string:key>/<string:secret>"]


class TelephonyWebhook(http.Controller):
    """The door of the cloud providers."""

    @http.route(
        _PATHS,
        type=ROUTING_TYPE,
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def webhook(self, key, secret=""):
        """Take what a provider says of its calls."""
        try:
            provider = provider_of(key)
            adapter_class = provider._adapter_class()
            if adapter_class.bridged:
                raise RefusedError("unknown")
            message = message_of(provider, MAX_BYTES, secret)
            adapter = let_in(provider, adapter_class, message)
            notices = adapter.notices(message)
            route = committed(provider, lambda one: _take(one, adapter, message, notices))
        except RefusedError as error:
            return error.response()
        reply = adapter.reply(notices, route)
        return request.make_response(
            reply.body,
            headers=[
                ("Content-Type", f"{reply.content_type}; charset=utf-8"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        _PATHS,
        type=ROUTING_TYPE,
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def check(self, key, secret=""):
        """Answer a provider that looks whether we are there; changes nothing."""
        try:
            provider = provider_of(key)
        except RefusedError as error:
            return error.response()
        echo = provider._adapter_class()(Account()).echo(request.httprequest.args.to_dict())
        if not echo or not _ECHO.match(echo):
            return RefusedError("unknown").response()
        headers = [("Content-Type", "text/plain"), ("X-Content-Type-Options", "nosniff")]
        return request.make_response(echo, headers=headers)


def _take(provider, adapter, message, notices):
    """Keep what is new and take its calls; the extension to answer with, None without."""
    signatures = provider.env["telephony.signature"]
    once = adapter.once(message)
    if once is not None and not signatures._take(provider, once):
        raise RefusedError("repeated")
    bound = adapter.bound(message)
    for notice in notices:
        if bound is not None and not signatures._take(provider, bound, notice.external_id):
            # A copy under another call's id: answered like the others, without effect.
            return None
    provider.env["telephony.call.event"]._take(provider, notices, time.time())
    return provider._route(notices)

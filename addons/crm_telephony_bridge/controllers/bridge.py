# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo import http
from odoo.http import request

from ..tools import bridge_message
from ..tools.wire import WireError
from .dispatcher import ROUTING_TYPE
from .door import RefusedError, committed, let_in, message_of, provider_of

MAX_CALLS_BYTES = 1024 * 1024
MAX_COMMANDS_BYTES = 64 * 1024


class TelephonyBridge(http.Controller):
    """The doors of the bridge: it brings calls and fetches orders."""

    @http.route(
        "/telephony/bridge/<string:key>/calls",
        type=ROUTING_TYPE,
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def calls(self, key):
        """Take what is known of calls; all of a batch or, when one is malformed, none."""
        return self._answer(key, MAX_CALLS_BYTES, _take_calls)

    @http.route(
        "/telephony/bridge/<string:key>/commands",
        type=ROUTING_TYPE,
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def commands(self, key):
        """Take what became of orders and give out new ones; never waits for any."""
        return self._answer(key, MAX_COMMANDS_BYTES, _take_commands)

    def _answer(self, key, limit, take):
        """Let a bridge in and do what it wants.

        :param take: function of the provider and what was told, returning what is answered
        """
        try:
            provider = provider_of(key)
            message = bridge_let_in(provider, limit)
            told = bridge_message.read_envelope(message.body)
            answer = committed_once(provider, message, take, told)
        except WireError:
            return RefusedError("malformed").response()
        except RefusedError as error:
            return error.response()
        return request.make_json_response(answer)


def bridge_let_in(provider, limit, *, query_is_signed=False):
    """What a bridge sent, after it was checked that it is one.

    :raises RefusedError: no bridge of this provider
    """
    adapter_class = provider._adapter_class()
    if not adapter_class.bridged:
        raise RefusedError("unknown")
    message = message_of(provider, limit, query_is_signed=query_is_signed)
    let_in(provider, adapter_class, message)
    return message


def committed_once(provider, message, take, *told):
    """Do what a bridge wants and commit it, unless the same signature was taken before.

    :param take: function of the provider and what was told, returning what is answered
    :raises RefusedError: it is a repetition
    """
    signature = message.headers.get("x-signature", "")

    def take_once(one):
        if not one.env["telephony.signature"]._take(one, signature):
            raise RefusedError("repeated")
        return take(one, *told)

    return committed(provider, take_once)


def _take_calls(provider, told):
    states = bridge_message.read_states(told)
    provider.env["telephony.call"]._ingest(provider, states)
    if "health" in told or "gaps" in told:
        provider._take_health(told.get("health"), told.get("gaps"))
    if phones := bridge_message.read_phones(told.get("phones")):
        provider._take_phones(phones)
    return {"accepted": len(states), "clock": time.time()}


def _take_commands(provider, told):
    commands = provider.env["telephony.command"]
    commands._take_done(provider, bridge_message.read_done(told.get("done")))
    return {"commands": commands._give_out(provider), "clock": time.time()}

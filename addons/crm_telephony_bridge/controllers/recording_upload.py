# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import parse_qsl

from odoo import http
from odoo.http import request

from .bridge import bridge_let_in, committed_once
from .dispatcher import ROUTING_TYPE
from .door import RefusedError, provider_of

MEGABYTE = 1024 * 1024


class TelephonyRecordingUpload(http.Controller):
    """The door through which a bridge brings recordings."""

    @http.route(
        "/telephony/bridge/<string:key>/recording",
        type=ROUTING_TYPE,
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def recording(self, key):
        """Take the sound of one call; the query names the call and is signed with the file.

        What cannot be kept for good (empty, refused, there already) is answered as taken, so that
        the bridge does not bring it again; a call that is not known yet is answered as unknown.
        """
        try:
            provider = provider_of(key)
            limit = provider.recording_limit * MEGABYTE
            message = bridge_let_in(provider, limit, query_is_signed=True)
            told = dict(parse_qsl(request.httprequest.query_string.decode("ascii", "replace")))
            content = message.body[len(request.httprequest.query_string) :]
            stored = committed_once(provider, message, _take, told, content)
        except ValueError:
            return RefusedError("malformed").response()
        except RefusedError as error:
            return error.response()
        return request.make_json_response({"stored": stored})


def _take(provider, told, content):
    """Keep the sound of the call that was told.

    :return: whether it was kept
    :raises ValueError: it is no sound
    """
    call = provider.env["telephony.call"]._call_of_recording(
        provider, told.get("pbx", ""), told.get("call", "")
    )
    if not call:
        raise RefusedError("unknown")
    return call._take_recording(content, told.get("name", ""))

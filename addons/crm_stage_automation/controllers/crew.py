# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import contextlib
import re
import secrets

from odoo import SUPERUSER_ID, api, http
from odoo.exceptions import LockError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import PoolError
from odoo.tools import file_open, get_lang

from ..tools.work_report import Asked
from . import crew_answer as answer
from . import crew_body
from .crew_answer import BUSY_SECONDS, RefusedError
from .crew_dispatcher import ROUTING_TYPE

MAX_TRIES = 5
KEY_BYTES = 16
WORKER = "crm_stage_automation/static/src/plain/crew_worker.js"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")


class CrewController(http.Controller):
    """The pages of work links. Who is logged in does not matter; the link says who it is."""

    def _nothing_to_count(self, _rule, args):
        """Whether the page is shown without writing: a wrong token is counted."""
        links = request.env(user=SUPERUSER_ID)["crm.work.link"]
        return links._by_token(args["token"]).state == "open"

    @http.route(
        "/crew/<string:token>",
        type=ROUTING_TYPE,
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=_nothing_to_count,
    )
    def show(self, token):
        """Show what to do. It changes nothing, however often a mail scanner asks."""
        try:
            link = self._open_link(token)
        except RefusedError as error:
            return answer.refused(_visitor_env(), error)
        return answer.page(link.env, "crew_page", _page_values(link, token))

    @http.route(
        "/crew/<string:token>/submit",
        type=ROUTING_TYPE,
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def submit(self, token):
        """Take a report; the key in the query makes a repeated one harmless."""
        env = _visitor_env()
        try:
            key = request.httprequest.args.get("key", "")
            if not _KEY.match(key):
                raise RefusedError("key")
            link = self._open_link(token, key)
            env = link.env
            if link.state == "open":
                self._take(link, key)
        except RefusedError as error:
            return answer.refused(env, error)
        return answer.received(env)

    @http.route(
        "/crew/worker.js",
        type=ROUTING_TYPE,
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def worker(self):
        """The script that keeps the page at hand without connection: only of these pages."""
        with file_open(WORKER) as script:
            response = request.make_response(script.read())
        response.headers["Content-Type"] = "text/javascript; charset=utf-8"
        return answer.sealed(response)

    def _open_link(self, token, key=""):
        """The link of a token.

        Unknown, expired, revoked and used ones are told apart by nothing, and all are counted.

        :param key: of a report; the link of one that was received before is good once more
        :raises RefusedError: there is none, or this address has tried too often
        """
        request.update_env(user=SUPERUSER_ID)
        failures = request.env["crm.link.failure"]
        address = request.httprequest.remote_addr or ""
        if seconds := failures._seconds_to_wait(address):
            raise RefusedError("too_many", retry_after=seconds)
        link = request.env["crm.work.link"]._by_token(token)
        if link.state == "open" or (key and request.env["crm.work.submission"]._known(link, key)):
            return link
        try:
            seconds = failures._count(address)
        except PoolError:
            seconds = 1
        if seconds:
            raise RefusedError("too_many", retry_after=seconds)
        raise RefusedError("gone")

    def _take(self, link, key):
        """Read the report, then keep it in a transaction of its own.

        Odoo's own way of trying again would read the body a second time, and sleep.
        """
        report = crew_body.read(request.httprequest, _asked(link))
        with contextlib.suppress(PoolError, LockError):
            for _attempt in range(MAX_TRIES):
                try:
                    with request.env.registry.cursor() as cr:
                        env = api.Environment(cr, SUPERUSER_ID, dict(link.env.context))
                        mine = link.with_env(env)
                        if not env["crm.work.submission"]._receive(mine, key, report):
                            raise RefusedError("gone")
                        return
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    continue
        raise RefusedError("busy", retry_after=BUSY_SECONDS)


def _visitor_env():
    """Environment in the browser's language, for who has no link of ours."""
    request.update_env(user=SUPERUSER_ID)
    wanted = request.best_lang
    return request.env(context={"lang": get_lang(request.env, wanted).code})


def _asked(link):
    return Asked(
        result=link.result_mode,
        photo=link.photo_mode,
        signature=link.signature_mode,
        most_photos=link.max_photos,
    )


def _page_values(link, token):
    """What the page may show: nothing of the record but what the sender wrote down."""
    return {
        "title": link.name,
        "link": link,
        "map_url": link._map_url(),
        "action": f"/crew/{token}/submit?key={secrets.token_urlsafe(KEY_BYTES)}",
    }

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from . import intake_answer as answer


class IntakeThanksController(http.Controller):
    """Where a visitor lands after a plain form when the source names no page of its own."""

    @http.route(
        "/crm/intake/<string:key>/thanks",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def thanks(self, key, lang="", **_others):
        """Say thank you in the visitor's language; changes nothing."""
        # The page is the same for any key, so it does not tell which keys exist.
        request.update_context(lang=answer.visitor_language(request.env.company, lang))
        env = request.env
        return answer.page(
            env,
            env._("Thank you"),
            env._("We have received your request and will get back to you soon."),
        )

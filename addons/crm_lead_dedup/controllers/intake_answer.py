# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is answered: the same to everybody, known or not."""

from odoo.http import request
from odoo.tools import LazyTranslate

from ..tools.languages import pick_language
from .intake_body import FORMS

_lt = LazyTranslate(__name__)

# The secret is for servers: a script of a page must not carry it.
ALLOWED_HEADERS = "Content-Type, Idempotency-Key"
PREFLIGHT_SECONDS = 3600

ERRORS = {
    "unknown_key": (404, _lt("This form is not in use any more.")),
    "origin": (403, _lt("Requests from this site are not accepted.")),
    "secret": (401, _lt("The secret is not right.")),
    "too_many": (429, _lt("Too many requests. Please try again in a minute.")),
    "busy": (503, _lt("We are busy at the moment. Please try again.")),
    "no_contact": (422, _lt("Please give a phone number or an e-mail address.")),
    "channel": (422, _lt("There is no such channel.")),
    "received_at": (
        422,
        _lt("The time received must be of the past year and name its zone: 2026-01-31T09:30:00Z."),
    ),
    "idempotency_key": (422, _lt("The Idempotency-Key is longer than 200 characters.")),
}
STATUS_TEXTS = {
    400: _lt("What was sent cannot be read."),
    413: _lt("What was sent is too large."),
    415: _lt("Send JSON or a form."),
}


class RefusedError(Exception):
    """A request that is not taken.

    :param code: a key of ``ERRORS``
    :param retry_after: seconds after which it may be sent again
    """

    def __init__(self, code, *, retry_after=0):
        super().__init__(code)
        self.code = code
        self.status = ERRORS[code][0]
        self.retry_after = retry_after


def origin():
    """The site whose script or form is sending, as the browser names it; "" for none."""
    return request.httprequest.headers.get("Origin", "").replace("\x00", "")[:255]


def is_plain_form():
    """Whether a form was sent, and not by a script that asks for JSON."""
    accepted = request.httprequest.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json"])
    return request.httprequest.mimetype in FORMS and best != "application/json"


def is_browser():
    """Whether a person will see the answer: browsers ask for HTML by name."""
    return is_plain_form() and "text/html" in request.httprequest.headers.get("Accept", "")


def visitor_language(company, wanted=""):
    """Code of the installed language to answer in: the form's, the browser's, the company's."""
    installed = [code for code, _name in company.env["res.lang"].get_installed()]
    named = [wanted, *request.httprequest.accept_languages.values()]
    return pick_language(named, installed) or company.sudo().partner_id.lang or "en_US"


def _respond(response, *, share=True):
    """Add the headers that every answer of the door carries."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Origin"
    if share and origin():
        response.headers["Access-Control-Allow-Origin"] = origin()
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response


def preflight():
    """Tell a browser what a script of this site may send."""
    response = request.make_response("", status=204)
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return _respond(response)


def accepted(source, reference, language):
    """202 for programs and scripts; a plain form goes on to the thank-you page."""
    if not is_plain_form():
        return _respond(
            request.make_json_response({"status": "accepted", "reference": reference}, status=202)
        )
    page = source.thank_you_url or f"/crm/intake/{source.key}/thanks?lang={language}"
    return _respond(request.redirect(page, code=303, local=False))


def refused(error, source):
    """The short error for a ``RefusedError`` or a ``PayloadError``, in the visitor's language."""
    env = source.with_context(lang=visitor_language(source.company_id)).env
    known = ERRORS.get(error.code)
    message = env._(known[1] if known else STATUS_TEXTS[error.status])
    if is_browser():
        response = page(env, env._("Not sent"), message, status=error.status)
    else:
        data = {"status": "error", "error": error.code, "message": message}
        response = request.make_json_response(data, status=error.status)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if getattr(error, "retry_after", 0):
        response.headers["Retry-After"] = str(error.retry_after)
    # A script of a foreign site must not read more than that it was refused.
    return _respond(response, share=error.status not in (403, 404))


def page(env, title, message, *, status=200):
    """A small page of our own that works without the website add-on."""
    language = env["res.lang"]._get_data(code=env.lang or "en_US")
    values = {
        "title": title,
        "message": message,
        "language_tag": (env.lang or "en_US").replace("_", "-"),
        "direction": language.direction or "ltr",
    }
    html = env["ir.qweb"]._render("crm_lead_dedup.intake_page", values)
    return request.make_response(
        html, headers=[("Content-Type", "text/html; charset=utf-8")], status=status
    )

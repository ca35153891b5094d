# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the public pages answer: in the crew's language, with the headers of a private page."""

from odoo.http import request
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

BUSY_SECONDS = 5
ERRORS = {
    "gone": (404, _lt("This link is not valid any more. Please ask for a new one.")),
    "too_many": (429, _lt("Too many attempts. Please try again in a minute.")),
    "busy": (503, _lt("We are busy at the moment. Please try again.")),
    "key": (400, _lt("What was sent cannot be read.")),
    "unreadable": (400, _lt("What was sent cannot be read.")),
    "too_large": (413, _lt("What was sent is too large. Please send fewer photos.")),
    "too_many_photos": (422, _lt("These are too many photos.")),
    "photo_too_large": (413, _lt("A photo is too large.")),
    "photo_not_an_image": (
        422,
        _lt("Only photos can be sent: JPEG, PNG or WebP. Set the camera to JPEG, please."),
    ),
    "photo_too_many_pixels": (422, _lt("A photo has too many pixels.")),
    "photo_damaged": (422, _lt("A photo is damaged. Please take it again.")),
    "no_result": (422, _lt("Please write down the result.")),
    "no_photo": (422, _lt("Please add a photo.")),
    "no_signature": (422, _lt("Please sign.")),
}
# Nothing from elsewhere, and nothing that stands in the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class RefusedError(Exception):
    """A request that is not taken.

    :param code: a key of ``ERRORS``
    :param retry_after: seconds after which it may be sent again
    """

    def __init__(self, code, *, retry_after=0):
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


def wants_json():
    """Whether the page's script asks; a form sent without scripts wants a page."""
    return request.httprequest.accept_mimetypes.best == "application/json"


def page(env, template, values, status=200):
    """A page of ours that works without the website add-on."""
    language = env["res.lang"]._get_data(code=env.lang or "en_US")
    values = {
        "language_tag": (env.lang or "en_US").replace("_", "-"),
        "direction": language.direction or "ltr",
        **values,
    }
    html = env["ir.qweb"]._render(f"crm_stage_automation.{template}", values)
    response = request.make_response(html, status=status)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return sealed(response)


def sealed(response):
    """Add the headers that every answer carries."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def received(env):
    """Tell that the report is there; the same for one that came twice."""
    message = env._("Thank you. Your report has been received.")
    if wants_json():
        return sealed(request.make_json_response({"status": "received", "message": message}))
    return page(env, "crew_message", {"title": env._("Received"), "message": message})


def refused(env, error):
    """Tell why not, in as few words for everybody."""
    status, text = ERRORS[error.code]
    message = env._(text)
    if wants_json():
        data = {"status": "refused", "error": error.code, "message": message}
        response = sealed(request.make_json_response(data, status=status))
    else:
        values = {"title": env._("Not possible"), "message": message}
        response = page(env, "crew_message", values, status)
    if error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response

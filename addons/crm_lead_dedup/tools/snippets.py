# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Code to copy into another site: a form, a form sent by a script, a command line.

The code stands alone: no library, no cookie, nothing loaded from here but the answer.
"""

import json
import shlex
from collections.abc import Mapping
from html import escape

from .values import CLICK_IDS

HONEYPOT = "company_url_confirm"
UTM_FIELDS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
HIDDEN_FIELDS = (*UTM_FIELDS, "keyword", "page", "referrer", "language", "idempotency_key")
_SEEN_FIELDS = {
    "name": 'type="text" autocomplete="name"',
    "phone": 'type="tel" autocomplete="tel"',
    "email": 'type="email" autocomplete="email"',
    "company": 'type="text" autocomplete="organization"',
}
_HIDE = "position: absolute; left: -9999px"

# Fills the hidden fields of a form from the page's own address.
_FILL = """\
  var hidden = %(hidden)s, clicks = %(clicks)s;
  var query = new URLSearchParams(location.search);
  function put(name, value) {
    var input = form.elements[name];
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.appendChild(input);
    }
    input.value = value || "";
  }
  function newKey() {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    return Date.now().toString(36) + Math.random().toString(36).slice(2);
  }
  function fill() {
    hidden.concat(clicks).forEach(function (name) {
      if (query.get(name)) put(name, query.get(name));
    });
    put("keyword", query.get("keyword") || query.get("utm_term"));
    put("page", location.href);
    put("referrer", document.referrer);
    put("language", document.documentElement.lang || navigator.language);
    put("idempotency_key", newKey());
    sent = false;
  }
"""

_PLAIN_SCRIPT = """\
<script>
(function () {
  var form = document.currentScript.previousElementSibling, sent = false;
%(fill)s  form.addEventListener("submit", function (event) {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", fill);
  fill();
})();
</script>
"""

_FETCH_SCRIPT = """\
<script>
(function () {
  var form = document.currentScript.previousElementSibling, sent = false;
  var answer = form.querySelector("[role=status]"), texts = %(texts)s;
%(fill)s  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (sent) return;
    sent = true;
    answer.textContent = texts.wait;
    var data = new FormData(form), key = data.get("idempotency_key");
    var options = {method: "POST", headers: {"Accept": "application/json", "Idempotency-Key": key}};
    if (form.querySelector("input[type=file]")) {
      options.body = data;
    } else {
      options.headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(Object.fromEntries(data));
    }
    fetch(%(url)s, options).then(function (response) {
      return response.json();
    }).then(function (result) {
      if (result.status !== "accepted") throw result;
      answer.textContent = texts.done;
      form.reset();
      fill();
    }).catch(function (error) {
      answer.textContent = error.message && error.status ? error.message : texts.failed;
      sent = false;
    });
  });
  fill();
})();
</script>
"""


def html_form(
    url: str, labels: Mapping[str, str], *, consent: str = "", files: bool = False
) -> str:
    r"""Return a plain form that works without scripts; a small script adds the marks of the visit.

    :param labels: texts by field, and ``send``
    :param consent: what the visitor agrees to; "" for no such box
    :param files: whether files may be sent

    >>> form = html_form("https://a.hu/crm/intake/k", LABELS, consent="I <agree>")
    >>> form.splitlines()[0]
    '<form action="https://a.hu/crm/intake/k" method="post" accept-charset="utf-8">'
    >>> "I &lt;agree&gt;" in form, "type=\"file\"" in form, "randomUUID" in form
    (True, False, True)
    """
    encoding = ' enctype="multipart/form-data"' if files else ""
    head = f'<form action="{escape(url)}" method="post"{encoding} accept-charset="utf-8">'
    inputs = _inputs(labels, consent, files) + _hidden_inputs()
    send = f'  <button type="submit">{escape(labels["send"])}</button>'
    lines = [head, *inputs, send, "</form>"]
    return "\n".join(lines) + "\n" + _PLAIN_SCRIPT % {"fill": _fill_script()}


def fetch_form(
    url: str, labels: Mapping[str, str], *, consent: str = "", files: bool = False
) -> str:
    """Return a form that a script sends, so that the visitor stays on the page.

    :param labels: texts by field, and ``send``, ``wait``, ``done`` and ``failed``

    >>> code = fetch_form("https://a.hu/crm/intake/k", LABELS)
    >>> 'fetch("https://a.hu/crm/intake/k", options)' in code, "Idempotency-Key" in code
    (True, True)
    """
    send = f'  <button type="submit">{escape(labels["send"])}</button>'
    inputs = _inputs(labels, consent, files)
    lines = ["<form>", *inputs, send, '  <p role="status"></p>', "</form>"]
    texts = {name: labels[name] for name in ("wait", "done", "failed")}
    parts = {
        "fill": _fill_script(),
        "texts": _script_value(texts),
        "url": _script_value(url),
    }
    return "\n".join(lines) + "\n" + _FETCH_SCRIPT % parts


def curl_line(url: str, *, secret: bool = False) -> str:
    r"""Return a shell command that sends one request from a server.

    :param secret: whether the source has a secret, expected in the variable ``SECRET``

    >>> print(curl_line("https://a.hu/crm/intake/k", secret=True))
    curl https://a.hu/crm/intake/k \
      -H 'Content-Type: application/json' \
      -H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)" \
      -H "Authorization: Bearer $SECRET" \
      -d '{"name": "Jane Doe", "phone": "+380501234567", "email": "jane@example.com"}'
    """
    person = {"name": "Jane Doe", "phone": "+380501234567", "email": "jane@example.com"}
    lines = [
        f"curl {shlex.quote(url)}",
        "-H 'Content-Type: application/json'",
        '-H "Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)"',
        *(['-H "Authorization: Bearer $SECRET"'] if secret else []),
        f"-d {shlex.quote(json.dumps(person))}",
    ]
    return " \\\n  ".join(lines)


def _inputs(labels: Mapping[str, str], consent: str, files: bool) -> list[str]:
    lines = [
        _row(f'<label>{escape(labels[name])}<br><input name="{name}" {kind}></label>')
        for name, kind in _SEEN_FIELDS.items()
    ]
    message = escape(labels["message"])
    lines.append(_row(f'<label>{message}<br><textarea name="message" rows="4"></textarea></label>'))
    if files:
        label = escape(labels["files"])
        lines.append(_row(f'<label>{label}<br><input name="files" type="file" multiple></label>'))
    if consent:
        lines += _consent(escape(consent))
    # A program fills this in, a person does not see it.
    trap = f'<input name="{HONEYPOT}" type="text" tabindex="-1" autocomplete="off">'
    lines.append(f'  <p style="{_HIDE}" aria-hidden="true">{trap}</p>')
    return lines


def _row(content: str) -> str:
    return f"  <p>{content}</p>"


def _consent(text: str) -> list[str]:
    box = '<input name="consent" type="checkbox" value="yes" required>'
    return [
        _row(f"<label>{box} {text}</label>"),
        f'  <input name="consent_text" type="hidden" value="{text}">',
    ]


def _hidden_inputs() -> list[str]:
    return [f'  <input name="{name}" type="hidden">' for name in HIDDEN_FIELDS]


def _fill_script() -> str:
    return _FILL % {
        "hidden": _script_value(list(HIDDEN_FIELDS[: len(UTM_FIELDS)])),
        "clicks": _script_value(list(CLICK_IDS)),
    }


def _script_value(value: object) -> str:
    """Return a JavaScript literal that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


LABELS = {
    "name": "Name",
    "phone": "Phone",
    "email": "E-mail",
    "company": "Company",
    "message": "Message",
    "files": "Files",
    "send": "Send",
    "wait": "Sending…",
    "done": "Thank you. We have received your request.",
    "failed": "This did not work. Please try again.",
}
"""English texts, also the list of what a translation has to name."""

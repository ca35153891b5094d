# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Turns the HTML of a mail into lines of text, with or without what it quotes.

A small tokenizer of its own: mail programs write broken HTML, senders may write hostile HTML, and
all that is needed are lines. One pass, no nesting limit, never an error.
"""

import re
from html import unescape

MAX_HTML = 400_000

_LOOKS_HTML = re.compile(
    r"<(?:!doctype html|/?(?:html|head|body|div|p|br|span|table|blockquote|font|pre|ul|ol|b|i|a)"
    r"(?:\s[^<>]{0,2000})?/?)>",
    re.IGNORECASE,
)
# An attempt ends at the next "<" at the latest, so all attempts together are linear.
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]{0,40})(?P<rest>(?:\"[^\"<]*\"|'[^'<]*'|[^\"'<>])*)>"
)
_ATTRIBUTE = re.compile(
    r"\b(?P<name>class|id|type|style|href)\s{0,4}=\s{0,4}"
    r"(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'>]{1,2000}))",
    re.IGNORECASE,
)
_SOURCE_SPACE = re.compile(r"[\r\n\t ]+")
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 "
    "h6 header hr html li main nav ol p pre section table tbody tr ul".split()
)
_SILENT = frozenset("head script style title template noscript object svg select textarea".split())
_QUOTE_CLASS = re.compile(
    r"(?:\A|\s)(?:gmail_quote|gmail_extra_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|"
    r"zmail_extra|tutanota_quote|mailru-blockquote|WordSection1-quote|iwcSignature-quote|"
    r"ydp\w{0,20}yahoo_quoted|js-helper-quote)(?:\s|\Z)",
    re.IGNORECASE,
)
_QUOTE_REST = re.compile(
    r"\A(?:divRplyFwdMsg|appendonsend|stopSpelling|OLK_SRC_BODY_SECTION|"
    r"mail-editor-reference-message-container|x_divRplyFwdMsg|ms-outlook-mobile-reference-message|"
    r"isReplyContent|isForwardContent|yandex-quote|replySplit|previousmessage)",
    re.IGNORECASE,
)
# Word as editor draws only this line between the answer and the old message.
_WORD_RULE = re.compile(
    r"border:\s?none;\s?border-top:\s?solid\s?#(?:E1E1E1|B5C4DF)", re.IGNORECASE
)


def is_html(body: str) -> bool:
    """Tell whether a body is HTML.

    >>> is_html("<div>Hi</div>"), is_html("a < b > c, <ann@a.hu> wrote")
    (True, False)
    """
    return _LOOKS_HTML.search(body[:MAX_HTML]) is not None


def html_to_text(html: str, *, quotes: bool = True) -> str:
    r"""Return the text, one line for each block and line break.

    :param quotes: False leaves out the quoted original as mail programs mark it.

    >>> html_to_text("<p>Hi&nbsp;Ann</p><ul><li>one<li>two</ul>a<br>b<style>x</style>")
    'Hi Ann\none\ntwo\na\nb'
    >>> html_to_text('New<div class="gmail_quote">Old<div>x</div></div>end', quotes=False)
    'New\nend'
    >>> html_to_text('<a href="tel:+3612345678">Call</a>, <a href="mailto:a@b.hu">a@b.hu</a>')
    'Call <+3612345678>, a@b.hu'
    """
    reader = _Reader(quotes=quotes)
    reader.go_through(html[:MAX_HTML])
    lines = (" ".join(line.split()) for line in "".join(reader.out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """Reads tokens and collects text; inside a skipped element it counts the same tag only."""

    def __init__(self, *, quotes: bool) -> None:
        self.quotes = quotes
        self.out: list[str] = []
        self.skipped = ""
        self.depth = 0
        self.target = ""
        self.since = 0
        self.stopped = False
        self.fresh = True
        self.preformatted = 0

    def go_through(self, html: str) -> None:
        """Go through the text once."""
        position = 0
        while position < len(html) and not self.stopped:
            mark = html.find("<", position)
            if mark < 0:
                break
            self.text(html[position:mark])
            position = self.markup(html, mark)
        if not self.stopped:
            self.text(html[position:])

    def markup(self, html: str, mark: int) -> int:
        """Take the tag or comment at a ``<``; return where the text goes on."""
        if html.startswith("<!--", mark):
            end = html.find("-->", mark + 4)
            return end + 3 if end >= 0 else len(html)
        tag = _TAG.match(html, mark)
        if tag is None:
            end = html.find(">", mark) if html.startswith(("<!", "<?"), mark) else -1
            if end >= 0:
                return end + 1
            self.text("<")
            return mark + 1
        name = tag["name"].lower()
        if tag["close"]:
            self.close(name)
        else:
            self.open(name, tag["rest"])
        return tag.end()

    def text(self, text: str) -> None:
        """Add text between tags."""
        if not text or self.skipped:
            return
        # Line ends in the source are spaces; what was escaped stays as it is meant.
        plain = text if self.preformatted else _SOURCE_SPACE.sub(" ", text)
        self.fresh = self.fresh and not plain.strip(" \r\n")
        self.out.append(unescape(plain))

    def new_line(self, *, always: bool = False) -> None:
        """Begin a line, unless nothing stands on the present one yet."""
        if always or not self.fresh:
            self.out.append("\n")
        self.fresh = True

    def open(self, name: str, rest: str) -> None:
        """Begin an element."""
        if self.skipped:
            self.depth += name == self.skipped and not rest.endswith("/")
            return
        attributes = _attributes(rest)
        if not self.quotes and _begins_old_message(attributes):
            self.stopped = True
        elif name in _SILENT or (not self.quotes and _is_quote(name, attributes)):
            if not rest.endswith("/"):
                self.skipped, self.depth = name, 1
            if name not in _SILENT:
                self.new_line()
        elif name == "br" or name in _BLOCKS:
            self.new_line(always=name == "br")
            self.preformatted += name == "pre"
        elif name in ("td", "th"):
            self.out.append(" ")
        elif name == "a":
            self.target, self.since = _target(attributes.get("href", "")), len(self.out)

    def close(self, name: str) -> None:
        """End an element."""
        if self.skipped:
            self.depth -= name == self.skipped
            if self.depth == 0:
                self.skipped = ""
            return
        if name in _BLOCKS:
            self.new_line()
            self.preformatted -= name == "pre" and self.preformatted > 0
        elif name == "a" and self.target:
            if self.target not in "".join(self.out[self.since : self.since + 50]):
                self.out.append(f" <{self.target}>")
            self.target = ""


def _attributes(rest: str) -> dict[str, str]:
    return {
        match["name"].lower(): unescape(match["a"] or match["b"] or match["c"] or "")
        for match in _ATTRIBUTE.finditer(rest[:4000])
    }


def _is_quote(name: str, attributes: dict[str, str]) -> bool:
    return name == "blockquote" or _QUOTE_CLASS.search(attributes.get("class", "")) is not None


def _begins_old_message(attributes: dict[str, str]) -> bool:
    marked = _QUOTE_REST.match(attributes.get("id", "")) is not None
    return marked or _WORD_RULE.search(attributes.get("style", "")) is not None


def _target(href: str) -> str:
    """Return the address or number behind a link that is one."""
    scheme, _colon, rest = href.strip().partition(":")
    return rest.partition("?")[0][:254] if scheme.lower() in ("mailto", "tel", "callto") else ""

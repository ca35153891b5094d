# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The two generated pages of an add-on: README.rst and static/description/index.html."""

import html
from pathlib import Path

from markdown_it.token import Token

from readmes import rst
from readmes.fragments import SECTIONS, Addon

SERIES = "19.0"
GENERATED = "Generated from the readme folder by `make docs`: do not edit."


def pages(addon: Addon) -> dict[Path, str]:
    """Return what stands in the generated files of an add-on."""
    return {
        addon.path / "README.rst": readme(addon),
        addon.path / "static" / "description" / "index.html": index(addon),
    }


def readme(addon: Addon) -> str:
    """Return README.rst."""
    bar = "=" * len(addon.title)
    parts = [f".. {GENERATED}", f"{bar}\n{addon.title}\n{bar}", _facts(addon)]
    if "DESCRIPTION" in addon.fragments:
        parts.append(rst.convert(addon.fragments["DESCRIPTION"]))
    parts.append("**Table of contents**\n\n.. contents::\n   :local:")
    for name, headline in SECTIONS.items():
        if headline and name in addon.fragments:
            parts += [rst.title(headline, 0), rst.convert(addon.fragments[name], level=0)]
    parts += [rst.title("Credits", 0), f"Author: {addon.author}. Licence: {addon.licence}."]
    return "\n\n".join(parts) + "\n"


def _facts(addon: Addon) -> str:
    facts = {
        "Technical name": f"``{addon.name}``",
        "Version": addon.version,
        "For": f"Odoo {SERIES}",
        "Needs": ", ".join(f"``{name}``" for name in addon.depends),
        "Python libraries": ", ".join(f"``{name}``" for name in addon.libraries),
        "Licence": addon.licence,
    }
    return "\n".join(f":{key}: {value}" for key, value in facts.items() if value)


def index(addon: Addon) -> str:
    """Return the page that the Apps menu shows."""
    body = [_section(_banner(addon), "text-center pt-4 pb-3")]
    body += [
        _section(_headline(headline) + _html(addon.fragments[name]), "pt-3 pb-2")
        for name, headline in SECTIONS.items()
        if name in addon.fragments
    ]
    facts = f"Odoo {SERIES} · {addon.version} · {addon.licence} · {html.escape(addon.author)}"
    body.append(_section(f'<p class="text-muted mb-0">{facts}</p>\n', "text-center pt-3 pb-4"))
    head = f"<!-- {GENERATED} -->\n"
    return head + "\n".join(body)


def _section(content: str, classes: str) -> str:
    return f'<section class="container {classes}">\n{content}</section>\n'


def _banner(addon: Addon) -> str:
    return (
        f'<img src="icon.png" alt="" width="96" height="96"/>\n'
        f'<h1 class="mt-3">{html.escape(addon.title)}</h1>\n'
        f'<p class="lead">{html.escape(addon.summary)}</p>\n'
    )


def _headline(text: str) -> str:
    return f"<h2>{html.escape(text)}</h2>\n" if text else ""


def _html(markdown: str) -> str:
    """Return a fragment as HTML, its headlines below the section's and its pictures nearby."""
    reader = rst.parser()
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        if token.type == "table_open":
            token.attrSet("class", "table table-sm")
        _near(token)
    rendered: str = reader.renderer.render(tokens, reader.options, {})
    return rendered


def _near(token: Token) -> None:
    for child in token.children or []:
        if child.type == "image":
            child.attrSet("src", str(child.attrGet("src")).replace(rst.IMAGES, ""))
            child.attrSet("class", "img-fluid border rounded")

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs inside Odoo: exports terms, merges them, and tells what is stale or missing.

Order as JSON on stdin, findings as a JSON list on stdout.
"""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import polib

PLURALS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 ||"
    " n%100>=20) ? 1 : 2);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 ||"
    " n%100>=20) ? 1 : 2);",
    "hu": "nplurals=2; plural=(n != 1);",
    "zh_TW": "nplurals=1; plural=0;",
}
# Would differ at every export and say nothing.
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator")
# Given by whoever else is installed to a model that ours only extends.
FOREIGN = "model:ir.model,website_form_label:"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrif]|%[sdrif]|\{\w*\}")


def template_text(exported: str) -> str:
    """The .pot of an export: Odoo's own, without what changes by the clock."""
    terms = polib.pofile(exported)
    for key in VOLATILE:
        terms.metadata.pop(key, None)
    for entry in [*terms]:
        own = [one for one in entry.occurrences if not one[0].startswith(FOREIGN)]
        if entry.occurrences and not own:
            terms.remove(entry)
        entry.occurrences = own
    return str(terms) + "\n"


def merged(old: str, template: str, language: str) -> str:
    """A translation brought up to date: kept where the term stayed, empty where it is new."""
    terms = polib.pofile(template)
    fresh = polib.POFile(wrapwidth=terms.wrapwidth)
    fresh.metadata = {
        **terms.metadata, "Language": language, "Plural-Forms": PLURALS[language]
    }  # fmt: skip
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(old)} if old else {}
    for entry in terms:
        before = known.get((entry.msgctxt, entry.msgid))
        if before and not before.obsolete:
            entry.msgstr = before.msgstr
            entry.flags = sorted({*entry.flags, *before.flags})
            entry.tcomment = before.tcomment
        fresh.append(entry)
    return str(fresh) + "\n"


def weak_points(text: str) -> list[str]:
    """What a translation lacks: empty and fuzzy terms, lost or invented placeholders."""
    found = []
    for entry in polib.pofile(text):
        if not entry.msgstr:
            found.append(f"not translated: {entry.msgid!r}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
            found.append(f"other placeholders than the source: {entry.msgid!r}")
    return found


def handle(folder: Path, template: str, languages: list[str], *, write: bool) -> list[str]:
    """Update or check the files of one add-on; what a person still has to do."""
    folder.mkdir(exist_ok=True)
    wanted = {folder / f"{folder.parent.name}.pot": template}
    for language in languages:
        file = folder / f"{language}.po"
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        wanted[file] = merged(old, template, language)
    found = []
    for file, text in wanted.items():
        name = f"{folder.parent.name}/i18n/{file.name}"
        if write:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            found.append(f"{name}: stale, run make i18n")
        if file.suffix == ".po":
            found += [f"{name}: {point}" for point in weak_points(text)]
    return found


def export(env: Any, module: str) -> str:
    """The terms of a module as Odoo's own export command has them."""
    from odoo.tools.translate import trans_export

    buffer = io.BytesIO()
    trans_export(False, [module], buffer, "po", env)
    return buffer.getvalue().decode("utf-8")


def main(database: str) -> None:
    """Work on all add-ons of the order."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http", "--log-level=warn"], setup_logging=True)
    order = json.load(sys.stdin)
    findings = []
    with Registry(database).cursor(readonly=True) as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        for name, path in order["addons"].items():
            template = template_text(export(env, name))
            findings += handle(
                Path(path) / "i18n", template, order["languages"], write=order["write"]
            )
    json.dump(findings, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])

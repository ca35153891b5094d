# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds the language to answer in."""

from collections.abc import Iterable, Sequence


def pick_language(wanted: Iterable[str], installed: Sequence[str]) -> str | None:
    """Return the installed language code that fits the first wanted one that has any.

    Browsers write ``uk-UA`` or ``uk``, Odoo ``uk_UA``; another country's variant is better than
    another language.

    >>> pick_language(["uk", "en"], ["en_US", "uk_UA"]), pick_language(["EN-gb"], ["en_US"])
    ('uk_UA', 'en_US')
    >>> pick_language(["zh-TW"], ["zh_CN", "zh_TW"]), pick_language(["", "*", "fr"], ["en_US"])
    ('zh_TW', None)
    """
    by_code = {_plain(code): code for code in reversed(installed)}
    by_language = {_plain(code).partition("_")[0]: code for code in reversed(installed)}
    for tag in map(_plain, wanted):
        found = by_code.get(tag) or by_language.get(tag.partition("_")[0])
        if found:
            return found
    return None


def _plain(code: str) -> str:
    return code.strip().replace("-", "_").casefold()

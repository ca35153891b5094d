# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of companies as comparable words."""

import re
from functools import lru_cache

from ..legal_forms import CJK_FORMS, LONG_FORMS, SHORT_FORMS
from ..names import fold_word
from ..text import clean_text, compatible
from .people import person_words

MAX_WORDS = 6
_LENGTH = 200
_QUOTES = re.compile(r"['’ʼ`´ʹ\"«»“”„]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,6}")
_SPLIT = re.compile(r"[^\w]+|_+")
_CJK = re.compile(r"[\u3400-\u9fff]")
_TRADERS = re.compile(
    r"\b(?:фоп|ип|ип|спд|спдфо|пбоюл|fop)\b|фізична особа|физическое лицо"
    r"|\b(?:індивідуальний|индивидуальный|приватний|частный) (?:предприниматель|підприємець)\b"
    r"|\be\.? ?v\.?(?=\s|$)|egyéni vállalkozó|sole (?:trader|proprietor)",
)


@lru_cache(maxsize=4096)
def firm_words(name: str) -> tuple[tuple[str, ...], bool, bool]:
    """Return the folded words of a company, whether a form was named, whether a sole trader.

    >>> firm_words("ТОВ «Сонячний Дім»"), firm_words("ФОП Петренко Ольга")[1:]
    ((('soniacni', 'dim'), True, False), (True, True))
    """
    text = compatible(clean_text(name, _LENGTH)).casefold()
    trader = bool(_TRADERS.search(text))
    text = _DOTTED.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", text)
    padded = f" {' '.join(_SPLIT.sub(' ', _QUOTES.sub('', text)).split())} "
    before = padded
    for form in LONG_FORMS:
        if form in padded:
            padded = padded.replace(f" {form} ", " ")
    if _CJK.search(padded):
        for form in CJK_FORMS:
            padded = padded.replace(form, " ")
    kept = [word for word in padded.split() if word not in SHORT_FORMS]
    had_form = len(kept) != len(before.split())
    folded = [fold_word(word) for word in kept or before.split()]
    return tuple(word for word in folded if word), had_form, trader


def trader_words(name: str) -> tuple[str, ...]:
    """Return the person behind a sole trader's firm.

    >>> trader_words("ФОП Петренко Ольга Іванівна")
    ('petrenko', 'olga')
    """
    return tuple(word for word in person_words(_TRADERS.sub(" ", name.casefold())) if len(word) > 1)

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of companies as comparable words."""

import re
from functools import lru_cache
from typing import NamedTuple

from ..legal_forms import CJK_FORMS, SHORT_FORMS, without_long_forms
from ..names import fold_word
from .people import person_words, uncamel
from .plain import plain
from .trades import CITIES, TRADES

MAX_WORDS = 6
_LENGTH = 200
_QUOTES = re.compile(r"['’ʼ`´ʹ\"«»“”„]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,6}")
_SPLIT = re.compile(r"[^\w]+|_+")
_CJK = re.compile(r"[\u3400-\u9fff]+")
_TRADERS = re.compile(
    r"\b(?:фоп|ип|спд|спдфо|пбоюл|fop)\b|\bфізична особа|\bфизическое лицо"
    r"|\b(?:індивідуальний|индивидуальный|приватний|частный) (?:предприниматель|підприємець)\b"
    r"|\be\.? ?v\.?(?=\s|$)|\begyéni vállalkozó|\bsole (?:trader|proprietor)\b"
    r"|\bfizichna osoba|\bind(?:ividualny[ij]|\.) predprinimatel",
)
_BRANCH = re.compile(
    r"\b(?:обособленное подразделение|відокремлений підрозділ|структурное подразделение"
    r"|филиал|філія|філіал|представительство|представництво|отделение|відділення"
    r"|branch(?: office)?|fióktelep(?:e)?|fiók|telephely(?:e)?|filiale|zweigniederlassung"
    r"|niederlassung|succursale|sucursal|oddział|pobočka|sucursala|"
    r"filial|predstavnytstvo|predstavitelstvo)\b"
    r"|分公司|分店|办事处|辦事處|分行"
)
# An office is a branch only when more comes behind it: "Acme, office Kyiv".
_OFFICE = re.compile(r"[,(–—-]\s*(?:офис|офіс|office|iroda)\s+(?=\w)")


class Firm(NamedTuple):
    """What a company's name says.

    :param words: folded words without legal form.
    :param form: whether a legal form was named.
    :param trader: whether it is the firm of one person.
    :param branch: the folded words that name the branch; "-" for a branch without more.
    """

    words: tuple[str, ...]
    form: bool
    trader: bool
    branch: str


NOBODY = Firm((), False, False, "")


@lru_cache(maxsize=4096)
def firm_words(name: str) -> Firm:
    """Read the name of a company.

    >>> firm_words("ТОВ «Сонячний Дім»").words, firm_words("ФОП Петренко Ольга").trader
    (('soniacni', 'dim'), True)
    >>> firm_words("АО Васильев, филиал Саратов")[0::3], firm_words("广州海星建筑股份公司").words
    ((('vasilev',), 'saratov'), ('guangzou', 'gaiksing', 'konstruktion'))
    """
    text = _QUOTES.sub("", uncamel(plain(name, _LENGTH))).casefold()
    trader = bool(_TRADERS.search(text))
    text, branch = _without_branch(text)
    words, had_form = _plain_words(text)
    if not words:
        words = [word for word in _SPLIT.split(text) if word]
    return Firm(_folded(words), had_form, trader, branch)


def names_a_firm(name: str) -> bool:
    """Tell whether a name given for a person has the mark of a firm in it.

    >>> names_a_firm("Acme Kft."), names_a_firm("О.О.О. Ромашка"), names_a_firm("Sa Li")
    (True, True, False)
    """
    text = plain(name, _LENGTH).casefold()
    if not _MARKS.isdisjoint(_SPLIT.split(text.replace(".", ""))):
        return True
    return any(suffix in text for suffix in CJK_FORMS) if _CJK.search(text) else False


def trader_words(name: str) -> tuple[str, ...]:
    """Return the person behind a sole trader's firm.

    >>> trader_words("ФОП Петренко Ольга Іванівна")
    ('petrenko', 'olga')
    """
    return tuple(word for word in person_words(_TRADERS.sub(" ", name.casefold())) if len(word) > 1)


def _without_branch(text: str) -> tuple[str, str]:
    """Cut a branch off: what comes behind the word, or before it, says which one."""
    match = _BRANCH.search(text) or _OFFICE.search(text)
    if not match:
        return text, ""
    head, tail = text[: match.start()], text[match.end() :]
    words, _form = _plain_words(tail)
    if words and _plain_words(head)[0]:
        return head, "".join(_folded(words))
    return f"{head} {tail}", "-"


def _plain_words(text: str) -> tuple[list[str], bool]:
    """Return the words without legal forms, and whether there was one."""
    text = _DOTTED.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", text)
    words = [word for word in _SPLIT.split(text) if word]
    kept = [word for word in without_long_forms(words) if word not in SHORT_FORMS]
    form = len(kept) != len(words)
    if _CJK.search(text):
        plain = " ".join(kept)
        cut = plain
        for suffix in CJK_FORMS:
            cut = cut.replace(suffix, " ")
        kept, form = _chinese(cut), form or cut != plain
    return kept, form


def _chinese(text: str) -> list[str]:
    """Put blanks around the names of cities and trades, for there are none."""
    return _CJK.sub(lambda run: f" {_TERMS.sub(_spaced, run[0])} ", text).split()


def _spaced(match: re.Match[str]) -> str:
    return f" {match[0]} "


_TERMS = re.compile("|".join(sorted((*TRADES, *CITIES), key=len, reverse=True)))


def _folded(words: list[str]) -> tuple[str, ...]:
    folded = (fold_word(TRADES.get(word, word)) for word in words)
    return tuple(word for word in folded if word and word not in _COMPANY)


# Only forms that are no names of people as well.
_MARKS = frozenset(
    "ооо оао зао пао тов тзов фоп спд спдфо пбоюл прат общество товариство індивідуальний "
    "индивидуальный підприємець предприниматель llc ltd limited inc corp gmbh plc kft zrt nyrt kkt "
    "srl sarl sro doo ood eood oyj bhd pty pte llp ohg vállalkozó társaság company limitada "
    "оод еоод fop".split()
)
_COMPANY = frozenset(
    fold_word(word) for word in "co company компания компанія cég and и та".split()
)

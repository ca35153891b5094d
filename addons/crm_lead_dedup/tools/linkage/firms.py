# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of companies as comparable words."""

import re
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from ..legal_forms import CJK_FORMS, SHORT_FORMS, without_long_forms
from ..names import fold_word
from .coding import MISSING, code, word_code
from .people import Person, name_tokens, person_of, signs, uncamel
from .plain import plain, split_words
from .tokens import SILENT, Telling, telling, token
from .trades import CITIES, TRADES

MAX_WORDS = 6
WIDTH = MAX_WORDS + 2
_PACK = Struct(f"<{WIDTH}i").pack
_LENGTH = 200
_QUOTES = re.compile(r"['’ʼ`´ʹ\"«»“”„]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,6}")
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
# One of these words is in whatever the patterns above and below find.
_HINTS = frozenset(
    "фоп ип спд спдфо пбоюл fop фізична физическое індивідуальний индивидуальный приватний частный "
    "e ev egyéni sole fizichna individualnyj individualnyi ind обособленное відокремлений "
    "структурное филиал філія філіал представительство представництво отделение відділення "
    "branch fióktelep fióktelepe fiók telephely telephelye filiale zweigniederlassung "
    "niederlassung succursale sucursal oddział pobočka sucursala filial predstavnytstvo "
    "predstavitelstvo офис офіс office iroda".split()
)
# An office is a branch only when more comes behind it: "Acme, office Kyiv".
_OFFICE = re.compile(r"[,(–—-]\s*(?:офис|офіс|office|iroda)\s+(?=\w)")


class Firm(NamedTuple):
    """What a company's name says.

    :param packed: what is stored of it, with ``text``.
    :param words: folded words without legal form.
    :param form: whether a legal form was named.
    :param trader: whether it is the firm of one person.
    :param branch: the folded words that name the branch; "-" for a branch without more.
    :param telling: what goes into keys.
    """

    packed: bytes
    text: str
    words: tuple[str, ...]
    form: bool
    trader: bool
    branch: str
    telling: Telling


NOBODY = Firm(_PACK(*[MISSING] * WIDTH), "", (), False, False, "", SILENT)


@lru_cache(maxsize=8192)
def firm(name: str) -> Firm:
    """Read the name of a company.

    >>> firm("ТОВ «Сонячний Дім»").words, firm("ФОП Петренко Ольга").trader
    (('soniacni', 'dim'), True)
    >>> firm("АО Васильев, филиал Саратов").branch, firm("广州海星建筑股份公司").words
    ('saratov', ('guangzou', 'gaiksing', 'konstruktion'))
    """
    text = plain(name, _LENGTH)
    text = _QUOTES.sub("", text if text.istitle() else uncamel(text)).casefold()
    raw = split_words(text)
    chinese = not text.isascii() and _CJK.search(text) is not None
    # The patterns are slow and hardly ever fit: only where one of their words is there.
    hinted = chinese or not _HINTS.isdisjoint(raw)
    trader = hinted and _TRADERS.search(text) is not None
    text, branch = _without_branch(text) if hinted else (text, "")
    words, had_form = _plain_words(text)
    folded = _folded(words or split_words(text))
    tokens = [token(word) for word in folded]
    codes = [word_code(word) for word in folded[:MAX_WORDS]]
    fill = [MISSING] * (MAX_WORDS - len(codes))
    shown = folded[:MAX_WORDS]
    packed = _PACK(*codes, *fill, code("".join(shown)), word_code(branch))
    return Firm(packed, " ".join(shown), folded, had_form, trader, branch, telling(tokens))


def names_a_firm(name: str) -> bool:
    """Tell whether a name given for a person has the mark of a firm in it.

    >>> names_a_firm("Acme Kft."), names_a_firm("О.О.О. Ромашка"), names_a_firm("Sa Li")
    (True, True, False)
    """
    text = plain(name, _LENGTH).casefold()
    if not _MARKS.isdisjoint(split_words(text.replace(".", ""))):
        return True
    if text.isascii() or not _CJK.search(text):
        return False
    return any(suffix in text for suffix in CJK_FORMS)


def trader(name: str) -> Person:
    """Return the person behind a sole trader's firm.

    >>> trader("ФОП Петренко Ольга Іванівна").words
    ('petrenko', 'olga')
    """
    tokens, father = name_tokens(_TRADERS.sub(" ", name.casefold()))
    return person_of([each for each in tokens if len(each.word) > 1], father, signs(name))


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
    if "." in text:
        text = _DOTTED.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", text)
    words = split_words(text)
    kept = [word for word in without_long_forms(words) if word not in SHORT_FORMS]
    form = len(kept) != len(words)
    if not text.isascii() and _CJK.search(text):
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

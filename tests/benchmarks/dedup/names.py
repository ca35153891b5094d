# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People's names: who somebody is, and how it is written on a card."""

from random import Random
from typing import NamedTuple

from dedup.language import Language
from dedup.translit import latin, plain, russified
from dedup.typos import typo

_HARD = "бвгджзклмнпрстфхцчшщ"


class Name(NamedTuple):
    """A person's full name in the language's own script."""

    given: str
    surname: str
    patronymic: str
    female: bool


def make(language: Language, rng: Random, surname: str = "") -> Name:
    """Draw a name; a household hands in its surname in the man's form."""
    female = rng.random() < 0.47
    given = (language.female if female else language.male).draw(rng)
    patronymic = (
        _patronymic(language.male.draw(rng), language.code, female) if language.patronymics else ""
    )
    return Name(given, surname or language.surnames.draw(rng), patronymic, female)


def surname_of(name: Name, code: str) -> str:
    """The surname in the form of the person's sex."""
    if not name.female:
        return name.surname
    if code == "ru":
        if name.surname.endswith(("ов", "ев", "ёв", "ин")):
            return name.surname + "а"
        if name.surname.endswith("ский"):
            return name.surname[:-2] + "ая"
    if code == "uk" and name.surname.endswith("ський"):
        return name.surname[:-2] + "а"
    return name.surname


def _patronymic(father: str, code: str, female: bool) -> str:
    if code == "uk":
        root = father[:-1] if father[-1] in "йоаь" else father
        soft = father[-1] in "йь"
        if female:
            return root + ("ївна" if soft else "івна")
        return root + ("йович" if soft else "ович")
    if father[-1] in "йь":
        ending = ("евна", "евич")
    elif father[-1] in "ая":
        ending = ("инична", "ич")
    else:
        ending = ("овна", "ович")
    root = father if father[-1] in _HARD else father[:-1]
    if father.endswith("ий"):
        root = father[:-2] + "ь"
    return root + ending[0 if female else 1]


class NameStyle(NamedTuple):
    """Odds of what happens to a name on its way to a card."""

    patronymic: float
    short: float
    in_latin: float
    swapped: float
    typo: float
    part: float
    initial: float
    glued: float
    other_language: float


FIRST = NameStyle(0.45, 0.03, 0.10, 0.10, 0.01, 0.01, 0.01, 0.002, 0.0)
COPY = NameStyle(0.25, 0.12, 0.20, 0.30, 0.09, 0.025, 0.03, 0.012, 0.04)


def write(name: Name, language: Language, style: NameStyle, rng: Random) -> str:
    """The name as it stands on a card."""
    roll = rng.random
    given, surname, patronymic = name.given, surname_of(name, language.code), name.patronymic
    if roll() < style.short and given in language.short:
        given = rng.choice(language.short[given])
        patronymic = ""
    elif roll() < style.initial and language.code != "zh":
        given = given[0] + "."
        patronymic = patronymic and patronymic[0] + "."
    if patronymic and roll() > style.patronymic:
        patronymic = ""
    if roll() < style.other_language and language.code == "uk":
        given, surname, patronymic = russified(given), russified(surname), russified(patronymic)
    if roll() < style.typo:
        if roll() < 0.65:
            surname = typo(surname, rng)
        else:
            given = typo(given, rng)
    if roll() < style.in_latin:
        given, surname, patronymic = _in_latin((given, surname, patronymic), language.code, rng)
    text = _ordered(given, surname, patronymic, language, style, rng)
    return _cased(text, rng)


def _in_latin(parts: tuple[str, str, str], code: str, rng: Random) -> tuple[str, ...]:
    """All parts in Latin letters; people use one way for all, mostly."""
    if code in {"hu", "en"}:
        return tuple(plain(part) for part in parts)
    if code == "zh":
        return tuple(latin(part, code, rng) for part in parts)
    return tuple(latin(" | ".join(parts), code, rng).split(" | "))


def _ordered(
    given: str, surname: str, patronymic: str, language: Language, style: NameStyle, rng: Random
) -> str:
    """Family name first or last, now and then only one of them, or without a blank."""
    if rng.random() < style.part:
        return given if rng.random() < 0.75 and not given.endswith(".") else surname
    family_first = rng.random() < language.family_first
    if rng.random() < style.swapped:
        family_first = not family_first
    # Characters stand together; so does what is typed in a hurry.
    space = "" if surname[-1] > "一" or rng.random() < style.glued else " "
    if family_first:
        if rng.random() < 0.03 and space:
            surname += ","
        return space.join(part for part in (surname, given, patronymic) if part)
    if surname[-1] > "一":
        return surname + given
    return space.join(part for part in (given, patronymic, surname) if part)


def _cased(text: str, rng: Random) -> str:
    roll = rng.random()
    if roll < 0.03:
        return text.upper()
    return text.lower() if roll < 0.06 else text

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Companies' names: what they are called, and how it is written on a card."""

from random import Random
from typing import NamedTuple

from dedup.language import Language
from dedup.names import NameStyle
from dedup.translit import latin, pinyin, plain, slug
from dedup.typos import typo
from dedup.words_zh import TRADES


class Called(NamedTuple):
    """A company's name in parts; `trade` is what people leave out."""

    town: str
    core: str
    trade: str
    form: tuple[str, str, bool]


def make(language: Language, town: str, rng: Random) -> Called:
    """Draw a name, one in six after its founder."""
    form = rng.choice(language.forms)
    first, second, third = (group.draw(rng) for group in language.firm_words)
    if language.code == "zh":
        return Called(town, first + second, third, form)
    if rng.random() < 0.16:
        surname = language.surnames.draw(rng)
        if language.code == "en":
            return Called(
                "", f"{surname} & {rng.choice(('Sons', 'Co', 'Partners', 'Reed'))}", third, form
            )
        return Called("", surname, third, form)
    if language.firm_glue:
        return Called("", first + language.firm_glue + second, third, form)
    trade = third if rng.random() < 0.45 else ""
    return Called("", first + second.lower(), trade, form)


def domain(called: Called, language: Language, rng: Random) -> str:
    """The name a site would have; the caller sees to it that nobody else has it."""
    core = slug(called.core.replace("&", "and"), language.code, rng)
    if called.trade and rng.random() < 0.5:
        trade = TRADES.get(called.trade) or called.trade
        core += rng.choice(("-", "")) + slug(trade, language.code, rng)[:9]
    return core


def ending(language: Language, rng: Random) -> str:
    """The last part of a site's name."""
    own = {"RU": "ru", "UA": "ua", "HU": "hu", "GB": "co.uk", "US": "com", "CN": "cn"}
    if rng.random() < 0.72:
        return "com.ua" if language.code == "uk" and rng.random() < 0.5 else own[language.country]
    return rng.choice(("com", "net", "com", "biz", "org", "eu"))


def write(called: Called, language: Language, style: NameStyle, suffix: str, rng: Random) -> str:
    """The name as it stands on a card."""
    if language.code == "zh":
        return _chinese(called, style, suffix, rng)
    roll = rng.random
    core, trade = called.core, called.trade
    if trade and roll() < style.short * 1.3:
        trade = ""
    if roll() < style.typo:
        core = typo(core, rng)
    name = f"{core} {trade}".strip()
    form = _form(called, rng, style)
    if suffix:
        name = f"{name}, {suffix}"
    if roll() < style.in_latin * 0.7:
        name, form = _in_latin(name, form, language, rng)
    if roll() < style.glued * 2:
        name = name.replace(" ", "")
    name = _quoted(name, language, rng)
    in_front = called.form[2] != (roll() < style.swapped * 0.3)
    text = f"{form} {name}" if in_front else f"{name} {form}"
    text = text.strip()
    return text.upper() if roll() < 0.05 else text


def _form(called: Called, rng: Random, style: NameStyle) -> str:
    """Short, spelled out, or none."""
    roll = rng.random()
    if roll < 0.08 + style.short:
        return ""
    return called.form[1] if roll > 1 - style.short * 0.8 else called.form[0]


def _in_latin(name: str, form: str, language: Language, rng: Random) -> tuple[str, str]:
    if language.code in {"hu", "en"}:
        return plain(name), plain(form)
    shown = rng.choice((latin(form, language.code, rng), "LLC", "")) if len(form) < 6 else "LLC"
    return latin(name, language.code, rng), shown


def _quoted(name: str, language: Language, rng: Random) -> str:
    if language.code not in {"ru", "uk"} or rng.random() < 0.4:
        return name
    return f"«{name}»" if rng.random() < 0.4 else f'"{name}"'


def _chinese(called: Called, style: NameStyle, suffix: str, rng: Random) -> str:
    core = typo(called.core, rng) if rng.random() < style.typo else called.core
    if rng.random() < style.in_latin:
        trade = TRADES[called.trade]
        town = pinyin(called.town) + " " if rng.random() < 0.7 else ""
        return f"{town}{pinyin(core)} {trade} {rng.choice(('Co., Ltd.', 'Co.,Ltd', 'Ltd.'))}"
    town = "" if rng.random() < style.short else called.town
    return f"{town}{core}{called.trade}{_form(called, rng, style)}{suffix}"


def sole_trader(name: str, language: Language, rng: Random) -> str:
    """Somebody's name with the words for his trade before or after it."""
    assert language.sole
    short, long = language.sole
    word = short if rng.random() < 0.85 else long
    return f"{name} {word}" if language.code == "hu" or rng.random() < 0.1 else f"{word} {name}"

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Turns a reading into the columns of each comparison: whole numbers and short texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..names import fold_word
from . import firms, people
from .coding import MISSING, code, word_code
from .contacts import MAX_EMAILS, MAX_PHONES, mailboxes, phone_tails, site
from .given_names import is_given
from .places import city_name, street_parts, zip_code
from .plain import plain
from .reading import Reading, text_of, texts_of
from .rules import Rules

STREET_WORDS = 6
# Mark of a word that is no misspelling of another marked one, and of one that is of none at all.
KNOWN, EXACT = 1 << 20, 1 << 21
# Words of a name that may be written together, and where their codes begin.
GLUED = ((0, 1), (1, 0), (1, 2))
GLUE = people.MAX_WORDS * 2
EXTRAS = len(GLUED) + 1
_Encoded = tuple[Sequence[int], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What an encoder may look at."""

    reading: Reading
    field: str
    rules: Rules


def words_of(words: Sequence[str], size: int) -> list[int]:
    """Return one code a word, filled up with zeros."""
    codes = [word_code(word) for word in words[:size]]
    return codes + [MISSING] * (size - len(codes))


def initials_of(words: Sequence[str], size: int, *, exact: bool) -> list[int]:
    """Return the first letter of each word; negative for a word that is an initial only.

    A word that is known to be a given name is marked, and all words when ``exact``.
    """
    codes: list[int] = []
    for word in words[:size]:
        # "C." may stand for Charles and for Karl, as it is written.
        letter = ord("k" if word[0] == "c" else word[0])
        mark = (KNOWN if is_given(word) else 0) | (EXACT if exact else 0)
        codes.append(-letter if len(word) == 1 else letter | mark)
    return codes + [MISSING] * (size - len(codes))


def _person(context: Context) -> _Encoded:
    words = context.reading.person
    if context.field != "name":
        words = people.person_words(text_of(context.reading.record, context.field))
    size = people.MAX_WORDS
    words = words[:size]
    exact = people.is_chinese(text_of(context.reading.record, context.field))
    names = people.canonical(words)
    letters = initials_of(words, size, exact=exact)
    return [*words_of(names, size), *letters, *_glued(words)], " ".join(names)


def _glued(words: Sequence[str]) -> list[int]:
    """Return the codes of the words of ``GLUED`` written together, and of all of them."""
    if len(words) < 2:
        return [MISSING] * EXTRAS
    codes = [
        word_code(people.glued(words[i], words[j])) if max(i, j) < len(words) else MISSING
        for i, j in (GLUED if len(words) > 2 else GLUED[:2])
    ]
    return [*codes, *[MISSING] * (len(GLUED) - len(codes)), code("".join(words))]


def _company(context: Context) -> _Encoded:
    firm = context.reading.company
    if context.field != "company":
        firm = firms.firm_words(text_of(context.reading.record, context.field))
    words = firm.words[: firms.MAX_WORDS]
    codes = [*words_of(words, firms.MAX_WORDS), code("".join(words)), word_code(firm.branch)]
    return codes, " ".join(words)


def _phone(context: Context) -> _Encoded:
    tails = context.reading.phones
    if context.field != "phone":
        texts = texts_of(context.reading.record, context.field)
        tails = phone_tails(texts, (context.reading.country,))
    codes = [*tails, *[MISSING] * (MAX_PHONES - len(tails))]
    return codes, str(tails[0]) if tails else ""


def _email(context: Context) -> _Encoded:
    boxes = context.reading.emails
    if context.field != "email":
        boxes = mailboxes(texts_of(context.reading.record, context.field), context.rules.lists)
    fill = [MISSING] * (MAX_EMAILS - len(boxes))
    keys = [box.key_code for box in boxes] + fill
    own = [1 if box.role else 2 for box in boxes] + fill
    locals_ = [box.local_code for box in boxes] + fill
    domains = [MISSING if box.free else word_code(box.domain) for box in boxes] + fill
    return [*keys, *own, *locals_, *domains], boxes[0].key if boxes else ""


def _tax(context: Context) -> _Encoded:
    own = context.field == "vat"
    tax = context.reading.tax if own else _plain(text_of(context.reading.record, context.field))
    return [code(tax)], tax


def _website(context: Context) -> _Encoded:
    own = context.field == "website"
    host = context.reading.site if own else site(text_of(context.reading.record, context.field))
    return [word_code(host)], ""


def _street(context: Context) -> _Encoded:
    if context.field == "street":
        words, number = context.reading.street
    else:
        words, number = street_parts(text_of(context.reading.record, context.field))
    words = words[:STREET_WORDS]
    house = word_code(f"#{number}") if number else MISSING
    return [*words_of(words, STREET_WORDS), house], " ".join(words)


def _city(context: Context) -> _Encoded:
    raw = text_of(context.reading.record, context.field).strip()
    city = context.reading.city if context.field == "city" else city_name(raw)
    # Two characters are a whole city: misspelt is what differs in them, not in their letters.
    return [word_code(city)], plain(raw, 60) if people.is_chinese(raw) else city


def _zip(context: Context) -> _Encoded:
    text = zip_code(text_of(context.reading.record, context.field))
    return [word_code(text)], text


def _country(context: Context) -> _Encoded:
    text = text_of(context.reading.record, context.field).strip().upper()[:2]
    return [word_code(text)], ""


def _exact(context: Context) -> _Encoded:
    return [code(text_of(context.reading.record, context.field).strip())], ""


def _normalised(context: Context) -> _Encoded:
    text = _plain(text_of(context.reading.record, context.field))
    return [code(text)], text


def _phonetic(context: Context) -> _Encoded:
    text = text_of(context.reading.record, context.field)
    words = sorted(fold_word(word) for word in plain(text, 400).casefold().split())
    return [code("".join(words))], " ".join(words)


def _plain(text: str) -> str:
    """Keep letters and digits only."""
    return "".join(char for char in plain(text, 255).casefold() if char.isalnum())


ENCODERS: dict[str, tuple[int, Callable[[Context], _Encoded]]] = {
    "person": (people.MAX_WORDS * 2 + EXTRAS, _person),
    "company": (firms.MAX_WORDS + 2, _company),
    "phone": (MAX_PHONES, _phone),
    "email": (MAX_EMAILS * 4, _email),
    "tax_number": (1, _tax),
    "website": (1, _website),
    "street": (STREET_WORDS + 1, _street),
    "city": (1, _city),
    "zip": (1, _zip),
    "country": (1, _country),
    "exact": (1, _exact),
    "normalised": (1, _normalised),
    "phonetic": (1, _phonetic),
    "fuzzy": (1, _phonetic),
    "distance": (1, _normalised),
}

# Kinds whose text is a number of words.
WORDS = {"person": people.MAX_WORDS, "company": firms.MAX_WORDS, "street": STREET_WORDS}


def width(rules: Rules) -> int:
    """Return how many numbers a profile has: the flags and those of each comparison."""
    return 1 + sum(ENCODERS[kind][0] for _field, kind in rules.columns)

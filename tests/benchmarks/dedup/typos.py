# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Slips of the finger."""

from random import Random

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшыьюя"


def typo(text: str, rng: Random) -> str:
    """One letter swapped with the next, left out, doubled or mistaken; the first one stays."""
    if len(text) < 4:
        return text
    place = rng.randrange(1, len(text) - 1)
    roll = rng.random()
    if roll < 0.3:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if roll < 0.55:
        return text[:place] + text[place + 1 :]
    if roll < 0.7:
        return text[:place] + text[place] + text[place:]
    letter = rng.choice(_CYRILLIC if "а" <= text[place].lower() <= "я" else _LATIN)
    return text[:place] + letter + text[place + 1 :]


def typo_digits(text: str, rng: Random) -> str:
    """One digit wrong, or two that changed places; neither is the first."""
    place = rng.randrange(3, len(text) - 1)
    if rng.random() < 0.4 and text[place] != text[place + 1]:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    digit = str((int(text[place]) + rng.randrange(1, 9)) % 10)
    return text[:place] + digit + text[place + 1 :]

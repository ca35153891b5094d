# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is wrong with a number, in a sentence that says what to do."""

from ..tools.requisites.errors import Reason


def sentence(env, label, error):
    """Return the sentence for an error of ``tools.requisites``.

    :param label: what the number is called
    """
    details = {"label": label} | error.details
    if error.reason == Reason.LENGTH:
        return _length(env, details)
    if error.reason == Reason.PART:
        return _part(env, details)
    if error.reason == Reason.OTHER:
        return _other(env, details)
    return {
        Reason.CHARACTER: lambda: env._(
            "“%(character)s” does not belong into %(label)s. Leave it out, or look whether another"
            " character was meant.",
            **details,
        ),
        Reason.CHECKSUM: lambda: env._(
            "The digits of %(label)s do not fit together: one is wrong, or two are swapped."
            " Compare them with the document.",
            **details,
        ),
        Reason.KIND: lambda: env._(
            "This is %(label)s of another kind of party: a company has 13 digits, a sole trader"
            " 15. Correct it, or say above whether this is a company or a sole trader.",
            **details,
        ),
        Reason.FORMAT: lambda: env._(
            "%(label)s has another form than this. Look for signs that do not belong to it.",
            **details,
        ),
    }[error.reason]()


def _length(env, details):
    lengths = [str(length) for length in details.pop("lengths")]
    if not lengths:
        return env._(
            "%(label)s does not have %(length)s characters. Compare it with the document.",
            **details,
        )
    return env._(
        "%(label)s has %(lengths)s characters, this one has %(length)s. Compare it with the"
        " document.",
        lengths=" / ".join(lengths),
        **details,
    )


def _part(env, details):
    part = details.pop("part")
    by_part = _parts_hu(env, details) if part.startswith("hu_") else _parts_ru(env, details)
    return by_part[part]()


def _parts_ru(env, details):
    return {
        "ru_ogrn_first": lambda: env._(
            "%(label)s does not begin with %(found)s. Compare it with the document.", **details
        ),
        "ru_bik_first": lambda: env._(
            "A BIK begins with 0, 1 or 2, not with %(found)s. Compare it with the document.",
            **details,
        ),
        "ru_correspondent_first": lambda: env._(
            "A correspondent account begins with 301, this one with %(found)s. Perhaps it is the"
            " customer's own account: that one belongs to the contact.",
            **details,
        ),
    }


def _parts_hu(env, details):
    return {
        "hu_taxation": lambda: env._(
            "The digit in the middle of %(label)s is one of %(allowed)s, not %(found)s (4: member"
            " of a VAT group, 5: the group itself). Compare it with the document.",
            **details,
        ),
        "hu_county": lambda: env._(
            "There is no county %(found)s: look at the last two digits of %(label)s.", **details
        ),
        "hu_person_first": lambda: env._(
            "The tax number of a person begins with 8, not with %(found)s. A company's has 11"
            " digits.",
            **details,
        ),
        "hu_court": lambda: env._(
            "There is no court %(found)s: %(label)s begins with 01 to 20.", **details
        ),
        "hu_form": lambda: env._(
            "There is no legal form %(found)s: the third and fourth digit of %(label)s are 01 to"
            " 23.",
            **details,
        ),
    }


def _other(env, details):
    other = details.pop("other")
    return {
        "ru_bik": lambda: env._(
            "This account is not one of the bank with the BIK %(found)s: a digit of the account is"
            " wrong, or the bank. Compare both with the document.",
            **details,
        ),
        "ru_bik_end": lambda: env._(
            "The correspondent account of this bank ends with %(found)s, as its BIK does. Compare"
            " both with the document.",
            **details,
        ),
        "ua_edrpou": lambda: env._(
            "%(label)s of this company begins with %(found)s, as its EDRPOU code does. Correct one"
            " of the two.",
            **details,
        ),
    }[other]()

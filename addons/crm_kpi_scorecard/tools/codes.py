# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A code for formulas, proposed from a name."""

import re
import unicodedata
from collections.abc import Collection

# Words shorter than this are typed gladly.
LONGEST = 40
# What Cyrillic letters are in Latin ones; those of two alphabets as the Russian one has them.
_LETTERS = dict(zip("абвгґдеёєзиіїйклмнопрстуыэф", "abvggdeeeziiiiklmnoprstuyef", strict=True))
_PAIRS = {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
_SILENT = dict.fromkeys("ьъ’'", "")
_TABLE = str.maketrans(_LETTERS | _PAIRS | _SILENT)


def proposed(name: str, used: Collection[str], otherwise: str) -> str:
    """A free code of small Latin letters, digits and _, a letter first.

    :param name: what is named, in any language
    :param used: codes that are not free
    :param otherwise: the code of a name without any letter that can be written so

    >>> proposed("Deals won, per month", (), "kpi")
    'deals_won_per_month'
    >>> proposed("Üzlet 2", {"uzlet_2"}, "kpi")
    'uzlet_2_2'
    >>> proposed("Щодня", (), "kpi"), proposed("24 h", (), "kpi"), proposed("營業額", (), "kpi")
    ('shchodnya', 'h', 'kpi')
    """
    # Before marks are taken off: й is not и.
    latin = unicodedata.normalize("NFC", name).lower().translate(_TABLE)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).lstrip("_0123456789")[:LONGEST].strip("_")
    base = words or otherwise
    code, number = base, 1
    while code in used:
        number += 1
        code = f"{base}_{number}"
    return code

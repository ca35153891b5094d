# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads tables as programs save them: any usual encoding, separator and spelling of the head."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

_SEPARATORS = ",;\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Cyrillic words are whole runs of such bytes; accents stand alone among ASCII letters.
_CYRILLIC = re.compile(rb"[\xa8\xb8\xc0-\xff]{4}")
# Other names of our columns.
_NAMES = {
    "rec_id": "id",
    "record_id": "id",
    "full_name": "name",
    "e_mail": "email",
    "mail": "email",
    "telephone": "phone",
    "tel": "phone",
    "mobile": "phones",
    "company_name": "company",
    "organisation": "company",
    "organization": "company",
    "address": "street",
    "addr": "street",
    "address_1": "street",
    "address_2": "street2",
    "town": "city",
    "suburb": "city",
    "postcode": "zip",
    "zipcode": "zip",
    "zip_code": "zip",
    "postal_code": "zip",
    "country_code": "country",
    "url": "website",
    "web": "website",
    "tax_id": "vat",
    "vat_number": "vat",
}


def read_table(path: Path, encoding: str = "") -> Iterator[dict[str, str]]:
    """Yield the rows of a file by the names of their columns, in lower case.

    :param encoding: for a file that is neither Unicode nor of Windows; guessed without.
    """
    text = decoded(path.read_bytes(), encoding)
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    names = [column(name) for name in next(lines, [])]
    # The name a column has itself goes before another name for it.
    for place, name in enumerate(names):
        names[place] = name if _NAMES.get(name, name) in names else _NAMES.get(name, name)
    for row in lines:
        if any(row):
            yield {name: value.strip() for name, value in zip(names, row, strict=False) if name}


def column(name: str) -> str:
    """Return the name of a column as it is compared.

    >>> column(" Is Company"), column("E-Mail")
    ('is_company', 'e_mail')
    """
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def decoded(data: bytes, encoding: str = "") -> str:
    """Return the text of a file.

    >>> decoded("Київ".encode("utf-8-sig")), decoded("Київ".encode("utf-16"))
    ('Київ', 'Київ')
    >>> decoded("Юрий".encode("cp1251")), decoded("Kovács".encode("cp1252"))
    ('Юрий', 'Kovács')
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            encoding = encoding or name
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise
    return data.decode("cp1251" if _CYRILLIC.search(data) else "cp1252", "replace")

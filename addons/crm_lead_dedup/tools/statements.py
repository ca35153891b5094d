# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an SQL statement is about to write, and how to have it tell which rows it wrote.

The journal of a merge must see every row that anybody writes meanwhile: the ORM, raw statements
of this add-on, and raw statements of other add-ons' hooks. It therefore reads the statements
themselves. Only their outline is understood here; what is not understood is said to be so, and
the journal then takes another way.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["insert", "update", "delete", "other"]

# What may hide keywords: texts, dollar-quoted bodies, comments. Quoted names stay.
_HIDDEN = re.compile(
    r"""'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/""",
    re.DOTALL,
)
_NAME = r'(?:(?:"?\w+"?)\.)?(?:"(?P<quoted>[^"]+)"|(?P<plain>\w+))'
_ALIAS = r'(?:\s+(?:AS\s+)?(?!(?:SET|USING|WHERE|RETURNING)\b)"?(?P<alias>\w+)"?)?'
_WRITES = re.compile(
    r"\b(?:(?P<insert>INSERT\s+INTO)|(?P<delete>DELETE\s+FROM)|(?P<merge>MERGE\s+INTO)"
    r"|(?P<truncate>TRUNCATE(?:\s+TABLE)?)"
    r"|(?<!FOR\s)(?<!KEY\s)(?<!DO\s)(?<!ON\s)(?P<update>UPDATE))\s+(?:ONLY\s+)?"
    rf"{_NAME}(?:\s*\*)?{_ALIAS}",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\s*\(*\s*(\w+)")
_BEGINS_A_WRITE = {"INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "TRUNCATE"}


@dataclass(frozen=True, slots=True)
class Statement:
    """The outline of a writing statement.

    ``kind`` is ``other`` when it writes in several places or in a way that cannot be extended.
    """

    kind: Kind
    tables: tuple[str, ...]
    alias: str = ""
    returning: bool = False
    on_conflict: bool = False


def _outline(text: str) -> str:
    """The statement with texts and comments blanked, offsets kept."""
    return _HIDDEN.sub(lambda match: " " * len(match[0]), text)


def _depth(text: str, position: int) -> int:
    return text.count("(", 0, position) - text.count(")", 0, position)


def parse(text: str) -> Statement | None:
    """Say what a statement writes; None when it writes nothing.

    >>> parse('UPDATE "crm_lead" SET name = %s WHERE id = 1').tables
    ('crm_lead',)
    >>> parse("DELETE FROM crm_tag_rel AS r USING x WHERE r.a = x.a").alias
    'r'
    >>> parse("INSERT INTO t AS n (a) VALUES (1) ON CONFLICT DO NOTHING RETURNING id")
    Statement(kind='insert', tables=('t',), alias='n', returning=True, on_conflict=True)
    >>> parse("WITH x AS (SELECT 1) UPDATE t AS u SET a = x.a FROM x").alias
    'u'
    >>> parse("WITH d AS (DELETE FROM a RETURNING id) INSERT INTO b SELECT id FROM d").tables
    ('a', 'b')
    >>> parse("SELECT 'UPDATE t SET a = 1' FROM t FOR UPDATE OF t")
    >>> parse("SAVEPOINT x")
    >>> parse("UPDATE a SET x = 1; DELETE FROM b").tables
    ('a', 'b')
    """
    outline = _outline(text)
    first = _FIRST.match(outline)
    several = ";" in outline.strip(" ;\n\t")
    if not first or (first[1].upper() not in _BEGINS_A_WRITE and not several):
        return None
    writes = list(_WRITES.finditer(outline))
    if not writes:
        return None
    tables = tuple(dict.fromkeys(match["quoted"] or match["plain"].lower() for match in writes))
    write = writes[0]
    other = write["merge"] or write["truncate"] or _depth(outline, write.start())
    if several or other or len(writes) > 1:
        return Statement("other", tables)
    kind: Kind = "insert" if write["insert"] else "delete" if write["delete"] else "update"
    tail = outline[write.end() :]
    returning = re.search(r"\bRETURNING\b", tail, re.IGNORECASE)
    conflict = re.search(r"\bON\s+CONFLICT\b", tail, re.IGNORECASE)
    named = kind != "insert" or re.search(r"\sAS\s", write[0], re.IGNORECASE)
    alias = write["alias"] if named else None
    return Statement(kind, tables, alias or tables[0], bool(returning), bool(conflict))


def telling(text: str, alias: str, columns: tuple[str, ...], then: str) -> str:
    r"""The same statement, whose written rows are at hand as ``written`` in what comes after.

    What comes after sees the tables as they were before: that is how PostgreSQL reads all parts
    of one statement from one snapshot.

    >>> telling("UPDATE t SET a = 1;", "t", ("id",), "SELECT 1 FROM written")
    'WITH written AS (\nUPDATE t SET a = 1\nRETURNING "t"."id")\nSELECT 1 FROM written'
    """
    returned = ", ".join(f'"{alias}"."{column}"' for column in columns)
    statement = text.rstrip().rstrip(";")
    return f"WITH written AS (\n{statement}\nRETURNING {returned})\n{then}"

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a statement writes is read right, in whatever dress it comes."""

import pytest
from crm_lead_dedup_tools.statements import parse, telling
from hypothesis import given
from hypothesis import strategies as st

words = st.text("abcdefghij_", min_size=1, max_size=8).map("t_{}".format)
anything = st.text(st.characters(blacklist_characters="'\\\x00"), max_size=30)


@given(words, words, anything)
def test_words_in_texts_are_no_keywords(table: str, column: str, text: str) -> None:
    """A text may say what it likes."""
    statement = "UPDATE {} SET {} = 'DELETE FROM x; RETURNING {}' WHERE id = 1"
    found = parse(statement.format(table, column, text))
    assert found is not None
    assert (found.kind, found.tables, found.returning) == ("update", (table,), False)


@given(words, st.sampled_from(["update", "UPDATE", "Update"]), st.sampled_from(["", "\n ", "(( "]))
def test_case_and_space(table: str, word: str, space: str) -> None:
    """Neither capitals nor blanks matter."""
    found = parse(f'{space.replace("(", "")}{word}   ONLY  "{table}"  x SET a = 1')
    assert found is not None
    assert (found.tables, found.alias) == ((table,), "x")


@pytest.mark.parametrize(
    ("text", "kind", "tables", "returning"),
    [
        ("INSERT INTO t SELECT * FROM u RETURNING id", "insert", ("t",), True),
        ("INSERT INTO public.t (a) VALUES (1)", "insert", ("t",), False),
        ("DELETE FROM ONLY t AS x USING u WHERE x.a = u.a", "delete", ("t",), False),
        ("/* UPDATE z SET a=1 */ DELETE FROM t", "delete", ("t",), False),
        ("WITH a AS (SELECT 1 FROM b FOR UPDATE) DELETE FROM t", "delete", ("t",), False),
        ("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2", "insert", ("t",), 0),
        ("WITH a AS (INSERT INTO t SELECT 1) SELECT 1", "other", ("t",), False),
        ("MERGE INTO t USING u ON TRUE WHEN MATCHED THEN DO NOTHING", "other", ("t",), False),
        ("TRUNCATE TABLE t", "other", ("t",), False),
        ("SELECT 1; DELETE FROM t", "other", ("t",), False),
    ],
)
def test_kinds(text: str, kind: str, tables: tuple[str, ...], returning: bool) -> None:
    """One example of each way to write."""
    found = parse(text)
    assert found is not None
    assert (found.kind, found.tables, found.returning) == (kind, tables, bool(returning))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT 1",
        "SELECT 'x' FROM t FOR NO KEY UPDATE SKIP LOCKED",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "SAVEPOINT s",
        "LOCK TABLE t IN SHARE MODE",
        "SET CONSTRAINTS ALL DEFERRED",
    ],
)
def test_what_writes_nothing(text: str) -> None:
    """Reading, locking and saving points change no row."""
    assert parse(text) is None


@given(words, words)
def test_telling_keeps_the_statement(table: str, column: str) -> None:
    """It stands inside as it was, also with a comment at its end."""
    text = f"DELETE FROM {table} -- {column} why"  # noqa: S608
    told = telling(text, table, ("id",), "SELECT 1 FROM written")
    assert text in told
    assert "why\nRETURNING" in told

# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Formulas: what they may say, what they give, and where they are wrong."""

from fractions import Fraction

import pytest
from crm_kpi_scorecard_tools.formula import (
    MAX_TEXT,
    FormulaError,
    cycle,
    evaluate,
    names,
    parse,
)

VALUES = {"cost": Fraction(90), "leads": Fraction(4), "none": None, "zero": Fraction(0)}


def result(text):
    """Return what a formula gives with a few known figures."""
    return evaluate(parse(text), VALUES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("12 / 3 / 2", 2),
        ("2 * -3", -6),
        ("--3", 3),
        ("-cost / leads", Fraction(-45, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("min(3, 1, 2) + max(3, 1, 2)", 4),
        ("abs(-2)", 2),
        ("round(2.5) + round(-2.5)", 0),
        ("round(2 / 3, 2)", Fraction(67, 100)),
        ("round(15, -1)", 15),
        ("round(1.5, 40)", Fraction(3, 2)),
        ("1 + 1 = 2", 1),
        ("1 != 1", 0),
        ("(2 >= 2) + (2 <= 1) + (2 > 1) + (1 < 2)", 3),
        ("if(leads > 3, cost, 0)", 90),
        ("if(leads < 3, cost, 7)", 7),
        ("if(-1, 1, 2)", 1),
        ("round(1 / 3, 40)", Fraction(333333333, 10**9)),
        ("+".join(["(1)"] * 60), 60),
        ("\tcost\n+leads ", 94),
    ],
)
def test_result(text, expected):
    """Arithmetic as at school, and exact."""
    assert result(text) == expected


def test_rounding_of_large_numbers_is_exact():
    """More digits than a double has survive, and more than it can hold do not break it."""
    assert result("round(9007199254740993)") == 9007199254740993
    assert result(f"round({'9' * 400})") == int("9" * 400)


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "none + 1",
        "none * 0",
        "cost / zero",
        "cost / (leads - 4)",
        "max(1, none)",
        "if(none, 1, 2)",
        "if(leads > 0, none, 2)",
        "none = none",
        "round(1, none)",
    ],
)
def test_no_data(text):
    """What is not known makes the whole unknown; so does a division by zero."""
    assert result(text) is None


@pytest.mark.parametrize("text", ["if(leads > 3, 1, none)", "if(zero, 1 / zero, 1)"])
def test_what_is_not_chosen_does_not_matter(text):
    """The other branch of a condition may be unknown."""
    assert result(text) == 1


@pytest.mark.parametrize(
    ("text", "message", "column", "subject"),
    [
        ("", "unexpected end", 1, ""),
        ("  ", "unexpected end", 3, ""),
        ("1 +", "unexpected end", 4, ""),
        ("(1", "unexpected end", 3, ""),
        ("1)", "unexpected", 2, ")"),
        ("1 2", "unexpected", 3, "2"),
        ("cost leads", "unexpected", 6, "leads"),
        ("1 < 2 < 3", "unexpected", 7, "<"),
        ("won.__class__", "unexpected", 4, "."),
        ("won[0]", "unexpected", 4, "["),
        ("2 ** 9", "unexpected", 4, "*"),
        ("'text'", "unexpected", 1, "'"),
        ("Won", "unexpected", 1, "W"),
        ("1, 2", "unexpected", 2, ","),
        ("min()", "unexpected", 5, ")"),
        ("eval(1)", "unknown function", 1, "eval"),
        ("1 + sum(1)", "unknown function", 5, "sum"),
        ("abs(1, 2)", "wrong number of arguments", 1, "abs"),
        ("if(1, 2)", "wrong number of arguments", 1, "if"),
    ],
)
def test_what_is_refused(text, message, column, subject):
    """Everything else is an error that says what is wrong, and where."""
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert (error.message, error.column, error.subject) == (message, column, subject)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1" * (MAX_TEXT + 1), "too long"),
        ("+".join(["1"] * 110), "too long"),
        ("(" * 51 + "1" + ")" * 51, "nested too deeply"),
        ("abs(" * 51 + "1" + ")" * 51, "nested too deeply"),
    ],
)
def test_limits(text, message):
    """A formula is short and flat enough for any machine."""
    with pytest.raises(FormulaError, match=message):
        parse(text)


def test_many_minus_signs_are_not_deep():
    """As many signs as the text can have are read without climbing down."""
    assert result("-" * (MAX_TEXT - 1) + "1") == -1


def test_an_unknown_name_is_told():
    """A figure that does not exist is an error and not 'no data'."""
    with pytest.raises(FormulaError, match="unknown name “won”"):
        result("won + 1")


def test_names_are_those_of_figures():
    """Functions are no figures; each figure is told once."""
    assert names(parse("if(a > 0, min(b, a), -c_1)")) == {"a", "b", "c_1"}


@pytest.mark.parametrize(
    ("graph", "path"),
    [
        ({}, None),
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b", "c", "b"]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, None),
        ({"a": ["unknown"]}, None),
    ],
)
def test_cycle(graph, path):
    """A circle is told as the way round it, without the way to it; a diamond is none."""
    assert cycle(graph) == path


def test_a_long_chain_is_no_burden():
    """Thousands of figures made of one another are looked through."""
    chain = {f"k{number}": [f"k{number + 1}"] for number in range(3000)}
    assert cycle(chain) is None
    assert len(cycle(chain | {"k3000": ["k0"]})) == 3002

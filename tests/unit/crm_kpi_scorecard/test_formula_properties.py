# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Formulas against Python's own arithmetic, and against any text at all."""

import ast
import operator
from fractions import Fraction
from itertools import pairwise

from crm_kpi_scorecard_tools.formula import FormulaError, cycle, evaluate, names, parse
from hypothesis import given
from hypothesis import strategies as st

SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
leaves = st.integers(0, 99).map(str) | st.sampled_from(["a", "b", "c"])
formulas = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(" ".join),
        parts.map("({})".format),
        parts.map("-{}".format),
    ),
    max_leaves=12,
)
values = st.fixed_dictionaries(
    {name: st.fractions(-9, 9, max_denominator=8) for name in ("a", "b", "c")}
)
letters = st.text("ab1.(),+-*/<=>!_ if\n", max_size=60)
edges = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12)


def python_says(node, known):
    """Return what Python's reading of the same text gives; dividing by zero raises."""
    if isinstance(node, ast.BinOp):
        sign = SIGNS[type(node.op)]
        return sign(python_says(node.left, known), python_says(node.right, known))
    if isinstance(node, ast.UnaryOp):
        return -python_says(node.operand, known)
    return known[node.id] if isinstance(node, ast.Name) else Fraction(node.value)


def refused_at(text):
    """Return the column at which a text is refused, None where it is a formula."""
    try:
        parse(text)
    except FormulaError as error:
        return error.column
    return None


@given(formulas, values)
def test_arithmetic_is_pythons(text, known):
    """Order of operations, signs and parentheses mean what they mean everywhere."""
    try:
        expected = python_says(ast.parse(text.strip(), mode="eval").body, known)
    except ZeroDivisionError:
        expected = None
    assert evaluate(parse(text), known) == expected


@given(formulas, formulas, values, st.sampled_from("+-*/"), st.booleans())
def test_no_data_spreads(text, other, known, sign, is_first):
    """Arithmetic with a figure that is missing gives no data, whatever the others are."""
    part = f"({other}) {sign} missing" if is_first else f"missing {sign} ({other})"
    tree = parse(f"({text}) - ({part})")
    assert evaluate(tree, known | {"missing": None}) is None


@given(formulas, values)
def test_only_the_names_told_are_needed(text, known):
    """What a formula says it is made of is enough to work it out."""
    tree = parse(text)
    needed = {name: known[name] for name in names(tree)}
    assert evaluate(tree, needed) == evaluate(tree, known)


@given(letters | st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    """Nothing typed breaks the reader, and an error points into the text or just behind it."""
    column = refused_at(text)
    if column is None:
        tree = parse(text)
        value = evaluate(tree, dict.fromkeys(names(tree), Fraction(2)))
        assert value is None or isinstance(value, Fraction)
    else:
        assert 1 <= column <= len(text) + 1


@given(edges)
def test_cycle_is_found_just_when_there_is_one(pairs):
    """A path told is a circle of the graph; where none is told, one can put all in an order."""
    graph = {name: sorted(to for at, to in pairs if at == name) for name in "abcdef"}
    path = cycle(graph)
    if path:
        assert path[0] == path[-1]
        assert all(pair in pairs for pair in pairwise(path))
        return
    left = dict(graph)
    while left:
        free = [name for name, parts in left.items() if not set(parts) & set(left)]
        assert free
        left = {name: parts for name, parts in left.items() if name not in free}

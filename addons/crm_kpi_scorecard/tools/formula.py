# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small language for figures made of figures: read into a tree, never executed as code.

Numbers, names of measures and KPIs, ``+ - * /``, parentheses, comparisons (1 or 0), and the
functions ``min max abs round if``. A name without data makes the result "no data", and so does a
division by zero.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .exact import nearest

Value = Fraction | None
MAX_TEXT, MAX_DEPTH, MAX_NODES = 500, 50, 200
# How many arguments each function takes (from, to).
FUNCTIONS = {"min": (1, 20), "max": (1, 20), "abs": (1, 1), "round": (1, 2), "if": (3, 3)}
COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z_][a-z0-9_]*)|(?P<sign><=|>=|!=|[-+*/(),<>=]))"
)


class FormulaError(ValueError):
    """What is wrong with a formula, and where.

    :param message: one of a few English phrases; ``subject`` is the word it is about
    :param column: the character it happens at, from 1
    """

    def __init__(self, message: str, column: int = 0, subject: str = "") -> None:
        super().__init__(message)
        self.message, self.column, self.subject = message, column, subject

    def __str__(self) -> str:
        """The phrase with its word and place."""
        about = f" “{self.subject}”" if self.subject else ""
        return f"{self.message}{about}" + (f" (column {self.column})" if self.column else "")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree: ``kind`` is number, name, an operator's sign, ``neg`` or a function."""

    kind: str
    number: Fraction = Fraction(0)
    name: str = ""
    parts: tuple["Node", ...] = ()


class _Reader:
    """Reads tokens from left to right; each method reads one level of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.place = self.nodes = self.depth = 0

    def whole(self) -> Node:
        node = self.comparison()
        if self.sign():
            raise self.wrong()
        return node

    def sign(self) -> str:
        return self.tokens[self.place][1]

    def take(self, *signs: str) -> str:
        kind, text, _column = self.tokens[self.place]
        if kind == "sign" and text in signs:
            self.place += 1
            return text
        return ""

    def wrong(self) -> FormulaError:
        _kind, text, column = self.tokens[self.place]
        return FormulaError("unexpected" if text else "unexpected end", column, text)

    def node(self, kind: str, *parts: Node, number: Fraction = Fraction(0), name: str = "") -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise FormulaError("too long", self.tokens[self.place][2])
        return Node(kind, number, name, parts)

    def comparison(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("nested too deeply", self.tokens[self.place][2])
        node = self.terms()
        sign = self.take(*COMPARISONS)
        if sign:
            node = self.node(sign, node, self.terms())
        self.depth -= 1
        return node

    def terms(self) -> Node:
        node = self.factors()
        while sign := self.take("+", "-"):
            node = self.node(sign, node, self.factors())
        return node

    def factors(self) -> Node:
        node = self.unary()
        while sign := self.take("*", "/"):
            node = self.node(sign, node, self.unary())
        return node

    def unary(self) -> Node:
        minus = 0
        while self.take("-"):
            minus += 1
        node = self.atom()
        return self.node("neg", node) if minus % 2 else node

    def atom(self) -> Node:
        kind, text, column = self.tokens[self.place]
        if self.take("("):
            node = self.comparison()
            self.expect(")")
            return node
        if kind not in ("number", "name"):
            raise self.wrong()
        self.place += 1
        if kind == "number":
            return self.node("number", number=Fraction(text))
        if self.take("("):
            return self.call(text, column)
        return self.node("name", name=text)

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.wrong()

    def call(self, name: str, column: int) -> Node:
        if name not in FUNCTIONS:
            raise FormulaError("unknown function", column, name)
        parts = [self.comparison()]
        while self.take(","):
            parts.append(self.comparison())
        self.expect(")")
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(parts) <= most:
            raise FormulaError("wrong number of arguments", column, name)
        return self.node(name, *parts)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """The words of a formula with their columns, and an empty one at its end."""
    if len(text) > MAX_TEXT:
        raise FormulaError("too long", MAX_TEXT)
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            raise FormulaError("unexpected", place + 1, text[place])
        kind = match.lastgroup or ""
        found.append((kind, match[kind], match.start(kind) + 1))
        place = match.end()
    return [*found, ("end", "", len(text) + 1)]


def parse(text: str) -> Node:
    """The tree of a formula.

    :raises FormulaError: with a phrase and a column

    >>> sorted(names(parse("won / (won + lost) * 100")))
    ['lost', 'won']
    >>> parse("won.__class__")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    crm_kpi_scorecard...FormulaError: unexpected “.” (column 4)
    """
    return _Reader(text).whole()


def names(node: Node) -> frozenset[str]:
    """The codes a formula is made of."""
    own = {node.name} if node.kind == "name" else set()
    return frozenset(own.union(*(names(part) for part in node.parts)))


def evaluate(node: Node, values: Mapping[str, Value]) -> Value:
    """What a formula gives, None where there is no data.

    :raises FormulaError: a name that ``values`` does not have

    >>> evaluate(parse("cost / leads"), {"cost": Fraction(90), "leads": Fraction(4)})
    Fraction(45, 2)
    >>> evaluate(parse("if(leads > 0, cost, 1)"), {"cost": None, "leads": Fraction(0)})
    Fraction(1, 1)
    """
    if node.kind == "number":
        return node.number
    if node.kind == "name":
        if node.name not in values:
            raise FormulaError("unknown name", 0, node.name)
        return values[node.name]
    if node.kind == "if":
        condition = evaluate(node.parts[0], values)
        return None if condition is None else evaluate(node.parts[1 if condition else 2], values)
    parts = [evaluate(part, values) for part in node.parts]
    known = [part for part in parts if part is not None]
    return _apply(node.kind, known) if len(known) == len(parts) else None


def _apply(kind: str, parts: list[Fraction]) -> Value:
    """One operation on numbers that are all known."""
    first, second = parts[0], parts[-1]
    if kind in COMPARISONS:
        return Fraction(_compare(kind, first, second))
    if kind == "/":
        return first / second if second else None
    if kind == "round":
        return nearest(first, _digits(parts))
    simple = {
        "+": lambda: first + second,
        "-": lambda: first - second,
        "*": lambda: first * second,
        "neg": lambda: -first,
        "abs": lambda: abs(first),
        "min": lambda: min(parts),
        "max": lambda: max(parts),
    }
    return simple[kind]()


def _digits(parts: list[Fraction]) -> int:
    """The second argument of `round`, within reason."""
    return max(0, min(9, int(parts[1]))) if len(parts) > 1 else 0


def _compare(sign: str, first: Fraction, second: Fraction) -> bool:
    return {
        "<": first < second,
        "<=": first <= second,
        ">": first > second,
        ">=": first >= second,
        "=": first == second,
        "!=": first != second,
    }[sign]


def cycle(graph: Mapping[str, Iterable[str]]) -> list[str] | None:
    """A circle in what is made of what, as its path; None when there is none.

    >>> cycle({"a": ["b"], "b": ["c"], "c": ["a"]})
    ['a', 'b', 'c', 'a']
    >>> cycle({"a": ["b", "c"], "b": ["c"], "c": []}) is None
    True
    """
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        waiting = [iter([start])]
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name not in done and name in graph:
                path.append(name)
                waiting.append(iter(graph[name]))
    return None

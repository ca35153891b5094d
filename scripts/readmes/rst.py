# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
r"""Markdown to reStructuredText, for the part of Markdown that a readme needs.

>>> print(convert("Press **New**, then `Save`:\n\n* one\n* two *times*"))
Press **New**, then ``Save``:
<BLANKLINE>
* one
* two *times*
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

UNDERLINES = "=-~^\"'"
MARKERS = {"strong": "**", "em": "*"}
IMAGES = "../static/description/"


def parser() -> MarkdownIt:
    """Return the reader of our fragments: plain CommonMark, and tables."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def convert(markdown: str, level: int = 1) -> str:
    """Return the reStructuredText of a fragment whose top headline has the given level."""
    tree = SyntaxTreeNode(parser().parse(markdown))
    return _blocks(tree, level)


def title(text: str, level: int) -> str:
    """Return a headline: level 0 is the document's own.

    >>> print(title("Usage", 1))
    Usage
    -----
    """
    return f"{text}\n{UNDERLINES[level] * max(len(text), 3)}"


def _blocks(node: SyntaxTreeNode, level: int) -> str:
    return "\n\n".join(_block(child, level) for child in node.children)


def _block(node: SyntaxTreeNode, level: int) -> str:
    writer = WRITERS.get(node.type)
    if writer is None:
        raise ValueError(f"a readme fragment cannot hold a {node.type} (line {_line(node)})")
    return writer(node, level)


def _heading(node: SyntaxTreeNode, level: int) -> str:
    # `#` of a fragment stands one level below the section that holds the fragment.
    return title(_inline(node), level + int(node.tag[1]))


def _paragraph(node: SyntaxTreeNode, _level: int) -> str:
    inline = node.children[0]
    if len(inline.children) == 1 and inline.children[0].type == "image":
        image = inline.children[0]
        source = str(image.attrs["src"]).replace(IMAGES, "static/description/")
        return f".. image:: {source}\n   :alt: {image.content}"
    return _inline(node)


def _bullets(node: SyntaxTreeNode, level: int) -> str:
    return _items(node, level, ["* "] * len(node.children))


def _numbers(node: SyntaxTreeNode, level: int) -> str:
    first = int(node.attrs.get("start", 1))
    marks = [f"{first + place}. " for place in range(len(node.children))]
    return _items(node, level, marks)


def _items(node: SyntaxTreeNode, level: int, marks: list[str]) -> str:
    texts = [
        mark + _indent(_blocks(item, level), len(mark)).lstrip()
        for mark, item in zip(marks, node.children, strict=True)
    ]
    return ("\n\n" if any("\n\n" in text for text in texts) else "\n").join(texts)


def _code(node: SyntaxTreeNode, _level: int) -> str:
    language = node.info.strip() or "text"
    return f".. code-block:: {language}\n\n{_indent(node.content.rstrip(), 3)}"


def _quote(node: SyntaxTreeNode, level: int) -> str:
    return f".. note::\n\n{_indent(_blocks(node, level), 3)}"


def _table(node: SyntaxTreeNode, _level: int) -> str:
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for part in node.children:
        for row in part.children:
            marks = ["   * - ", *["     - "] * (len(row.children) - 1)]
            lines += [mark + _inline(cell) for mark, cell in zip(marks, row.children, strict=True)]
    return "\n".join(line.rstrip() for line in lines)


WRITERS: dict[str, Callable[[SyntaxTreeNode, int], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _bullets,
    "ordered_list": _numbers,
    "fence": _code,
    "code_block": _code,
    "blockquote": _quote,
    "table": _table,
}


def _inline(node: SyntaxTreeNode) -> str:
    """Return the text of a paragraph, a headline or a cell, on one or more lines."""
    children = node.children[0].children if node.children else []
    text = ""
    for child in children:
        piece, marked = _span(child)
        # Markup must not touch a letter: an escaped blank parts them and shows nothing.
        if text and marked and not re.search(r"[\s(\[{'\"/:-]$", text):
            text += "\\ "
        text += piece
        if marked:
            text += "\0"
    # The same on the right-hand side.
    return re.sub(r"\0(?=\w)", r"\\ ", text).replace("\0", "")


def _span(node: SyntaxTreeNode) -> tuple[str, bool]:
    """Return one piece of a line, and whether it is markup."""
    if node.type == "text":
        return _escape(node.content), False
    if node.type in {"softbreak", "hardbreak"}:
        return "\n", False
    if node.type == "code_inline":
        return f"``{node.content}``", True
    if node.type in MARKERS:
        # reStructuredText knows no markup within markup: the outer one stays.
        mark = MARKERS[node.type]
        return f"{mark}{_escape(_plain(node))}{mark}", True
    if node.type == "link":
        return f"`{_escape(_plain(node))} <{node.attrs['href']}>`__", True
    raise ValueError(f"a readme fragment cannot hold a {node.type} within a line")


def _plain(node: SyntaxTreeNode) -> str:
    if node.children:
        return "".join(_plain(child) for child in node.children)
    return " " if node.type == "softbreak" else node.content


def _escape(text: str) -> str:
    r"""Protect what reStructuredText would read as markup.

    >>> _escape("2 * 3 and name_ but snake_case")
    '2 \\* 3 and name\\_ but snake_case'
    """
    text = re.sub(r"([\\*`|])", r"\\\1", text)
    return re.sub(r"_(?!\w)", r"\\_", text)


def _indent(text: str, width: int) -> str:
    return "\n".join(" " * width + line if line else line for line in text.splitlines())


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 0

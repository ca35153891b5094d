# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How large files and functions are, and that a file holds one model."""

import ast

import pytest

from house.lint_scan import repository_files

FILE_LINES = 300
# Lines that do something: a docstring and comments are not what makes a function hard to read.
FUNCTION_LINES = 30
CODE = {".py", ".js", ".xml", ".scss"}
NOT_CODE = ("i18n", "demo", "tests", "node_modules")


def _code_files(root):
    for path in repository_files():
        parts = path.relative_to(root).parts
        if path.suffix in CODE and not set(parts) & set(NOT_CODE):
            yield path


def _code_lines(function, source):
    """Count a function's lines without its docstring, its comments and blank lines."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    lines = source[body[0].lineno - 1 : function.end_lineno]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def test_files_stay_small(root):
    """A file of more than 300 lines has more than one concern."""
    sizes = {
        str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _code_files(root)
    }
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


def test_functions_stay_small(root):
    """A function fits on a screen with room to spare."""
    large = {}
    for path in _code_files(root):
        if path.suffix != ".py":
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = _code_lines(node, text.splitlines())
                if size > FUNCTION_LINES:
                    large[f"{path.relative_to(root)}:{node.lineno} {node.name}"] = size
    assert large == {}


def test_one_model_in_a_file(addon):
    """A file below models/ defines or extends one model."""
    seen = {}
    for file, node in addon.classes():
        if _is_model(node) and file.parent.name == "models":
            seen.setdefault(file.name, []).append(node.name)
    assert {name: classes for name, classes in seen.items() if len(classes) > 1} == {}


def _is_model(node):
    names = {
        target.id
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    return bool(names & {"_name", "_inherit"})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('def f():\n    """One.\n\n    Two.\n    """\n    # why\n\n    return 1\n', 1),
        ("def f():\n    a = 1\n    return a\n", 2),
        ('def f():\n    """Nothing else."""\n', 0),
    ],
)
def test_lines_are_counted_as_said(text, lines):
    """The measure itself leaves out docstrings, comments and blank lines."""
    assert _code_lines(ast.parse(text).body[0], text.splitlines()) == lines


def _own_methods(node):
    """The methods of a class that call no ``super()``, each with the models it is for."""
    models = {
        name.value
        for line in node.body
        if isinstance(line, ast.Assign) and line.targets[0].id in ("_name", "_inherit")
        for name in ast.walk(line.value)
        if isinstance(name, ast.Constant)
    }
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and "super(" not in ast.unparse(method):
            yield from ((model, method.name) for model in models)


def test_addons_do_not_meet(addons):
    """Two add-ons that give one model a method of one name would call each other's."""
    owners = {}
    for addon in addons.values():
        for _file, node in addon.classes():
            for found in _own_methods(node):
                owners.setdefault(found, set()).add(addon.name)
    assert {found: names for found, names in owners.items() if len(names) > 1} == {}

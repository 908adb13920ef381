"""No helper stands twice in the tests, or in what is run beside them.

A helper is any function, fixture or method that is not a test, also one inside a
test. Two are the same if their bodies are, whatever they, their arguments and their
variables are called, and whatever their docstrings and annotations say. What they
use from outside keeps its name, since it is something else under another one.

A body that only hands on may stand twice: one statement with one call at most, and
beside it only names, attributes, constants and text made of them, such as
`return await load(hass, gateway)`. It knows nothing that could change at one place
and be forgotten at the other. From three it is a habit, and gets one name. If nothing
is called, as in `return True`, only the name says what is meant, so it has to be the
same as well.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import override

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("tests", "screens", "benchmarks", "demo", "scripts/lib")

# How often a body that only hands on may stand.
MOST_THAT_HAND_ON = 2

type Function = ast.FunctionDef | ast.AsyncFunctionDef

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_HANDS_ON = (
    *(ast.Expr, ast.Return, ast.Assert),
    *(ast.Call, ast.keyword, ast.Starred, ast.Await, ast.Yield),
    *(ast.Name, ast.Attribute, ast.Constant, ast.expr_context),
    *(ast.JoinedStr, ast.FormattedValue),
)


@dataclass(frozen=True)
class Helper:
    """One of them as it is compared."""

    place: str
    """File and name, such as `tests/fixtures.py gateway`."""

    knows: str
    """What nobody else may know: its statements, and its name if that is all."""

    hands_on: bool


class _Bare(ast.NodeTransformer):
    """Takes out docstrings and annotations."""

    @override
    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) and ast.get_docstring(node):
            del node.body[0]
        if isinstance(node, _FUNCTIONS):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
        return node

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        # A plain assignment, or nothing if it assigns nothing.
        self.generic_visit(node)
        if node.value is None:
            return None
        return ast.Assign([node.target], node.value, lineno=node.lineno)


def own_name(node: ast.AST) -> tuple[str, str] | None:
    """Return the name that a node gives to something, and the field that has it."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            return name, "id"
        case ast.arg(arg=name):
            return name, "arg"
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name, "name"
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return name, "name"
    return None


def compared(function: Function, *, is_method: bool) -> list[ast.stmt]:
    """Return the statements of a function without what may differ."""
    bare = _Bare().visit(deepcopy(function))
    inside = [node for part in ast.iter_child_nodes(bare) for node in ast.walk(part)]
    # Another function is meant if a method uses its own name.
    nodes = inside if is_method else [bare, *inside]
    own = {found[0] for node in nodes if (found := own_name(node))}
    numbers: dict[str, str] = {}

    def numbered(name: str) -> str:
        return numbers.setdefault(name, f"own{len(numbers)}")

    for statement in bare.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in own:
                node.id = numbered(node.id)
            elif found := own_name(node):
                setattr(node, found[1], numbered(found[0]))
    return list(bare.body)


def _is_empty(node: ast.AST) -> bool:
    """Return whether a node is a container with nothing in it: a constant."""
    match node:
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return True
    return False


def helper_at(place: str, function: Function, *, is_method: bool) -> Helper | None:
    """Return a function as it is compared; one without statements has nothing."""
    statements = compared(function, is_method=is_method)
    nodes = [node for statement in statements for node in ast.walk(statement)]
    calls = sum(isinstance(node, ast.Call) for node in nodes)
    hands_on = all(isinstance(node, _HANDS_ON) or _is_empty(node) for node in nodes)
    hands_on = hands_on and len(statements) == 1 and calls <= 1
    written = [ast.unparse(statement) for statement in statements]
    if hands_on and not calls:
        written.append(function.name)
    return Helper(place, "\n".join(written), hands_on) if statements else None


def helpers(file: str, text: str) -> Iterator[Helper]:
    """Yield the helpers in a file."""

    def below(node: ast.AST, path: str) -> Iterator[Helper]:
        for child in ast.iter_child_nodes(node):
            name = path
            if isinstance(child, (*_FUNCTIONS, ast.ClassDef)):
                name = f"{path}.{child.name}".lstrip(".")
            if isinstance(child, _FUNCTIONS) and not child.name.startswith("test_"):
                is_method = isinstance(node, ast.ClassDef)
                found = helper_at(f"{file} {name}", child, is_method=is_method)
                yield from filter(None, [found])
            yield from below(child, name)

    yield from below(ast.parse(text), "")


def twins(files: dict[str, str]) -> list[list[str]]:
    """Return the places of helpers that are the same."""
    alike: dict[str, list[Helper]] = defaultdict(list)
    for file, text in files.items():
        for helper in helpers(file, text):
            alike[helper.knows].append(helper)
    return [
        [helper.place for helper in found]
        for found in alike.values()
        if len(found) > (MOST_THAT_HAND_ON if found[0].hands_on else 1)
    ]


FILES = {
    str(path.relative_to(ROOT)): path.read_text()
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def test_no_helper_stands_twice() -> None:
    """What several use lies at one place."""
    found = twins(FILES)
    assert not found, "\n".join(map(" = ".join, found))


def test_all_folders_are_read() -> None:
    """A folder that moves does not leave the rule behind."""
    for folder in FOLDERS:
        assert len([file for file in FILES if file.startswith(f"{folder}/")]) > 5


ONE = '''
def later(hass: HomeAssistant, **time: float) -> list[int]:
    """Let time pass."""
    gone: list[int] = []

    def note(moment: int) -> None:
        """Keep it."""
        gone.append(moment)

    tick(hass, note, **time)
    return gone
'''


@pytest.mark.parametrize(
    "other",
    [
        ONE,
        ONE.replace("later", "soon").replace("hass", "home").replace("gone", "left"),
        ONE.replace("def later", "async def later").replace("list[int]", "Any"),
        ONE.replace(": int) -> None", ")").replace("Keep", "Note"),
        ONE.replace("Let time pass", "Wait"),
        f"class House:\n{indent(ONE, '    ')}",
        f"def test_it():\n{indent(ONE, '    ')}",
    ],
    ids=[
        "to the letter",
        "renamed",
        "async",
        "bare",
        "other words",
        "method",
        "in a test",
    ],
)
def test_twins_are_found(other: str) -> None:
    """Whatever they are called, and wherever they are."""
    ((one, two),) = twins({"one.py": ONE, "other.py": other})
    assert one == "one.py later"
    assert two.startswith("other.py ")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def F(A):\n    return load(A.hass, 'x')", 3),
        ("def F(A):\n    return load(f'{A.host}:{A.port}')", 3),
        ("def F(A):\n    return load(A + 1)", 2),
        ("def F(A):\n    return str(load(A))", 2),
        ("def F(A):\n    return [B.x for B in A]", 2),
        ("def F(A):\n    load(A)\n    load(A)", 2),
        ("def F(A):\n    load(A)\n    return A", 2),
        ("def F(A):\n    for B in A:\n        F(B)", 2),
        ("def F(A):\n    try:\n        x(A)\n    except E as B:\n        x(B)", 2),
        ("def F(A):\n    match A:\n        case str(B):\n            return B", 2),
        ("def F(A):\n    def B(D):\n        return D\n    return B(A)", 2),
    ],
)
def test_how_often_one_may_stand(text: str, count: int) -> None:
    """A habit counts from three, knowledge from two."""
    files = {f"{number}.py": text for number in range(count)}
    for place, name in enumerate("ABDF"):
        files["0.py"] = files["0.py"].replace(name, f"name{place}")
    assert len(twins(files)) == 1
    del files["0.py"]
    assert twins(files) == []


@pytest.mark.parametrize(
    "other",
    [
        "def f(a):\n    return other(a, 1)[0]",
        "def f(a):\n    return load(a, 2)[0]",
        "def f(a):\n    return load(a, b=1)[0]",
        "def test_f(a):\n    return load(a, 1)[0]",
        "def f(a):\n    raise OSError",
        "class A:\n    def write(self):\n        return write(self, 1)[0]",
    ],
)
def test_others_are_not_twins(other: str) -> None:
    """What is used from outside counts, and tests may look like each other."""
    this = "class A:\n    def read(self):\n        return read(self, 1)[0]\n"
    this += "def f(a):\n    return load(a, 1)[0]"
    assert twins({"a.py": this, "b.py": other}) == []


@pytest.mark.parametrize("said", ["True", "{}", "[]", "()"])
def test_a_name_without_a_call(said: str) -> None:
    """It counts if nothing else says what is meant."""
    texts = [f"def {name}(a):\n    return {said}" for name in ("one", "one", "other")]
    files = {f"{number}.py": text for number, text in enumerate(texts)}
    assert twins(files) == []
    assert len(twins(files | {"other.py": texts[0]})) == 1

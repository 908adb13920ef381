"""Nobody looks up what an entry holds after having waited: it may be unloaded."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, override

import pytest

from .test_boundaries import INTEGRATION_FILES, Source

LOOKED_UP: Final = "runtime_data"

type _Function = ast.FunctionDef | ast.AsyncFunctionDef

_WAITS: Final = (ast.Await, ast.AsyncFor, ast.AsyncWith)
_METHOD: Final = 4
"""Column of a method; what is further in is inside another function."""

_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)


def functions(source: Source) -> Iterator[tuple[str, _Function]]:
    """Yield the functions of a file, each under the name by which it is called."""
    for node in ast.walk(ast.parse(source.text)):
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                name = inner.name
                if isinstance(node, ast.ClassDef) and name == "__init__":
                    name = node.name
                yield name, inner


@dataclass
class Reader(ast.NodeVisitor):
    """Reads one function in the order in which it runs."""

    lookers: frozenset[str]
    """Functions that look up what the entry holds that they are given."""

    waited: bool = False
    looks_first: bool = False
    """Whether the function looks up before it waits for anything."""

    late: list[int] = field(default_factory=list)
    """Lines at which it looks up although it may have waited."""

    fresh: set[str] = field(default_factory=set)
    """What it has got since it waited the last time."""

    def read(self, function: _Function) -> None:
        """Read the whole of it."""
        for statement in function.body:
            self.visit(statement)

    def note(self, node: ast.expr, entry: str) -> None:
        """Take note that it looks up what an entry holds."""
        if not self.waited:
            self.looks_first = True
        elif entry not in self.fresh:
            self.late.append(node.lineno)

    @override
    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            # It runs at another time, and is read by itself.
            return
        loops = isinstance(node, _LOOPS)
        if isinstance(node, (ast.AsyncFor, ast.AsyncWith)) or (
            # What comes later in a loop comes before its next round.
            loops and any(isinstance(one, _WAITS) for one in ast.walk(node))
        ):
            self._wait()
        super().visit(node)

    def _wait(self) -> None:
        """Take note that anything may happen here."""
        self.waited = True
        self.fresh.clear()

    @override
    def visit_Await(self, node: ast.Await) -> None:
        """Wait, once the arguments are known and the called function has begun."""
        self.generic_visit(node)
        self._wait()

    @override
    def visit_Assign(self, node: ast.Assign) -> None:
        """Take note of an entry that has just been got."""
        self.visit(node.value)
        self.fresh.update(map(ast.unparse, node.targets))

    @override
    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Take note of the attribute itself."""
        self.generic_visit(node)
        if node.attr == LOOKED_UP and isinstance(node.ctx, ast.Load):
            self.note(node, ast.unparse(node.value))

    @override
    def visit_Call(self, node: ast.Call) -> None:
        """Take note of a function that looks it up at once."""
        self.generic_visit(node)
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in self.lookers:
            given = {ast.unparse(one) for one in node.args}
            entries = {one for one in given if one.endswith("entry")}
            for entry in sorted(entries):
                self.note(node, entry)


def read(function: _Function, lookers: frozenset[str]) -> Reader:
    """Read a function."""
    reader = Reader(lookers)
    reader.read(function)
    return reader


def lookers_in(sources: list[Source], safe: frozenset[str]) -> frozenset[str]:
    """Return the functions that look up before they wait, and those that call them."""
    found = frozenset[str]()
    every = [
        pair
        for source in sources
        for pair in functions(source)
        # What is inside another function can't be called from elsewhere.
        if pair[1].col_offset <= _METHOD
    ]
    while True:
        more = frozenset(
            name
            for name, function in every
            if name not in safe and read(function, found).looks_first
        )
        if more == found:
            return found
        found = more


SAFE: Final = frozenset({"loaded"})
"""Looks at the state of the entry first."""


@cache
def all_lookers() -> frozenset[str]:
    """Return those of the integration."""
    return lookers_in(INTEGRATION_FILES, SAFE)


@pytest.mark.parametrize("source", INTEGRATION_FILES, ids=lambda source: source.module)
def test_nobody_looks_it_up_after_waiting(source: Source) -> None:
    """What a call needs is taken when it comes, or with a look at the state."""
    lookers = all_lookers()
    assert {
        name: lines
        for name, function in functions(source)
        if name not in SAFE and (lines := read(function, lookers).late)
    } == {}


def test_those_that_look_it_up_are_found() -> None:
    """So that the other test is about something."""
    assert {"async_send_to", "async_carry_out", "_CarryingOut"} <= all_lookers()


@pytest.mark.parametrize(
    ("body", "is_late"),
    [
        ("client = entry.runtime_data.client\n await client.read('/x')", False),
        ("await sleep(1)\n return entry.runtime_data", True),
        ("entry = await found()\n return entry.runtime_data", False),
        ("entry = await found()\n await sleep(1)\n return entry.runtime_data", True),
        ("if (a := await x()) and entry.runtime_data:\n  pass", True),
        ("for a in b:\n  use(entry.runtime_data)\n  await sleep(1)", True),
        ("for a in b:\n  entry = await found()\n  use(entry.runtime_data)", False),
        ("async with lock:\n  return self._entry.runtime_data", True),
        ("async for a in b:\n  use(self._entry.runtime_data)", True),
        ("await write(entry)", False),
        ("await sleep(1)\n await write(entry)", True),
        ("await sleep(1)\n return Operation(call, self.entry)", True),
        ("await sleep(1)\n await later(entry)", False),
        ("def inner():\n  return entry.runtime_data\n await sleep(1)", False),
        ("await sleep(1)\n entry.runtime_data = 1", False),
    ],
)
def test_the_check(body: str, is_late: bool) -> None:
    """Whichever way it is written, it is found; and nothing else is."""
    helpers = """
async def write(entry):
 under_way(entry)
def under_way(entry):
 return entry.runtime_data
class Operation:
 def __init__(self, call, entry):
  self.runtime = entry.runtime_data
async def later(entry):
 await sleep(1)
 return None
"""
    source = Source("x", f"{helpers}\nasync def checked(entry, call):\n {body}\n")
    lookers = lookers_in([source], SAFE)
    assert lookers >= {"write", "under_way", "Operation"}
    (checked,) = [one for name, one in functions(source) if name == "checked"]
    assert bool(read(checked, lookers).late) is is_late

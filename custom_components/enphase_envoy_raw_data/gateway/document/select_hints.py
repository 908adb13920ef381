"""What may be wrong with an expression that selects nothing, or that is refused.

JMESPath takes most slips for something else and answers "nothing". So an expression
is applied once more while somebody watches what each part of it meets.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
import re
from typing import Any, override

from jmespath.exceptions import JMESPathError
from jmespath.visitor import TreeInterpreter

from .json_value import Json

type Node = dict[str, Any]
"""A part of an expression as the library has it: `type`, `children`, `value`."""

FAILURES = (JMESPathError, LookupError, TypeError, ValueError, RecursionError)
"""How the search ends if an expression doesn't fit; the library lets Python's own
errors out where types don't."""

_PROJECTIONS = ("projection", "filter_projection", "value_projection")
_OF_LISTS = ("index", "slice", "filter_projection")

# Functions whose argument at this place is usually a text that is written there.
_TEXT_ARGUMENTS = {"contains": 1, "ends_with": 1, "join": 0, "starts_with": 1}

_KEYWORDS = ("true", "false", "null")
_NAME = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_OPERATORS = {"and": "&&", "or": "||"}
_NOT = re.compile(r"(?i)(?<!\w)not\s*$")

_MOST_HINTS = 5

# The types that it has are not for those who extend it.
_Interpreter: Any = TreeInterpreter

_NOTHING: tuple[Json, ...] = ([], None)
_ALWAYS: Node = {"type": "literal", "value": True}


class Slip(StrEnum):
    """What people write who mean something else."""

    FIELD_FOR_TEXT = "field_for_text"
    """Text in double quotes or in none, which is the name of a field."""

    FILTER_BEHIND_FILTER = "filter_behind_filter"
    """A filter that meets lists, since the one before gives one for each result."""

    NOT_A_LIST = "not_a_list"
    """`[0]` or a filter that is applied to each result, where none is a list."""

    NOTHING_PASSES = "nothing_passes"
    """Conditions without which there is a result."""

    TEXT_AND_NUMBER = "text_and_number"
    """A comparison of text with numbers."""


class _Met(Enum):
    """What a part of an expression has met."""

    ABSENT = auto()
    THERE = auto()
    CLASH = auto()
    ALIKE = auto()
    LIST = auto()
    LISTS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Hint:
    """A slip that was found."""

    slip: Slip

    right: str = ""
    """How it is written; empty if nobody can know."""


def hints_of(parsed: Node, value: Json, selected: Json) -> list[Hint]:
    """Return what may be wrong with an expression, by what it has selected."""
    hints = _slips(parsed, value)
    if not hints and selected in _NOTHING and _unfiltered(parsed, value):
        hints = [Hint(Slip.NOTHING_PASSES)]
    return hints


def hint_of_failure(parsed: Node, value: Json) -> Hint | None:
    """Return what is wrong with an expression that can't be applied, if it is known."""
    known = (Slip.TEXT_AND_NUMBER, Slip.FIELD_FOR_TEXT)
    found = {hint.slip: hint for hint in _slips(parsed, value)}
    return next((found[slip] for slip in known if slip in found), None)


def number_at(expression: str, position: int) -> str | None:
    """Return the right form of a number that stands there without backticks."""
    found = _NUMBER.match(expression, position)
    if not found or expression[:position].rstrip().endswith("."):
        return None
    return f"`{_LEADING_ZEROS.sub('', found[0])}`"


def operator_at(expression: str, position: int, word: str) -> str | None:
    """Return the operator that is meant by `and`, `or` or `not`."""
    if operator := _OPERATORS.get(word.lower()):
        return operator
    return "!" if _NOT.search(expression, 0, position) else None


def _slips(parsed: Node, value: Json) -> list[Hint]:
    """Return the slips that are seen while an expression is applied, each once."""
    watcher = _Watcher()
    with suppress(*FAILURES):
        watcher.visit(parsed, value)
    hints: list[Hint] = []
    with suppress(RecursionError):
        hints += dict.fromkeys(_found(parsed, watcher))
    return hints[:_MOST_HINTS]


def _found(parsed: Node, seen: _Watcher) -> Iterator[Hint]:
    """Yield what the watcher makes of each part of an expression."""
    for node, is_inside in _parts(parsed):
        met = seen.met.get(id(node), set())
        if node["type"] == "comparator" and _Met.CLASH in met and _Met.ALIKE not in met:
            yield Hint(Slip.TEXT_AND_NUMBER, seen.numbers[id(node)])
        if node["type"] in ("comparator", "function_expression"):
            for name in _texts(node, seen):
                right = f"`{name}`" if name in _KEYWORDS else f"'{name[:80]}'"
                yield Hint(Slip.FIELD_FOR_TEXT, right)
        if node["type"] == "filter_projection" and met == {_Met.LISTS}:
            inner = node["children"][0]
            if inner["type"] == "filter_projection":
                path = _written(inner["children"][1])
                first = f"[?…].{path}" if path else "[?…]"
                yield Hint(Slip.FILTER_BEHIND_FILTER, f"{first}[] | [?…]")
        elif is_inside and node["type"] in _OF_LISTS and met == {_Met.OTHER}:
            index = node["value"] if node["type"] == "index" else "…"
            is_filter = node["type"] == "filter_projection"
            yield Hint(Slip.NOT_A_LIST, "| [?…]" if is_filter else f"| [{index}]")


def _parts(node: Node, *, is_inside: bool = False) -> Iterator[tuple[Node, bool]]:
    """Yield each part, and whether it is applied to each result of another one."""
    yield node, is_inside
    for place, child in enumerate(node["children"]):
        if isinstance(child, dict):
            right = node["type"] in _PROJECTIONS and place == 1
            fresh = node["type"] == "filter_projection" and place == 2
            yield from _parts(child, is_inside=(is_inside or right) and not fresh)


def _texts(node: Node, seen: _Watcher) -> Iterator[str]:
    """Yield the field that is meant as text; none if there is such a field."""
    children = node["children"]
    if node["type"] == "comparator":
        candidates = children[::-1] if all(map(_is_field, children)) else []
    else:
        place = _TEXT_ARGUMENTS.get(node["value"], len(children))
        candidates = [one for one in children[place : place + 1] if _is_field(one)]
    absent = [one for one in candidates if seen.met.get(id(one)) == {_Met.ABSENT}]
    yield from (one["value"] for one in absent[:1])


def _is_field(node: Node) -> bool:
    """Return whether a part is the plain name of a field."""
    return bool(node["type"] == "field")


def _unfiltered(parsed: Node, value: Json) -> bool:
    """Return whether there is a result without the conditions of filters."""
    try:
        found = _Interpreter().visit(_without_conditions(parsed), value)
    except FAILURES:
        return False
    return found not in _NOTHING


def _without_conditions(node: Node) -> Node:
    """Return an expression whose filters let everything pass."""
    children = [
        _without_conditions(child) if isinstance(child, dict) else child
        for child in node["children"]
    ]
    if node["type"] == "filter_projection":
        children[2] = _ALWAYS
    return {**node, "children": children}


def _written(node: Node) -> str | None:
    """Return a path of fields as it is written; None for anything else."""
    if _is_field(node):
        name: str = node["value"]
        return name if _NAME.fullmatch(name) else f'"{name}"'
    if node["type"] == "subexpression":
        parts = [_written(child) for child in node["children"]]
        return None if None in parts else ".".join(filter(None, parts))
    return None


class _Watcher(_Interpreter):  # type: ignore[misc]
    """Applies an expression and notes what its parts meet, by the part's identity."""

    def __init__(self) -> None:
        """Start without anything seen."""
        super().__init__()
        self.met: dict[int, set[_Met]] = {}
        self.numbers: dict[int, str] = {}

    def _note(self, node: Node, what: _Met) -> None:
        self.met.setdefault(id(node), set()).add(what)

    def _note_list(self, node: Node, value: Json) -> None:
        if value is not None:
            self._note(node, _Met.LIST if isinstance(value, list) else _Met.OTHER)

    @override
    def visit_field(self, node: Node, value: Json) -> Json:
        found: Json = super().visit_field(node, value)
        self._note(node, _Met.ABSENT if found is None else _Met.THERE)
        return found

    @override
    def visit_comparator(self, node: Node, value: Json) -> Json:
        sides = [self.visit(child, value) for child in node["children"]]
        is_text = [isinstance(side, str) for side in sides]
        if any(is_text) and any(type(side) in (int, float) for side in sides):
            self._note(node, _Met.CLASH)
            self.numbers[id(node)] = _alike(*node["children"], is_text=is_text)
            if node["value"] not in self._EQUALITY_OPS:
                # The library fails here, whatever went before.
                self.met[id(node)] = {_Met.CLASH}
        elif None not in sides:
            self._note(node, _Met.ALIKE)
        plain = {**node, "children": [_literal(side) for side in sides]}
        compared: Json = super().visit_comparator(plain, value)
        return compared

    @override
    def visit_filter_projection(self, node: Node, value: Json) -> Json:
        base = self.visit(node["children"][0], value)
        plain = {**node, "children": [_literal(base), *node["children"][1:]]}
        found: Json = super().visit_filter_projection(plain, value)
        if isinstance(base, list):
            are_lists = base and all(isinstance(item, list) for item in base)
            self._note(node, _Met.LISTS if are_lists and not found else _Met.LIST)
        elif base is not None:
            self._note(node, _Met.OTHER)
        return found

    @override
    def visit_index(self, node: Node, value: Json) -> Json:
        self._note_list(node, value)
        found: Json = super().visit_index(node, value)
        return found

    @override
    def visit_slice(self, node: Node, value: Json) -> Json:
        self._note_list(node, value)
        found: Json = super().visit_slice(node, value)
        return found


def _literal(value: Json) -> Node:
    """Return a part that stands for a value."""
    return {"type": "literal", "value": value}


def _alike(left: Node, right: Node, *, is_text: list[bool]) -> str:
    """Return how one side of a comparison is written to fit the other one."""
    text, number = (left, right) if is_text[0] else (right, left)
    if text["type"] != "literal":
        return f"to_number({_written(text) or '…'})"
    if _NUMBER.fullmatch(text["value"]):
        return f"`{text['value']}`"
    return f"to_string({_written(number) or '…'})"

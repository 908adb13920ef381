"""Which fields of a value an expression reads, or hands on."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, override

from jmespath.visitor import TreeInterpreter

from .json_value import Json
from .select_hints import FAILURES, Node


@dataclass(frozen=True)
class Fields:
    """What an expression meets of a value. Objects are told apart by their identity."""

    read: frozenset[tuple[int, str]]
    """Fields that it reads or hands on: each with its object."""

    taken: frozenset[int]
    """Objects of which it does so other than to pick among them, or that it counts."""


# The types that it has are not for those who extend it.
_Interpreter: Any = TreeInterpreter


def fields_in(parsed: Node, value: Json) -> Fields:
    """Return the fields of a value that an expression reads or hands on.

    The value has to be kept for as long as they are used, since objects are told
    apart by their identity. What an expression that fails has read counts, too.
    """
    reader = _Reader()
    with suppress(*FAILURES):
        reader.hand_on(reader.visit(parsed, value))
    return Fields(frozenset(reader.fields), frozenset(reader.taken))


class _Reader(_Interpreter):  # type: ignore[misc]
    """Applies an expression and notes the fields that it meets."""

    def __init__(self) -> None:
        """Start without anything read."""
        super().__init__()
        self.fields: set[tuple[int, str]] = set()
        self.taken: set[int] = set()
        self._is_picking = False

    @override
    def visit_filter_projection(self, node: Node, value: Json) -> Json:
        rows, wanted, condition = node["children"]
        # The condition is told apart by a name that no expression has.
        condition = {"type": "condition", "children": [condition]}
        marked = {**node, "children": [rows, wanted, condition]}
        found: Json = super().visit_filter_projection(marked, value)
        return found

    def visit_condition(self, node: Node, value: Json) -> Json:
        """Read what picks a row, without taking anything of it."""
        before, self._is_picking = self._is_picking, True
        try:
            found: Json = self.visit(node["children"][0], value)
        finally:
            self._is_picking = before
        return found

    @override
    def visit_field(self, node: Node, value: Json) -> Json:
        self.fields.add((id(value), node["value"]))
        if not self._is_picking:
            self.taken.add(id(value))
        found: Json = super().visit_field(node, value)
        return found

    @override
    def visit_function_expression(self, node: Node, value: Json) -> Json:
        # Whoever counts objects takes them, although no field is read.
        if node["value"] == "length" and not self._is_picking:
            for counted in node["children"]:
                rows = self.visit(counted, value)
                if isinstance(rows, list):
                    self.taken |= {id(row) for row in rows if isinstance(row, dict)}
        found: Json = super().visit_function_expression(node, value)
        return found

    def hand_on(self, value: Json) -> None:
        """Note all fields of a result."""
        left = [value]
        while left:
            item = left.pop()
            if isinstance(item, dict):
                self.fields |= {(id(item), name) for name in item}
                self.taken.add(id(item))
                left += item.values()
            elif isinstance(item, list):
                left += item

"""Which fields of a value an expression reads, or hands on."""

from contextlib import suppress
from typing import Any, override

from jmespath.visitor import TreeInterpreter

from .json_value import Json
from .select_hints import FAILURES, Node

type Fields = frozenset[tuple[int, str]]
"""Fields of a value: each as the identity of its object, and its name."""

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
    return frozenset(reader.fields)


class _Reader(_Interpreter):  # type: ignore[misc]
    """Applies an expression and notes the fields that it meets."""

    def __init__(self) -> None:
        """Start without anything read."""
        super().__init__()
        self.fields: set[tuple[int, str]] = set()

    @override
    def visit_field(self, node: Node, value: Json) -> Json:
        self.fields.add((id(value), node["value"]))
        found: Json = super().visit_field(node, value)
        return found

    def hand_on(self, value: Json) -> None:
        """Note all fields of a result."""
        left = [value]
        while left:
            item = left.pop()
            if isinstance(item, dict):
                self.fields |= {(id(item), name) for name in item}
                left += item.values()
            elif isinstance(item, list):
                left += item

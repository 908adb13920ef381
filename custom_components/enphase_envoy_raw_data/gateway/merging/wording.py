"""What is there, short enough for a message."""

from collections.abc import Sequence
from typing import Final

from ..document import Json, to_json
from .matching import by_name
from .path import Path, print_path

_LONGEST: Final = 400
"""Characters; a list of 20 serials has 300."""


def listed(elements: Sequence[Json], key: str | None) -> str:
    """Return what tells the elements of a list apart, or the list, for a message."""
    if key is None or not elements:
        return shortened(to_json(list(elements)).decode())
    return shortened(f"{key}: {', '.join(by_name(elements, key))}")


def place_and_kind(path: Path, value: Json) -> str:
    """Return a path and what is there, short enough for a message."""
    place = print_path(path) or "the whole reply"
    if isinstance(value, dict):
        return f"{place} is an object"
    if isinstance(value, list):
        return f"{place} is a list"
    return shortened(f"{place} is {to_json(value).decode()}")


def shortened(text: str) -> str:
    """Return a text that isn't too long for a message."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

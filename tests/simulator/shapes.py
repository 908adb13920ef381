"""The shape of a page: its keys and the kinds of its values, without any value.

`recorded.json` holds the shapes that recordings of real gateways show.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "recorded.json"
# Stands for every key that is a number.
_NUMBER = "#"
# Ends a key that some objects of a list have and others don't.
_OPTIONAL = "?"
_ITEMS = "[]"


@dataclass
class Shape:
    """What was seen at one place of a document, in all objects of a list together."""

    # Of values, and of lists and objects that were empty throughout.
    kinds: set[str] = field(default_factory=set)
    keys: dict[str, Shape] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    items: Shape | None = None

    @classmethod
    def of(cls, *values: Any) -> Shape:
        """Return the shape of values that stand at the same place."""
        shape = cls()
        lists = [value for value in values if isinstance(value, list)]
        objects = [_numbers(value) for value in values if isinstance(value, dict)]
        for value in values:
            if not isinstance(value, list | dict):
                shape.kinds.add(_kind(value))
        if any(lists):
            shape.items = cls.of(*(item for each in lists for item in each))
        elif lists:
            shape.kinds.add("empty list")
        for key in dict.fromkeys(key for each in objects for key in each):
            have = [each[key] for each in objects if key in each]
            shape.keys[key] = cls.of(*(value for each in have for value in each))
            if len(have) < len(objects):
                shape.optional.add(key)
        if objects and not shape.keys:
            shape.kinds.add("empty object")
        return shape

    @classmethod
    def read(cls, fields: dict[str, str]) -> Shape:
        """Return the shape that is written down as fields."""
        shape = cls()
        for path, kinds in fields.items():
            place: Shape = shape
            for step in filter(None, path.replace(_ITEMS, f".{_ITEMS}").split(".")):
                place = place.step(step)
            # An empty list is a kind of the list, not of its items.
            place.kinds |= set(kinds.split(" | "))
        shape.settle()
        return shape

    def step(self, name: str) -> Shape:
        """Return the shape one step further in, made if it isn't there."""
        if name == _ITEMS:
            self.items = self.items or Shape()
            return self.items
        key = name.removesuffix(_OPTIONAL)
        if key != name:
            self.optional.add(key)
        return self.keys.setdefault(key, Shape())

    def settle(self) -> None:
        """Move what is said of an empty list from its items to the list."""
        if self.items and "empty list" in self.items.kinds:
            self.kinds.add("empty list")
            self.items.kinds.discard("empty list")
            if not (self.items.kinds or self.items.keys or self.items.items):
                self.items = None
        for inner in [*self.keys.values(), *([self.items] if self.items else [])]:
            inner.settle()

    def without(self, path: str) -> None:
        """Take a field out, such as "[].devices[].percentFull"."""
        *way, last = path.replace(_ITEMS, f".{_ITEMS}").split(".")
        place: Shape = self
        for step in filter(None, way):
            place = place.step(step)
        place.keys.pop(last, None)
        place.optional.discard(last)

    @property
    def form(self) -> frozenset[str]:
        """Return the keys as they are written down."""
        return frozenset(
            f"{key}{_OPTIONAL if key in self.optional else ''}" for key in self.keys
        )


def differences(ours: Shape, theirs: Iterable[Shape], where: str = "") -> list[str]:
    """Return where a shape is not as any of the recorded ones.

    Each object has to have exactly the keys of one of them; its values are of kinds
    that were seen in any.
    """
    known = list(theirs)
    found: list[str] = []
    kinds = set().union(*(shape.kinds for shape in known))
    if strange := ours.kinds - kinds:
        found.append(f"{where or 'all'}: {_words(strange)}, recorded {_words(kinds)}")
    if ours.keys:
        forms = {shape.form for shape in known if shape.keys}
        if ours.form not in forms:
            found.append(_nearest(ours.form, forms, where))
        for key, inner in ours.keys.items():
            others = [shape.keys[key] for shape in known if key in shape.keys]
            if others:
                path = f"{where}.{key}" if where else key
                found += differences(inner, others, path)
    if ours.items:
        others = [shape.items for shape in known if shape.items]
        if others:
            found += differences(ours.items, others, where + _ITEMS)
        else:
            found.append(f"{where or 'all'}: a filled list, recorded {_words(kinds)}")
    return found


def _nearest(form: frozenset[str], forms: set[frozenset[str]], where: str) -> str:
    """Say what distinguishes a set of keys from the most similar one."""
    if not forms:
        return f"{where or 'all'}: an object with keys, recorded none"
    nearest = min(forms, key=lambda other: len(form ^ other))
    more, less = _words(form - nearest), _words(nearest - form)
    return f"{where or 'all'}: has {more} and lacks {less}"


def _words(names: Iterable[str]) -> str:
    """Return names for people."""
    return ", ".join(sorted(names)) or "nothing"


def _numbers(value: dict[str, Any]) -> dict[str, list[Any]]:
    """Return an object's values by key, those under numbers together."""
    found: dict[str, list[Any]] = {}
    for key, inner in value.items():
        found.setdefault(_NUMBER if key.isdigit() else key, []).append(inner)
    return found


def _kind(value: object) -> str:
    """Return the kind of a value that is neither list nor object."""
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return type(value).__name__
        case "":
            return "empty text"
        case "true" | "false":
            return "text of a bool"
        case str() if value.isdigit():
            return "text of digits"
        case _:
            return "text"


@dataclass(frozen=True)
class Recorded:
    """What one or more recordings show of a page."""

    recordings: list[str]
    # None if only the body was recorded.
    status: int | None
    content_type: str | None
    framing: str | None
    shape: Shape


@dataclass(frozen=True)
class Recording:
    """A recording of a real gateway."""

    firmware: str
    # What is installed there, as far as pages differ by it.
    has: frozenset[str]

    @property
    def line(self) -> str:
        """Return the firmware line."""
        return line_of(self.firmware)


def line_of(firmware: str) -> str:
    """Return the versions that count as one: 3, 4, 5, 7.3, 7.6 and so on."""
    major, minor, *_ = firmware.split(".")
    return major if int(major) < 7 else f"{major}.{minor}"


def recordings() -> dict[str, Recording]:
    """Return all recordings by name."""
    return {
        name: Recording(facts["firmware"], frozenset(facts["has"]))
        for name, facts in json.loads(_FILE.read_bytes())["recordings"].items()
    }


def recorded_pages() -> dict[str, list[Recorded]]:
    """Return what is recorded of each page, by path with its query."""
    return {
        path: [
            Recorded(
                entry["recordings"],
                entry["status"],
                entry["content_type"],
                entry["framing"],
                Shape.read(entry["fields"]),
            )
            for entry in entries
        ]
        for path, entries in json.loads(_FILE.read_bytes())["pages"].items()
    }

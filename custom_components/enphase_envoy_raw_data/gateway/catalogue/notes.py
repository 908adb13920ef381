"""What replies mean where a good guess is wrong, and which of that a reply shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
import re
from typing import Any, Final

import jmespath

from ..address import same_page
from ..document import FAILURES, WHOLE, Fields, Json, Selection
from .files import read_yaml

NOTES_FILE: Final = Path(__file__).with_name("notes.yaml")

type Version = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Note:
    """What is known about a page or a field of it; notes.yaml explains the fields."""

    endpoint: str
    field: str | None = None
    """A path in JMESPath; None if the note is about the whole page."""

    whole_object: bool = False
    """Whether it is about all of the objects that have the field."""

    when: str | None = None
    """JMESPath; the note is only about replies of which it is true."""

    time: str | None = None
    """JMESPath; when what the reply says was true, in seconds since 1970."""

    older: float | None = None
    """Seconds; the note is only about replies whose `time` is as long ago."""

    since: str | None = None
    until: str | None = None
    meaning: str
    unit: str | None = None
    sign: str | None = None
    fresh: str | None = None
    taken_for: str | None = None
    seen_on: int | None = None
    """Gateways."""

    confidence: str
    evidence: str

    @property
    def firmware(self) -> str:
        """Return in words on which firmware it is so."""
        if self.since and self.until:
            return f"{self.since} to {self.until}"
        if self.since:
            return f"from {self.since}"
        return f"up to {self.until}" if self.until else "all that are known"

    def is_about(self, endpoint: str, firmware: str) -> bool:
        """Return whether it is about an endpoint, or a twin, of that firmware.

        Of firmware that can't be read it may be; it says itself which one it means.
        """
        if same_page(endpoint) != same_page(self.endpoint):
            return False
        version = version_of(firmware)
        if not version:
            return True
        since, until = version_of(self.since or ""), version_of(self.until or "")
        return version >= since and (not until or version <= until)

    def holds(self, value: Json, now: float) -> bool:
        """Return whether it is about this reply, as far as that can be seen in it."""
        if self.field and not self.holders(value):
            return False
        if self.when and not _found(self._expression(self.when), value):
            return False
        if self.time is None or self.older is None:
            return True
        time = _found(self._expression(self.time), value)
        return isinstance(time, int | float) and now - time >= self.older

    def is_met(self, wanted: Fields, value: Json) -> bool:
        """Return whether what is wanted of a reply is what it is about."""
        if self.field is None:
            return True
        holders = self.holders(value)
        if self.whole_object:
            return any(id(one) in wanted.taken for one in holders)
        return any((id(one), self.split[1]) in wanted.read for one in holders)

    def holders(self, value: Json) -> list[dict[str, Json]]:
        """Return the objects of a reply that have the field."""
        path, name = self.split
        left = [_found(self._expression(path), value)]
        found: list[dict[str, Json]] = []
        while left:
            item = left.pop()
            if isinstance(item, list):
                left += item
            elif isinstance(item, dict) and name in item:
                found.append(item)
        return found

    @cached_property
    def split(self) -> tuple[str, str]:
        """Return the way to the object that has the field, and the field's name."""
        path, _, name = (self.field or "").rpartition(".")
        return path or "@", name

    @staticmethod
    @cache
    def _expression(text: str) -> Any:  # noqa: ANN401 - the library has no types
        """Return a compiled expression."""
        return jmespath.compile(text)


def version_of(firmware: str) -> Version:
    """Return the numbers of a version; none if it doesn't look like one."""
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})*", firmware):
        return ()
    return tuple(map(int, firmware.split(".")))


def notes_of(endpoint: str, firmware: str = "") -> Iterator[Note]:
    """Yield the notes about an endpoint, and about that firmware if it is given."""
    return (note for note in all_notes() if note.is_about(endpoint, firmware))


def notes_on_reply(
    endpoint: str,
    firmware: str,
    value: Json,
    *,
    at: float,
    selection: Selection = WHOLE,
) -> list[Note]:
    """Return the notes that hold for a reply that was read at a time.

    Of those about a field, only the ones whose field the selection reads; of those
    about whole objects, the ones of which it takes anything.
    """
    notes = [note for note in notes_of(endpoint, firmware) if note.holds(value, at)]
    # Most pages have none about a field, and some are long.
    wanted = selection.fields(value) if any(note.field for note in notes) else None
    if wanted is None:
        return notes
    return [note for note in notes if note.is_met(wanted, value)]


@cache
def all_notes() -> tuple[Note, ...]:
    """Return all notes. The first call reads a file; later ones cost nothing."""
    return tuple(Note(**item) for item in read_yaml(NOTES_FILE)["notes"])


def _found(expression: Any, value: Json) -> Json:  # noqa: ANN401 - as above
    """Return what an expression finds; None where a reply has another form."""
    try:
        found: Json = expression.search(value)
    except FAILURES:
        return None
    return found

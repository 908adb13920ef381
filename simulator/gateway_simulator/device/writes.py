"""A write as rules see it, and what a rule says about it.

A rule reads the body, checks it as far as a gateway does, and returns the
reply together with the changes. The caller decides when the changes happen,
because faults may delay or drop them.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
import json
from typing import Any
from urllib.parse import parse_qsl

type Documents = dict[str, Any]
type Change = Callable[[Documents], None]


class Malformed(Exception):
    """The body is not what the endpoint takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A write as a rule sees it."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    documents: Documents

    @property
    def stored(self) -> Any:
        """Return a copy of the document that is written to."""
        return deepcopy(self.documents[self.path])

    def value(self) -> Any:
        """Return the body: JSON, or a form as an object; its label is ignored."""
        try:
            return json.loads(self.body)
        except ValueError:
            pass
        try:
            form = dict(parse_qsl(self.body.decode(), strict_parsing=True))
        except ValueError as err:
            raise Malformed from err
        # The gateway's own pages send JSON as the value of a form field.
        for name, text in form.items():
            if text[:1] in "[{":
                try:
                    return json.loads(text)
                except ValueError as err:
                    raise Malformed(name) from err
        return form

    def object(self) -> dict[str, Any]:
        """Return the body, which must be an object."""
        value = self.value()
        if not isinstance(value, dict):
            raise Malformed
        return value

    def under(self, key: str, kind: type) -> Any:
        """Return one member of the body, which must be of a kind."""
        value = self.object().get(key)
        if not isinstance(value, kind):
            raise Malformed(key)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a write leads to."""

    # A document, or bytes that are not JSON.
    reply: Any
    # Made at once.
    change: Change | None = None
    # Made when the hardware has followed, some seconds later.
    follow: Change | None = None
    # What the document had and its replacement leaves out; no gateway minds.
    left_out: tuple[str, ...] = ()


type Rule = Callable[[Write], Outcome]


def store(path: str, document: Any) -> Change:
    """Return the change that puts a document in place of the old one."""

    def change(documents: Documents) -> None:
        documents[path] = document

    return change


def stored(
    write: Write, document: Any, reply: Any = None, dropped: tuple[str, ...] = ()
) -> Outcome:
    """Store a document and reply with it, or with something else."""
    return Outcome(
        reply=document if reply is None else reply,
        change=store(write.path, document),
        left_out=dropped,
    )


def left_out(old: Any, new: Any, where: str) -> tuple[str, ...]:
    """Return what a document had and its replacement has not, such as "a.b[id]"."""
    if isinstance(old, dict) and isinstance(new, dict):
        ours, theirs, form = old, new, ".{}" if where else "{}"
    elif isinstance(old, list) and isinstance(new, list):
        ours, theirs, form = _by_id(old), _by_id(new), "[{}]"
        if not ours or not theirs:
            return (where,) if len(new) < len(old) else ()
    else:
        return ()
    found: list[str] = []
    for name, value in ours.items():
        path = where + form.format(name)
        found += left_out(value, theirs[name], path) if name in theirs else [path]
    return tuple(found)


def _by_id(rows: list[Any]) -> dict[str, Any]:
    """Return the objects of a list by their id; none if one has no id."""
    if not all(isinstance(row, dict) and "id" in row for row in rows):
        return {}
    return {str(row["id"]): row for row in rows}

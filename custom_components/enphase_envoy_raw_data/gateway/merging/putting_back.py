"""What a write has changed, and the merge patch that puts it back."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Self

from ..document import Json, from_json, handed_on, to_json
from ..errors import InvalidData
from .comparison import changes, left_out
from .matching import value_at
from .patching import merge
from .path import Element, Path, parse_path, print_path
from .plain_values import same, shows
from .prediction import effect
from .rules import PageRules
from .wording import shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A place that a write has changed."""

    path: Path

    before: Json
    """What was there; None if nothing was."""

    written: list[Json]
    """How what was written may be shown there."""

    @property
    def place(self) -> str:
        """Return its path as text."""
        return print_path(self.path)

    def shows_written(self, document: Json) -> bool:
        """Return whether a document has there what was written."""
        found = value_at(document, self.path)
        return any(shows(found, one) for one in self.written)

    def shows_before(self, document: Json) -> bool:
        """Return whether a document has there what was there before."""
        return shows(value_at(document, self.path), handed_on(self.before))

    def also_written(self, *values: Json) -> Leaf:
        """Return it with more values that count as written, each of them once."""
        written = list(self.written)
        for value in map(handed_on, values):
            if not any(same(value, one) for one in written):
                written.append(value)
        return replace(self, written=written)

    def stored(self) -> dict[str, Json]:
        """Return what can be stored as JSON, without loss of a digit."""
        return {
            "path": self.place,
            "before": to_json(self.before).decode(),
            "written": [to_json(value).decode() for value in self.written],
        }

    @classmethod
    def from_stored(cls, stored: object) -> Self:
        """Return what was stored. Raises ValueError if it is none."""
        match stored:
            case {
                "path": str(path),
                "before": str(before),
                "written": [*written],
            } if all(isinstance(value, str) for value in written):
                return cls(
                    path=parse_path(path),
                    before=from_json(before.encode(), exact=True),
                    written=[handed_on(from_json(one.encode())) for one in written],
                )
        raise ValueError(stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What has to be done to end the effect of a write."""

    leaves: list[Leaf] = field(default_factory=list)
    rules: PageRules

    def due(self, current: Json) -> list[Leaf]:
        """Return the places that still show what was written.

        Raises InvalidData if one shows neither that nor what was there before.
        """
        current = handed_on(current)
        due: list[Leaf] = []
        for leaf in self.leaves:
            if leaf.shows_before(current):
                continue
            if not leaf.shows_written(current):
                found = value_at(current, leaf.path)
                three = (leaf.before, leaf.written[0], found)
                raise InvalidData(
                    "put_back_conflict",
                    leaf.place,
                    " → ".join(shortened(_shown(one)) for one in three),
                )
            due.append(leaf)
        return due

    def conflicts(self, current: Json) -> list[tuple[Leaf, Json]]:
        """Return the places that show something else, and what they show."""
        current = handed_on(current)
        return [
            (leaf, value_at(current, leaf.path))
            for leaf in self.leaves
            if not (leaf.shows_before(current) or leaf.shows_written(current))
        ]

    @staticmethod
    def paths(leaves: list[Leaf]) -> list[Json]:
        """Return where these places are, as text."""
        return [leaf.place for leaf in leaves]

    def patch(self, due: list[Leaf]) -> Json:
        """Return the merge patch that puts these places back."""
        patch = _patch([(leaf.path, leaf.before) for leaf in due])
        if not isinstance(patch, dict):
            return patch
        # A write takes one element there, in place of the list.
        return {
            key: value[0]
            if key in self.rules.complete
            and isinstance(value, list)
            and len(value) == 1
            else value
            for key, value in patch.items()
        }


def put_back(
    before: Json,
    sent: Json,
    method: str,
    rules: PageRules,
    shown: Json = None,
    *,
    original: Json = None,
) -> PutBack:
    """Return what puts a write back.

    `shown` is what the page has shown after the write, if that is known, and
    `original` what is to be there again, if that isn't what was there right before.
    Raises InvalidData if a merge can't put it back.
    """
    after = handed_on(effect(before, sent, method, rules))
    wanted = before if original is None else original
    before = handed_on(before)
    leaves: dict[Path, Leaf] = {}
    for change in changes(handed_on(wanted), after):
        path = parse_path(str(change["path"]))
        # A list without names is put back whole.
        end = next((at for at, step in enumerate(path) if isinstance(step, int)), None)
        path = path[:end]
        if rules.is_own(path):
            continue
        old = value_at(wanted, path)
        has_nothing = old is None and "from" in change
        is_order = end is None and "reordered" in change
        _check(path, old, is_lost=has_nothing or is_order)
        leaf = Leaf(path=path, before=old, written=[value_at(after, path)])
        if not leaf.shows_before(before):
            # It shows that still until the write has its effect.
            leaf = leaf.also_written(value_at(before, path))
        if shown is not None:
            leaf = leaf.also_written(value_at(shown, path))
        leaves[path] = leaf
    work = PutBack(leaves=list(leaves.values()), rules=rules)
    if work.leaves:
        _try_out(work, after)
    return work


def _try_out(work: PutBack, after: Json) -> None:
    """Raise InvalidData if a merge that puts it back is refused, or loses a null.

    In what a merge adds, a null takes its key away.
    """
    lost = work.leaves
    with suppress(InvalidData):
        restored = merge(after, work.patch(work.leaves), work.rules, add=True).whole
        lost = [
            leaf
            for leaf in work.leaves
            if left_out(leaf.before, value_at(restored, leaf.path))
        ]
    if lost:
        places = ", ".join(leaf.place for leaf in lost)
        raise InvalidData("put_back_impossible", shortened(places))


def _check(path: Path, old: Json, *, is_lost: bool) -> None:
    """Raise InvalidData for what no merge can put back.

    A merge takes away keys of objects below the top level, and nothing else. Lost are
    an order, and the null of a key that was there: in a merge it takes the key away.
    """
    removes = old is None and (len(path) < 2 or isinstance(path[-1], Element))
    if not path or is_lost or removes:
        raise InvalidData("put_back_impossible", print_path(path) or "—")


def _patch(leaves: list[tuple[Path, Json]]) -> Json:
    """Return a document that names these places only."""
    for path, value in leaves:
        if not path:
            return value
    steps = dict.fromkeys(path[0] for path, _ in leaves)
    parts = {
        step: _patch([(path[1:], value) for path, value in leaves if path[0] == step])
        for step in steps
    }
    elements: list[Json] = []
    fields: dict[str, Json] = {}
    for step, part in parts.items():
        if isinstance(step, Element) and isinstance(part, dict):
            elements.append({step.key: step.name, **part})
        else:
            fields[str(step)] = part
    return elements or fields


def _shown(value: Json) -> str:
    """Return a value for a message."""
    return "—" if value is None else to_json(value).decode()

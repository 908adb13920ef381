"""What a write has changed, and the merge patch that puts it back."""

from dataclasses import dataclass, field

from ..document import Json, handed_on, to_json
from ..errors import InvalidData
from .comparison import changes
from .matching import value_at
from .path import Element, Path, parse_path, print_path
from .plain_values import same
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
            found = value_at(current, leaf.path)
            if same(found, leaf.before):
                continue
            if not any(same(found, one) for one in leaf.written):
                three = (leaf.before, leaf.written[0], found)
                raise InvalidData(
                    "put_back_conflict",
                    print_path(leaf.path),
                    " → ".join(shortened(_shown(one)) for one in three),
                )
            due.append(leaf)
        return due

    @staticmethod
    def paths(leaves: list[Leaf]) -> list[Json]:
        """Return where these places are, as text."""
        return [print_path(leaf.path) for leaf in leaves]

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
    before: Json, sent: Json, method: str, rules: PageRules, shown: Json = None
) -> PutBack:
    """Return what puts a write back.

    `shown` is what the page has shown after the write, if that is known. Raises
    InvalidData if a merge can't put it back.
    """
    after = effect(before, sent, method, rules)
    leaves: dict[Path, Leaf] = {}
    for change in changes(before, after):
        path = parse_path(str(change["path"]))
        # A list without names is put back whole.
        end = next((at for at, step in enumerate(path) if isinstance(step, int)), None)
        path = path[:end]
        if rules.is_own(path):
            continue
        old = value_at(before, path)
        _check(path, old, is_order=end is None and "reordered" in change)
        written = [value_at(after, path)]
        if shown is not None:
            written.append(value_at(shown, path))
        leaves[path] = Leaf(path=path, before=old, written=written)
    return PutBack(leaves=list(leaves.values()), rules=rules)


def _check(path: Path, old: Json, *, is_order: bool) -> None:
    """Raise InvalidData for what no merge can put back.

    A merge takes away keys of objects below the top level, and nothing else.
    """
    removes = old is None and (len(path) < 2 or isinstance(path[-1], Element))
    if not path or is_order or removes:
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

"""A JSON merge patch (RFC 7396) that can't lose what it doesn't name, in lists too."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..document import Json
from ..errors import InvalidData
from .matching import by_name, identity, name_of, value_at
from .path import Element, Path, print_path
from .plain_values import as_type_of, same
from .rules import PLAIN, PageRules
from .wording import listed, place_and_kind, shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What comes of a merge."""

    sent: Json
    """What is sent: the top-level keys that the patch names, complete, or all of them
    where a write takes the place of the whole document."""

    whole: Json
    """What the page should show then."""

    named: list[tuple[Path, Json]]
    """The places that the patch names, with what was sent there; None if removed."""

    added: list[str]
    """The paths of elements that weren't there before."""


def merge(
    current: Json, patch: Json, rules: PageRules = PLAIN, *, add: bool = False
) -> Merged:
    """Return what a patch makes of what is there.

    Elements of a list that are told apart by a key are merged one by one; with
    `add`, those that aren't there are appended. Any other list is replaced, and
    only if nothing of it is left out. Numbers, texts and booleans take the type
    that the gateway has at their place, since some gateways write `"true"` and
    `20.0`. Raises InvalidData if that can't be done.
    """
    merging = _Merging(current, rules, add=add)
    patch = rules.as_shown(patch)
    if isinstance(current, list) and isinstance(patch, dict | list):
        if not patch:
            raise InvalidData("merge_empty")
        merged = merging.value(current, patch, ())
        return merging.result(merged, merged)
    if not isinstance(patch, dict):
        raise InvalidData("merge_needs_object")
    if not isinstance(current, dict):
        raise InvalidData("merge_other_shape", place_and_kind((), current))
    if not patch:
        raise InvalidData("merge_empty")
    if any(value is None for value in patch.values()):
        raise InvalidData("merge_removes_top_level")
    for key in patch:
        if key in rules.complete and not isinstance(current.get(key), list):
            raise InvalidData(
                "merge_other_shape", place_and_kind((key,), current.get(key))
            )
    parts = {
        key: merging.value(current.get(key), value, (key,))
        for key, value in patch.items()
    }
    whole = {**current, **parts}
    if rules.whole:
        return merging.result(whole, whole)
    sent = {key: merging.as_sent(key, part, patch[key]) for key, part in parts.items()}
    return merging.result(rules.as_taken(sent), whole)


@dataclass(slots=True)
class _Merging:
    """One merge, and what it notes on its way."""

    document: Json
    rules: PageRules
    add: bool = field(kw_only=True)
    named: list[tuple[Path, Json]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)

    def result(self, sent: Json, whole: Json) -> Merged:
        """Return what came of it."""
        return Merged(sent=sent, whole=whole, named=self.named, added=self.added)

    def as_sent(self, key: str, part: Json, patch: Json) -> Json:
        """Return a top-level part in the form that the gateway takes."""
        if (
            key in self.rules.complete
            and isinstance(patch, dict)
            and isinstance(part, list)
            and (by := identity(part))
        ):
            return by_name(part, by)[str(name_of(patch, by))]
        return part

    def value(self, current: Json, patch: Json, path: Path) -> Json:
        """Return what stands at a path after the patch."""
        match current, patch:
            case list(), list():
                return self._list(current, patch, path)
            case list(), dict() if identity(current or [patch]):
                return self._list(current, [patch], path)
            case dict() | None, dict():
                return self._object(current or {}, patch, path)
        kept = patch if current is None else _like(current, patch, path)
        self.named.append((path, kept))
        return kept

    def _object(
        self, current: Mapping[str, Json], patch: dict[str, Json], path: Path
    ) -> Json:
        """Return an object with a patch laid over it."""
        merged = dict(current)
        for key, value in patch.items():
            place = (*path, key)
            if value is not None:
                merged[key] = self.value(current.get(key), value, place)
                continue
            if self._is_complete(path):
                raise self._only_complete(place)
            merged.pop(key, None)
            self.named.append((place, None))
        return merged

    def _list(self, current: list[Json], patch: list[Json], path: Path) -> Json:
        """Return a list with what a patch names in it."""
        key = identity(current or patch)
        if not patch and current:
            raise InvalidData(
                "merge_empties_list", print_path(path), listed(current, key)
            )
        if key is None:
            merged = self._replaced(current, patch, path, current)
            self.named.append((path, merged))
            return merged
        places = {name_of(item, key): place for place, item in enumerate(current)}
        elements = list(current)
        for name, item in self._by_name(current, patch, key, path).items():
            element = (*path, Element(key, name))
            if name in places:
                place = places[name]
                rest = {one: value for one, value in item.items() if one != key}
                elements[place] = self.value(current[place], rest, element)
            else:
                self._may_add(element, current, key)
                _check_added(element, item, current)
                elements.append(item)
                self.named.append((element, item))
        return elements

    def _by_name(
        self, current: list[Json], patch: list[Json], key: str, path: Path
    ) -> dict[str, dict[str, Json]]:
        """Return what a patch says of each element that it names."""
        named: dict[str, dict[str, Json]] = {}
        for item in patch:
            name = name_of(item, key)
            if name is None or not isinstance(item, dict):
                raise InvalidData(
                    "merge_names_nothing",
                    print_path(path),
                    listed(current, key),
                )
            if name in named:
                twice = print_path((*path, Element(key, name)))
                raise InvalidData("merge_names_twice", twice)
            named[name] = item
        return named

    def _may_add(self, path: Path, current: list[Json], key: str | None) -> None:
        """Raise InvalidData if an element that isn't there must not be added."""
        if len(path) == 2 and self._is_complete(path):
            raise self._only_complete(path)
        if not self.add:
            raise InvalidData("merge_not_there", print_path(path), listed(current, key))
        self.added.append(print_path(path))

    def _replaced(
        self,
        current: Json,
        patch: Json,
        path: Path,
        outer: list[Json],
    ) -> Json:
        """Return what takes the place of a list or of a part of it.

        All that is there has to be named. The outer list is what errors show.
        """
        match current, patch:
            case dict(), dict():
                for key in current:
                    if key not in patch:
                        raise _drops((*path, key), outer)
                return {
                    key: self._replaced(current[key], patch[key], (*path, key), outer)
                    if key in current
                    else patch[key]
                    for key in [*current, *(key for key in patch if key not in current)]
                }
            case list(), list():
                return self._replaced_list(current, patch, path, outer)
            case dict() | list(), None:
                raise _drops(path, outer)
        if current is None or patch is None:
            # In a list that is replaced, null is a value.
            return patch
        return _like(current, patch, path)

    def _replaced_list(
        self,
        current: list[Json],
        patch: list[Json],
        path: Path,
        outer: list[Json],
    ) -> Json:
        """Return the list that takes the place of another."""
        key = identity(current or patch)
        pairs: list[tuple[Path, Json]]
        if key is not None:
            named = self._by_name(current, patch, key, path)
            there = by_name(current, key)
            order = [*there, *(name for name in named if name not in there)]
            pairs = [((*path, Element(key, name)), named.get(name)) for name in order]
        else:
            pairs = [((*path, place), item) for place, item in enumerate(patch)]
        if len(pairs) < len(current):
            raise _drops((*path, len(pairs)), outer)
        for place, _ in pairs[len(current) :]:
            self._may_add(place, current, key)
        return [
            self._replaced(current[place], item, element, outer)
            if place < len(current)
            else item
            for place, (element, item) in enumerate(pairs)
        ]

    def _is_complete(self, path: Path) -> bool:
        """Return whether a place is in a list that is written by whole elements."""
        return bool(path) and path[0] in self.rules.complete

    def _only_complete(self, path: Path) -> InvalidData:
        """Return the error for a part of an element, or for one that isn't there."""
        there = value_at(self.document, path[:1])
        elements = there if isinstance(there, list) else []
        return InvalidData(
            "merge_only_complete",
            print_path(path[:1]),
            listed(elements, identity(elements)),
        )


def _check_added(path: Path, item: dict[str, Json], current: list[Json]) -> None:
    """Raise InvalidData if a new element has less than what the others all have."""
    usual = [set(one) for one in current if isinstance(one, dict)]
    shared = set.intersection(*usual) if usual else set()
    if missing := sorted(shared - item.keys()):
        raise InvalidData(
            "merge_adds_incomplete", print_path(path), shortened(", ".join(missing))
        )


def _drops(path: Path, outer: list[Json]) -> InvalidData:
    """Return the error for what a list in the patch leaves out."""
    return InvalidData("merge_drops", print_path(path), listed(outer, None))


def _like(current: Json, value: Json, path: Path) -> Json:
    """Return a plain value in the type of the current one. Raises InvalidData."""
    kept = (
        None
        if isinstance(current, dict | list) or isinstance(value, dict | list)
        else as_type_of(current, value)
    )
    if kept is None:
        raise InvalidData("merge_other_shape", place_and_kind(path, current))
    # What is equal stays as the gateway wrote it.
    return current if same(current, kept) else kept

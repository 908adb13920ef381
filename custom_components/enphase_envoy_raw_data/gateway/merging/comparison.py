"""What differs between two documents, and what a page doesn't show of a write."""

from collections.abc import Iterator

from ..document import Json
from .matching import by_name, identity, matched, name_of
from .path import Element, Path, Step, print_path
from .plain_values import same, shows
from .rules import PageRules

type Difference = dict[str, Json]
"""A `path` as text, and what is the matter there."""


def changes(before: Json, after: Json) -> list[Difference]:
    """Return what differs: `from` and `to`, `added`, `removed` or `reordered`.

    The last has the names of elements that are in another order, as they are now.
    """
    return [
        {"path": print_path(path), **change}
        for path, change in _changes(before, after, ())
    ]


def left_out(before: Json, after: Json) -> list[Difference]:
    """Return what isn't there any more, each with the `value` that it had."""
    found: list[Difference] = []
    for path, change in _changes(before, after, ()):
        value = change.get("removed", change.get("from"))
        if "removed" in change or (value and isinstance(value, dict | list)):
            found.append({"path": print_path(path), "value": value})
    return found


def _changes(
    before: Json, after: Json, path: Path
) -> Iterator[tuple[Path, Difference]]:
    """Yield each place with what has become of it."""
    pair = matched(before, after)
    if pair is None:
        if not same(before, after):
            yield path, {"from": before, "to": after}
        return
    old, new = pair
    for step in [*old, *(step for step in new if step not in old)]:
        place = (*path, step)
        if step not in new:
            yield place, {"removed": old[step]}
        elif step not in old:
            yield place, {"added": new[step]}
        else:
            yield from _changes(old[step], new[step], place)
    kept = [step.name for step in new if isinstance(step, Element) and step in old]
    if kept != [step.name for step in old if isinstance(step, Element) and step in new]:
        yield path, {"reordered": list[Json](kept)}


def differences(wanted: Json, found: Json, path: Path = ()) -> list[Difference]:
    """Return what of `wanted` a page doesn't show, each with `wanted` and `found`.

    What is found beside is fine: pages show more than was written. An object that
    names one of several is looked for in a list.
    """
    if isinstance(wanted, dict) and isinstance(found, list):
        if identity(found, [wanted]) is None:
            return [_difference(path, wanted, None)]
        wanted = [wanted]
    pair = matched(wanted, found)
    if pair is None:
        return [] if shows(found, wanted) else [_difference(path, wanted, found)]
    if not wanted and found:
        # Nothing is shown of it: what is there may be what was there before.
        return [_difference(path, wanted, found)]
    some, all_ = pair
    by_place = isinstance(wanted, list) and not any(
        isinstance(step, Element) for step in some
    )
    if by_place and len(some) != len(all_):
        return [_difference(path, wanted, found)]
    return [
        difference
        for step, value in some.items()
        for difference in (
            _differences_at(step, value, all_[step], (*path, step))
            if step in all_
            else differences(value, None, (*path, step))
        )
    ]


def _differences_at(
    step: Step, wanted: Json, found: Json, path: Path
) -> list[Difference]:
    """Return the differences of a part, without the name by which it was found."""
    if isinstance(step, Element) and isinstance(wanted, dict):
        wanted = {key: value for key, value in wanted.items() if key != step.key}
        if not wanted:
            return []
    return differences(wanted, found, path)


def left_behind(
    sent: Json, found: Json, rules: PageRules, path: Path = ()
) -> list[Difference]:
    """Return the elements that a PUT of their list left out and a page still shows.

    Each with `wanted` (nothing) and `found`. Keys are not looked at, since pages show
    more of them than was written.
    """
    if path and (rules.is_own(path) or path[0] in rules.apart):
        return []
    pair = matched(sent, found) if sent else None
    if pair is None:
        return []
    some, all_ = pair
    left: list[Difference] = []
    for step, value in all_.items():
        place = (*path, step)
        if step in some:
            left += left_behind(some[step], value, rules, place)
        elif isinstance(step, Element):
            left.append(_difference(place, None, value))
    return left


def still_there(deleted: Json, found: Json, path: Path = ()) -> list[Difference]:
    """Return the elements that were to be deleted and are found all the same.

    Each with `wanted` (nothing) and `found`. Only elements that are told apart by
    a key can be looked for.
    """
    if isinstance(deleted, dict) and isinstance(found, dict):
        return [
            difference
            for key, value in deleted.items()
            for difference in still_there(value, found.get(key), (*path, key))
        ]
    if not isinstance(found, list):
        return []
    left: list[Difference] = []
    for item in deleted if isinstance(deleted, list) else [deleted]:
        if key := identity(found, [item]):
            name = str(name_of(item, key))
            if element := by_name(found, key).get(name):
                left.append(_difference((*path, Element(key, name)), None, element))
    return left


def _difference(path: Path, wanted: Json, found: Json) -> Difference:
    """Return what is wanted at a place and found there."""
    return {"path": print_path(path), "wanted": wanted, "found": found}

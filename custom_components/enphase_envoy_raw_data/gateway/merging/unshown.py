"""Whether a page shows a merge: what it named as sent, and all else still there."""

from collections.abc import Iterator

from ..document import Json, as_texts
from .comparison import Difference, differences
from .matching import identity, parts, value_at
from .patching import Merged
from .path import Path, print_path
from .rules import PageRules


def not_shown(
    merged: Merged, found: Json, rules: PageRules, *, texts: bool = False
) -> list[Difference]:
    """Return what of a merge a page doesn't show, each with `wanted` and `found`.

    What the merge names has to have the value that was sent. Of all else, keys and
    elements have to be there, with any value: gateways change some by themselves,
    such as dates. With `texts`, values are compared as a form writes them.
    """
    gone = dict(_gone(merged.whole, found, (), rules))
    missing: list[Difference] = [
        {"path": print_path(path), "wanted": value, "found": None}
        for path, value in gone.items()
    ]
    for path, value in merged.named:
        if any(path[: len(place)] == place for place in gone):
            continue
        shown = value_at(found, path)
        if texts and value is not None:
            missing += differences(as_texts(value), as_texts(shown), path)
        else:
            missing += differences(value, shown, path)
    return missing


def _gone(
    there: Json, found: Json, path: Path, rules: PageRules
) -> Iterator[tuple[Path, Json]]:
    """Yield the keys and elements that a page doesn't have any more, with values."""
    if rules.is_own(path) or not isinstance(there, dict | list) or not there:
        return
    match there, found:
        case (dict(), dict()):
            key = None
        case (list(), list()):
            key = identity(there)
        case _:
            yield path, there
            return
    left = parts(found, key)
    for step, value in parts(there, key).items():
        place = (*path, step)
        if step in left:
            yield from _gone(value, left[step], place, rules)
        elif not rules.is_own(place):
            yield place, value

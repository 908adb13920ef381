"""A JSON merge patch (RFC 7396) that can't lose what it doesn't name."""

import json
import math
import re

from ..errors import InvalidData
from .json_value import Json

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def merge(current: Json, patch: Json) -> dict[str, Json]:
    """Return the top-level keys that the patch names, complete and with it applied.

    Numbers, texts and booleans take the type that the gateway has at their
    place, since some gateways write `"true"` and `20.0`. Raises InvalidData if
    the patch has another shape than what is there.
    """
    if not isinstance(patch, dict):
        raise InvalidData("merge_needs_object")
    if not isinstance(current, dict):
        raise InvalidData("merge_other_shape", _shown("the whole reply", current))
    if not patch:
        raise InvalidData("merge_empty")
    if any(value is None for value in patch.values()):
        raise InvalidData("merge_removes_top_level")
    return {key: _merged(current.get(key), value, key) for key, value in patch.items()}


def _merged(current: Json, patch: Json, path: str) -> Json:
    """Return what stands at a path after the patch."""
    if isinstance(patch, dict):
        if current is None:
            current = {}
        if not isinstance(current, dict):
            raise InvalidData("merge_other_shape", _shown(path, current))
        merged = dict(current)
        for key, value in patch.items():
            if value is None:
                merged.pop(key, None)
            else:
                merged[key] = _merged(current.get(key), value, f"{path}.{key}")
        return merged
    if current is None or (isinstance(patch, list) and isinstance(current, list)):
        return patch
    if isinstance(patch, list) or isinstance(current, dict | list):
        raise InvalidData("merge_other_shape", _shown(path, current))
    kept = _as_type_of(current, patch)
    if kept is None:
        raise InvalidData("merge_other_shape", _shown(path, current))
    return kept


def _as_type_of(current: Json, value: Json) -> Json:
    """Return a plain value in the type of the current one; None if it has none."""
    if isinstance(current, bool):
        return _BOOLEANS.get(str(value).lower())
    if isinstance(value, bool):
        return ("true" if value else "false") if isinstance(current, str) else None
    if isinstance(current, str):
        return str(value)
    return _number_like(current, value)


def _number_like(current: Json, value: Json) -> Json:
    """Return a number in the kind of the current one, if nothing is lost."""
    if re.fullmatch(r"-?[0-9]{1,100}", str(value)):
        whole = int(str(value))
        # A double has 53 bits; more would be lost in it.
        return whole if isinstance(current, int) or abs(whole) > 2**53 else float(whole)
    try:
        number = float(str(value))
    except ValueError:
        return None
    if isinstance(current, int) and number.is_integer():
        return int(number)
    # A fraction is meant even where the gateway shows a whole number.
    return number if math.isfinite(number) else None


def named_leaves(patch: Json, sent: Json) -> Json:
    """Return what a merge has sent at the places that its patch names.

    What the patch removes is None.
    """
    if isinstance(patch, dict) and isinstance(sent, dict):
        return {key: named_leaves(value, sent.get(key)) for key, value in patch.items()}
    return sent


def changes(before: Json, after: Json, path: str = "") -> list[dict[str, Json]]:
    """Return what differs: `path`, `from` and `to`, or `added` or `removed`."""
    if isinstance(before, dict) and isinstance(after, dict):
        found: list[dict[str, Json]] = []
        for key in [*before, *(key for key in after if key not in before)]:
            place = f"{path}.{key}" if path else key
            if key not in after:
                found.append({"path": place, "removed": before[key]})
            elif key not in before:
                found.append({"path": place, "added": after[key]})
            else:
                found += changes(before[key], after[key], place)
        return found
    if isinstance(before, list) and isinstance(after, list):
        found = []
        for index in range(max(len(before), len(after))):
            place = f"{path}[{index}]"
            if index >= len(after):
                found.append({"path": place, "removed": before[index]})
            elif index >= len(before):
                found.append({"path": place, "added": after[index]})
            else:
                found += changes(before[index], after[index], place)
        return found
    return [] if _same(before, after) else [{"path": path, "from": before, "to": after}]


def named_part(current: Json, sent: Json) -> Json:
    """Return the top-level keys of the current value that a write names."""
    if isinstance(current, dict) and isinstance(sent, dict):
        return {key: current[key] for key in sent if key in current}
    return current


def differences(wanted: Json, found: Json, path: str = "") -> list[dict[str, Json]]:
    """Return the leaves of `wanted` that `found` doesn't have.

    Each with `path`, `wanted` and `found`. What is found beside them is fine:
    pages show more than was written. An object that names one of several by
    its `id` or `serial_num` is looked for in a list.
    """
    if isinstance(wanted, dict):
        if isinstance(found, list):
            found = _entry_for(wanted, found)
        if not isinstance(found, dict):
            return [{"path": path, "wanted": wanted, "found": found}]
        return [
            difference
            for key, value in wanted.items()
            for difference in differences(
                value, found.get(key), f"{path}.{key}" if path else key
            )
        ]
    if isinstance(wanted, list) and isinstance(found, list):
        if wanted and all(_name_of(item) for item in wanted):
            return [
                difference
                for index, item in enumerate(wanted)
                for difference in differences(item, found, f"{path}[{index}]")
            ]
        if len(wanted) != len(found):
            return [{"path": path, "wanted": wanted, "found": found}]
        return [
            difference
            for index, (want, have) in enumerate(zip(wanted, found, strict=True))
            for difference in differences(want, have, f"{path}[{index}]")
        ]
    if _same(wanted, found):
        return []
    return [{"path": path, "wanted": wanted, "found": found}]


def still_there(deleted: Json, found: Json, path: str = "") -> list[dict[str, Json]]:
    """Return the entries that were to be deleted and are found all the same.

    Each with `path`, `wanted` (nothing) and `found`. Only entries that have a
    name, their `id` or `serial_num`, can be looked for.
    """
    if isinstance(deleted, list):
        return [
            entry
            for index, item in enumerate(deleted)
            for entry in still_there(item, found, f"{path}[{index}]")
        ]
    if not isinstance(deleted, dict):
        return []
    if _name_of(deleted) and isinstance(found, list):
        entry = _entry_for(deleted, found)
        return [{"path": path, "wanted": None, "found": entry}] if entry else []
    if not isinstance(found, dict):
        return []
    return [
        entry
        for key, value in deleted.items()
        for entry in still_there(
            value, found.get(key), f"{path}.{key}" if path else key
        )
    ]


def names_entries(value: Json) -> bool:
    """Return whether there is an entry with a name in a value."""
    if isinstance(value, dict):
        return _name_of(value) is not None or any(map(names_entries, value.values()))
    return isinstance(value, list) and any(map(names_entries, value))


def _name_of(value: Json) -> tuple[str, Json] | None:
    """Return by what an entry is told from others; None if it has no name."""
    if isinstance(value, dict):
        for key in ("id", "serial_num"):
            if key in value:
                return key, value[key]
    return None


def _entry_for(wanted: dict[str, Json], found: list[Json]) -> Json:
    """Return the entry of a list that an object is about."""
    name = _name_of(wanted)
    return next(
        (entry for entry in found if name is not None and _name_of(entry) == name),
        None,
    )


def _same(one: Json, other: Json) -> bool:
    """Return whether two values are equal; true is not 1, but 50 is 50.0."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _shown(path: str, value: Json) -> str:
    """Return a path and what is there, short enough for a message."""
    if isinstance(value, dict):
        return f"{path} is an object"
    if isinstance(value, list):
        return f"{path} is a list"
    return f"{path} is {json.dumps(value, ensure_ascii=False)}"[:160]

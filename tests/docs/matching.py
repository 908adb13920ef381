"""Compares what a page shows with what came."""

import re
from typing import Any

LEFT_OUT = "…"

# These differ from run to run; a page shows one of them, and the form counts.
_VARIES: dict[str, re.Pattern[str]] = {
    "after": re.compile(r"\d+(\.\d+)?"),
    "age": re.compile(r"\d+(\.\d+)?"),
    "milliseconds": re.compile(r"\d+"),
    "seconds": re.compile(r"\d+(\.\d+)?"),
    "duration": re.compile(r"\d+(\.\d+)?"),
    "read_at": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00"),
}


def difference(shown: Any, came: Any, place: str = "reply") -> str | None:
    """Return what differs first; None if the page tells the truth."""
    match shown, came:
        case dict(), dict():
            return _of_objects(shown, came, place)
        case list(), list():
            return _of_lists(shown, came, place)
        case str(), str() if shown.endswith(LEFT_OUT) and shown != LEFT_OUT:
            if came.startswith(shown.removesuffix(LEFT_OUT).rstrip("\n")):
                return None
    if shown == came and isinstance(shown, bool) == isinstance(came, bool):
        return None
    return f"{place}: the page shows {shown!r}, and it was {came!r}"


def _of_objects(shown: dict[str, Any], came: dict[str, Any], place: str) -> str | None:
    """Compare keys in their order, and values."""
    shown = dict(shown)
    more = shown.pop(LEFT_OUT, None) is not None
    keys = [key for key in came if key in shown] if more else list(came)
    if list(shown) != keys or (more and len(keys) == len(came)):
        return f"{place}: the page shows {list(shown)}, and it was {list(came)}"
    for key, value in shown.items():
        form = _VARIES.get(key)
        if form and form.fullmatch(str(value)) and form.fullmatch(str(came[key])):
            continue
        if found := difference(value, came[key], f"{place}.{key}"):
            return found
    return None


def _of_lists(shown: list[Any], came: list[Any], place: str) -> str | None:
    """Compare items, and the number of those that are left out."""
    shown = list(shown)
    if shown and isinstance(shown[-1], str) and shown[-1].startswith(LEFT_OUT):
        more = int(re.sub(r"\D", "", shown.pop()))
        if len(came) != len(shown) + more:
            return f"{place}: there were {len(came)} items, not {len(shown) + more}"
    elif len(came) != len(shown):
        return f"{place}: there were {len(came)} items, not {len(shown)}"
    for number, (left, right) in enumerate(zip(shown, came, strict=False)):
        if found := difference(left, right, f"{place}[{number}]"):
            return found
    return None

"""Which element of a list is which."""

from collections.abc import Sequence
import math
from typing import Final

from ..document import Json
from .path import Element, Path, Step

# Names of one thing.
_IDS: Final = (
    # Seasons, days, periods and tiers of the tariff; dry contacts and their rules;
    # the schedule of a generator; rows of /inv.
    "id",
    # Batteries and other devices of /ivp/ensemble/inventory, /ivp/ensemble/power,
    # /inventory and /admin/lib/acb_config.
    "serial_num",
    # /api/v1/production/inverters.
    "serialNumber",
    # Meters and their channels: /ivp/meters and /ivp/meters/readings.
    "eid",
    # Some objects have it as their key; seen in no list yet.
    "uid",
    # Channels of /ivp/pdm/device_data.
    "chanEid",
    # Grid profiles of /installer/agf/index.json.
    "profile_id",
)

# Kinds of things, of which a list may have one each. They come last, since what a
# thing is may change and which one it is does not.
_KINDS: Final = (
    # /ivp/meters and the consumption of /production.json.
    "measurementType",
    # /ivp/meters/reports.
    "reportType",
    # Channels of /ivp/meters/gridReading and /ivp/meters/pvReading.
    "phase",
    # /ivp/meters/ctreversal.
    "ct",
    # Groups of /ivp/ensemble/inventory and /inventory; production and storage of
    # /production.json; interfaces of /home.
    "type",
)

IDENTITY_KEYS: Final = (*_IDS, *_KINDS)
"""Keys that tell the elements of a list apart, the best first."""


def identity(*lists: Sequence[Json]) -> str | None:
    """Return the key by which the elements of each of these lists are told apart.

    Every element has it, with a plain value, and no two of a list have the same.
    None if there is no such key.
    """
    if not any(lists):
        return None
    return next(
        (key for key in IDENTITY_KEYS if all(_tells_apart(key, one) for one in lists)),
        None,
    )


def _tells_apart(key: str, elements: Sequence[Json]) -> bool:
    """Return whether a key tells all elements of a list apart."""
    names = {name_of(element, key) for element in elements}
    return len(names) == len(elements) and None not in names


def name_of(element: Json, key: str) -> str | None:
    """Return what an element has at an identity key, as text; None if it's nothing.

    The number 1 and the text "1" name the same element.
    """
    value = element.get(key) if isinstance(element, dict) else None
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():
        return repr(float(value)) if math.isfinite(value) else None
    return str(int(value))


def by_name(elements: Sequence[Json], key: str) -> dict[str, Json]:
    """Return the elements that have an identity key, by what they have there."""
    return {
        name: element
        for element in elements
        if (name := name_of(element, key)) is not None
    }


def parts(value: dict[str, Json] | list[Json], key: str | None) -> dict[Step, Json]:
    """Return what an object or a list has in it, by the last step of its path.

    Elements of a list are named by the key, or by their places if there is none.
    """
    if isinstance(value, dict):
        return dict[Step, Json](value.items())
    if key is None:
        return dict(enumerate(value))
    return {Element(key, name): one for name, one in by_name(value, key).items()}


def matched(one: Json, other: Json) -> tuple[dict[Step, Json], dict[Step, Json]] | None:
    """Return the parts of two objects or of two lists, what belongs together alike.

    None if they are anything else.
    """
    match one, other:
        case (dict(), dict()):
            return parts(one, None), parts(other, None)
        case (list(), list()):
            key = identity(one, other)
            return parts(one, key), parts(other, key)
    return None


def names_elements(value: Json) -> bool:
    """Return whether a value names one of several things anywhere in it."""
    if isinstance(value, dict):
        return any(name_of(value, key) is not None for key in _IDS) or any(
            map(names_elements, value.values())
        )
    return isinstance(value, list) and any(map(names_elements, value))


def value_at(document: Json, path: Path) -> Json:
    """Return what a document has at a place; None if there is nothing."""
    for step in path:
        match step, document:
            case Element(key, name), list():
                document = by_name(document, key).get(name)
            case int(place), list() if place < len(document):
                document = document[place]
            case str(key), dict():
                document = document.get(key)
            case _:
                return None
    return document


def with_value(document: Json, path: Path, value: Json) -> Json:
    """Return a document with another value at a place; None takes away what is there.

    What doesn't lead to the place stays as it is.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    match step, document:
        case str(), dict():
            changed = dict(document)
            part = with_value(document.get(step), rest, value)
            if part is None and not rest:
                changed.pop(step, None)
            elif step in document or not rest:
                changed[step] = part
            return changed
        case Element(key, name), list():
            if not rest and not any(name_of(one, key) == name for one in document):
                return [*document, value] if value is not None else document
            parts = [
                with_value(one, rest, value) if name_of(one, key) == name else one
                for one in document
            ]
            return [part for part in parts if part is not None]
        case int(place), list() if place < len(document):
            return [
                *document[:place],
                with_value(document[place], rest, value),
                *document[place + 1 :],
            ]
    return document

"""Which places of a page a write speaks of, and a document with another value there."""

from ..document import Json
from .matching import name_of
from .patching import Merged
from .path import Element, Path
from .rules import PageRules


def overlap(one: Path, other: Path) -> bool:
    """Return whether a place is the other one, in it, or around it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def names(
    path: Path, method: str, sent: Json, rules: PageRules, merged: Merged | None
) -> bool:
    """Return whether a write says what shall be at a place.

    A merge does so with what the caller names, although more is sent. Where it isn't
    clear, the answer is yes.
    """
    if merged is not None:
        return any(overlap(path, place) for place, _ in merged.named)
    sent = rules.as_shown(sent)
    if sent is None or not path or rules.is_own(path):
        return sent is not None and not rules.is_own(path)
    if method == "DELETE":
        return _has(sent, path)
    key = path[0]
    if not isinstance(sent, dict) or not isinstance(key, str):
        return True
    if key not in sent:
        return (method == "PUT" and not rules.switches) or rules.whole
    return key not in rules.apart or _has(sent, path[:2])


def _has(sent: Json, path: Path) -> bool:
    """Return whether data names an element of a list in which a place is.

    An object in place of a list stands for one of its elements.
    """
    for step in path:
        match step, sent:
            case Element(key, name), dict():
                return name_of(sent, key) == name
            case Element(key, name), list():
                return any(name_of(one, key) == name for one in sent)
            case str(key), dict() if key in sent:
                sent = sent[key]
            case _:
                break
    return isinstance(sent, list)


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

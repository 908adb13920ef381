"""What a page would show if the gateway took a write just as it is, and where."""

from ..document import Json
from .matching import by_name, identity, name_of, parts
from .patching import Merged
from .path import Element, Path, overlap
from .rules import PageRules


def effect(current: Json, sent: Json, method: str, rules: PageRules) -> Json:
    """Return the document of a page after a write.

    PUT replaces the whole document, POST the top-level keys that it names (on some
    pages the whole document, too), and DELETE takes away the elements that it names.
    """
    if sent is None:
        return current
    if method == "DELETE":
        return _without(current, sent)
    if rules.switches and isinstance(current, dict):
        shown = rules.as_shown(sent)
        return {**current, **shown} if isinstance(shown, dict) else shown
    if not isinstance(current, dict) or not isinstance(sent, dict):
        return _laid(current, sent)
    after = {
        key: value
        for key, value in current.items()
        if key in sent or key in rules.own or not (method == "PUT" or rules.whole)
    }
    for key, value in sent.items():
        after[key] = _laid(current.get(key), value, apart=key in rules.apart)
    return after


def _laid(current: Json, sent: Json, *, apart: bool = False) -> Json:
    """Return what is sent in the form in which the page shows it.

    An object in place of a list means one of its elements. If they are written
    apart, the elements that are not named stay.
    """
    match current, sent:
        case dict(), dict():
            return {key: _laid(current.get(key), value) for key, value in sent.items()}
        case list(), dict() if identity(current, [sent]):
            return _laid(current, [sent], apart=apart)
        case list(), list() if key := identity(current, sent):
            before = parts(current, key)
            after = {
                step: _laid(before.get(step), value)
                for step, value in parts(sent, key).items()
            }
            return list((before | after if apart else after).values())
    return sent


def _without(current: Json, named: Json) -> Json:
    """Return a document without the elements of lists that are named."""
    match current, named:
        case dict(), dict():
            return {
                key: _without(value, named[key]) if key in named else value
                for key, value in current.items()
            }
        case list(), dict():
            return _without(current, [named])
        case list(), list() if key := identity(current, named):
            gone = by_name(named, key)
            return [item for item in current if name_of(item, key) not in gone]
    return current


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
    if sent is None or rules.is_own(path[:1]):
        return False
    if method == "DELETE":
        return _has(sent, path)
    key = path[0] if path else None
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

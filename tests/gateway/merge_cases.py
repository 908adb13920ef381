"""Documents as gateways may have them, patches for them, and what has to come of it.

What comes of a patch is put together here beside it, and not by what is tested.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from custom_components.enphase_envoy_raw_data.gateway.document import from_json
from custom_components.enphase_envoy_raw_data.gateway.merging import Element, Path

KEYS = st.sampled_from(["a", "b", "start", "rate", "devices:", "x.y", ""])
IDS = ("id", "serial_num", "eid", "type")

type Draw = Callable[[st.SearchStrategy[Any]], Any]

# What a float would write otherwise.
LITERALS = st.sampled_from(
    ["0.00009899999713525176", "20.0", "1.10", "1E5", "-0.0", "0.1", "2e-07"]
)
NUMBERS = LITERALS.map(lambda text: from_json(text.encode(), exact=True))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(max_size=4) | st.sampled_from(["true", "20"])
PLAIN: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | NUMBERS | TEXTS
)
NEW: st.SearchStrategy[Any] = (
    st.booleans() | st.integers(-(2**70), 2**70) | FLOATS | TEXTS
)
NAMES = st.integers(0, 9) | st.sampled_from(["winter", "1", "07", "", "Load 1"])


def _lists(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return lists of all kinds: with names, with names twice, and others."""
    objects = st.dictionaries(KEYS, inner, max_size=3)
    named = st.builds(
        lambda key, elements: [{**one, key: name} for name, one in elements.items()],
        st.sampled_from(IDS),
        st.dictionaries(NAMES, objects, max_size=3),
    )
    fillers = st.lists(objects.map(lambda one: {"id": "filler"} | one), max_size=3)
    return named | fillers | st.lists(PLAIN, max_size=3) | st.lists(inner, max_size=3)


VALUES: st.SearchStrategy[Any] = st.recursive(
    PLAIN,
    lambda inner: _lists(inner) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)
OBJECTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)
DOCUMENTS: st.SearchStrategy[Any] = OBJECTS | _lists(VALUES).filter(bool)


def key_of(elements: list[Any]) -> str | None:
    """Return the key that tells the elements of a list apart."""
    for key in IDS:
        names = {
            str(one[key])
            for one in elements
            if isinstance(one, dict) and type(one.get(key)) in (str, int)
        }
        if elements and len(names) == len(elements):
            return key
    return None


@dataclass(kw_only=True)
class Case:
    """A document, a patch for it, and what has to be sent."""

    current: Any
    patch: Any = None
    sent: Any = None
    whole: Any = None
    named: list[Path] = field(default_factory=list)


@dataclass
class _Patching:
    """Draws a patch, and notes what it names."""

    draw: st.DrawFn
    named: list[Path] = field(default_factory=list)

    def patched(self, current: Any, path: Path) -> tuple[Any, Any]:
        """Return a patch for what is at a path, and what has to be there then."""
        match current:
            case dict():
                return self._object(current, path)
            case list() if key := key_of(current):
                return self._elements(current, key, path)
        self.named.append(path)
        if isinstance(current, list):
            return self.replaced(current)
        return self._plain(current)

    def _object(self, current: dict[str, Any], path: Path) -> tuple[Any, Any]:
        """Return a patch for an object."""
        patch: dict[str, Any] = {}
        result = dict(current)
        for key, value in current.items():
            what = self.draw(st.sampled_from(["keep", "change", "change", "remove"]))
            if what == "change":
                patch[key], result[key] = self.patched(value, (*path, key))
            elif what == "remove":
                patch[key] = None
                del result[key]
                self.named.append((*path, key))
        if self.draw(st.booleans()):
            patch["new"] = result["new"] = self.draw(NEW)
            self.named.append((*path, "new"))
        return patch, result

    def _elements(self, current: list[Any], key: str, path: Path) -> tuple[Any, Any]:
        """Return a patch for some elements of a list, in any order or as an object."""
        result = list(current)
        items = []
        places = st.sets(st.sampled_from(range(len(current))), min_size=1)
        for place in sorted(self.draw(places)):
            element = dict(current[place])
            name = element.pop(key)
            there = (*path, Element(key, str(name)))
            patch, after = self._object(element, there)
            items.append({key: self._spelled(name), **patch})
            # The name stays where it was among the keys.
            order = [*(one for one in current[place] if one == key or one in after)]
            after[key] = name
            result[place] = {one: after[one] for one in dict.fromkeys([*order, *after])}
        if len(items) == 1 and self.draw(st.booleans()):
            return items[0], result
        return self.draw(st.permutations(items)), result

    def _spelled(self, name: Any) -> Any:
        """Return a name as a number or as text."""
        same = [name, str(name)]
        if str(name).isdigit() and str(int(name)) == str(name):
            same.append(int(name))
        return self.draw(st.sampled_from(same))

    def replaced(self, current: Any) -> tuple[Any, Any]:
        """Return what may take the place of a list, or of a part of it, in full."""
        match current:
            case dict():
                # With other names, the list might be one that is merged by them.
                pairs = {
                    key: (value, value) if key in IDS else self.replaced(value)
                    for key, value in current.items()
                }
                patch = {key: pair[0] for key, pair in pairs.items()}
                whole = {key: pair[1] for key, pair in pairs.items()}
                return patch, whole
            case list() if key := key_of(current):
                rest = [{k: v for k, v in one.items() if k != key} for one in current]
                both = [self.replaced(one) for one in rest]
                items = [
                    {key: self._spelled(one[key]), **patch}
                    for one, (patch, _) in zip(current, both, strict=True)
                ]
                result = [
                    {k: one[k] if k == key else after[k] for k in one}
                    for one, (_, after) in zip(current, both, strict=True)
                ]
                return self.draw(st.permutations(items)), result
            case list():
                both = [self.replaced(one) for one in current]
                return [patch for patch, _ in both], [after for _, after in both]
        if self.draw(st.booleans()):
            return None, None
        return self._plain(current)

    def _plain(self, current: Any) -> tuple[Any, Any]:
        """Return a plain value of the same type."""
        match current:
            case None:
                value = self.draw(NEW)
            case bool():
                value = self.draw(st.booleans())
            case int():
                value = self.draw(st.integers(-(2**70), 2**70))
            case float():
                value = self.draw(FLOATS)
            case _:
                value = self.draw(TEXTS)
        # What is equal stays in the digits of the gateway.
        return value, current if value == current else value


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return a document and a patch that fits it."""
    case = Case(current=draw(DOCUMENTS))
    patching = _Patching(draw, case.named)
    current = case.current
    if isinstance(current, list):
        case.patch, case.whole = patching.patched(current, ())
        case.sent = case.whole
        return case
    case.patch, case.sent = {}, {}
    for key in draw(st.sets(st.sampled_from(list(current)), min_size=1)):
        case.patch[key], case.sent[key] = patching.patched(current[key], (key,))
    case.whole = {**current, **case.sent}
    return case


def drifted(draw: Draw, value: Any, named: list[Path], path: Path = ()) -> Any:
    """Return a document with other plain values and another order of named elements.

    What a patch has named stays.
    """
    if path in named:
        return value
    match value:
        case dict():
            return {
                key: drifted(draw, one, named, (*path, key))
                for key, one in value.items()
            }
        case list() if key := key_of(value):
            elements = [
                {
                    **drifted(draw, one, named, (*path, Element(key, str(one[key])))),
                    key: one[key],
                }
                for one in value
            ]
            return draw(st.permutations(elements))
        case list():
            return [
                drifted(draw, one, named, (*path, place))
                for place, one in enumerate(value)
            ]
    return draw(PLAIN)


def without_one(draw: Draw, value: Any) -> Any:
    """Return a document in which one key or element is missing, at any depth."""
    steps = list(value) if isinstance(value, dict) else list(range(len(value)))
    step = draw(st.sampled_from(steps))
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    inner = copy[step]
    if isinstance(inner, dict | list) and inner and draw(st.booleans()):
        copy[step] = without_one(draw, inner)
    else:
        del copy[step]
    return copy

"""Stored replies that are asked for again and again have one value for all."""

import copy
import json
import pickle
from typing import Any

import orjson
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Reply, shape
from custom_components.enphase_envoy_raw_data.gateway.errors import UnusableReply
from custom_components.enphase_envoy_raw_data.gateway.read_only import read_only
from custom_components.enphase_envoy_raw_data.gateway.values import StoredValues

WHOLE = shape(None, parse_xml=False)
PAGE: dict[str, Any] = {"a": [1, {"b": None}], "c": {"d": ["x", True]}}


def reply(body: bytes, content_type: str = "application/json") -> Reply:
    """Return a stored reply."""
    return Reply(status=200, content_type=content_type, body=body)


def page(**changes: object) -> Reply:
    """Return the page, with changes."""
    return reply(json.dumps(PAGE | changes).encode())


def of(values: StoredValues, stored: Reply, select: str | None = None) -> Any:
    """Return the value of a stored reply."""
    return values.of("/a", stored, shape(select, parse_xml=False))


def test_one_value_for_all_from_the_second_time_on() -> None:
    """The first caller's value is plain, and later ones share theirs."""
    values, stored = StoredValues(), page()
    first = of(values, stored)
    first["a"].append(2)
    second = of(values, stored)
    assert second == PAGE
    assert of(values, stored) is second
    assert of(values, page()) is second, "an unchanged page is the same page"


@pytest.mark.parametrize(
    "newer", [page(e=1), reply(page().body, "application/json; charset=latin-1")]
)
def test_a_changed_page_has_a_value_of_its_own(newer: Reply) -> None:
    """What is newer is what callers get."""
    values = StoredValues()
    for _ in range(2):
        of(values, page())
    assert of(values, newer) == json.loads(newer.body)
    assert of(values, newer) == json.loads(newer.body)


def test_each_selection_has_a_value_of_its_own() -> None:
    """The same expression shares, and another doesn't."""
    values, stored = StoredValues(), page()
    for _ in range(3):
        assert of(values, stored, "c.d") == ["x", True]
        assert of(values, stored, "a[0]") == 1
        assert of(values, stored) == PAGE
    assert of(values, stored, "c.d") is of(values, stored, "c.d")


def test_what_is_held_is_bounded() -> None:
    """The ones used longest ago go, and a large one isn't held."""
    values, stored = StoredValues(capacity=300), page()
    for _ in range(2):
        first = values.of("/1", stored, WHOLE)
    for n in range(2, 6):
        for _ in range(2):
            values.of(f"/{n}", stored, WHOLE)
    assert values.of("/5", stored, WHOLE) is values.of("/5", stored, WHOLE)
    again = values.of("/1", stored, WHOLE)
    assert again == first
    assert again is not first
    large = page(z="x" * 150)
    for _ in range(3):
        assert values.of("/6", large, WHOLE) is not values.of("/6", large, WHOLE)
    huge = page(z="x" * 400)
    for _ in range(3):
        assert values.of("/7", huge, WHOLE) is not values.of("/7", huge, WHOLE)


def test_an_unusable_reply_stays_so() -> None:
    """Its error comes each time."""
    values = StoredValues()
    for _ in range(3):
        with pytest.raises(UnusableReply):
            of(values, reply(b"\x00"))


def test_nothing_is_left_after_clearing() -> None:
    """Another firmware's values are made anew."""
    values, stored = StoredValues(), page()
    before = [of(values, stored) for _ in range(2)][1]
    values.clear()
    assert of(values, stored) is not before


@pytest.mark.parametrize(
    "change",
    [
        "v['a'].append(1)",
        "v['a'].clear()",
        "v['a'].extend([1])",
        "v['a'].insert(0, 1)",
        "v['a'].pop()",
        "v['a'].remove(1)",
        "v['a'].reverse()",
        "v['a'].sort()",
        "v['a'][0] = 2",
        "del v['a'][0]",
        "v['a'] += [1]",
        "v['a'] *= 2",
        "v.clear()",
        "v.pop('a')",
        "v.popitem()",
        "v.setdefault('z', 1)",
        "v.update(z=1)",
        "v['a'] = 1",
        "v['a'][1]['b'] = 1",
        "del v['a']",
        "v |= {'z': 1}",
    ],
)
def test_it_refuses_every_change(change: str) -> None:
    """Nobody changes what others get, however deep."""
    value: Any = read_only(PAGE)
    with pytest.raises(TypeError, match="copy"):
        exec(change, {"v": value})  # noqa: S102 - statements can't be parameters
    assert value == PAGE


def test_every_way_to_change_is_refused() -> None:
    """No method that changes lists or objects is forgotten."""
    value: Any = read_only(PAGE)
    for made, plain in ((value, dict), (value["a"], list)):
        kind = type(made)
        kept = {name for name in dir(plain) if not name.startswith("__")}
        own = {name for name in kept if getattr(kind, name) is not getattr(plain, name)}
        assert kept - own <= {
            *("copy", "count", "fromkeys", "get", "index", "items", "keys", "values"),
        }


def test_it_is_taken_for_what_it_is() -> None:
    """Comparisons, writers and names see nothing odd, and copies are plain."""
    value: Any = read_only(PAGE)
    assert value == PAGE
    assert (repr(value), type(value).__name__) == (repr(PAGE), "dict")
    assert type(value["a"]).__name__ == "list"
    assert orjson.loads(orjson.dumps(value)) == json.loads(json.dumps(value)) == PAGE
    copies = [
        copy.copy(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),  # noqa: S301 - our own
        value.copy(),
        value | {},
        type(value)(value),
        dict(value),
    ]
    for made in copies:
        assert type(made) is dict
        assert made == PAGE
        made["new"] = 1
    for made in (value["a"][:], value["a"] + [], type(value["a"])(value["a"])):
        assert type(made) is list
    assert type(copy.deepcopy(value)["a"]) is list
    assert read_only("text") == "text"

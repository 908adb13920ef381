"""Which fields a selection reads, and values as a form and a caller get them."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json, Selection, handed_on
from custom_components.enphase_envoy_raw_data.gateway.document import as_texts

PAGE: dict[str, Json] = {
    "a": {"x": 1, "y": {"z": 2}},
    "l": [{"x": 3, "y": 4}, {"x": 5, "y": [{"w": 6}]}],
    "b": 7,
}


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("b", {("", "b")}),
        ("a.x", {("", "a"), ("a", "x")}),
        # What is handed on is read with all that is in it.
        ("a", {("", "a"), ("a", "x"), ("a", "y"), ("a.y", "z")}),
        ("l[].x", {("", "l"), ("l0", "x"), ("l1", "x")}),
        (
            "[l[1], b]",
            {("", "l"), ("", "b"), ("l1", "x"), ("l1", "y"), ("l1.y", "w")},
        ),
        ("none", {("", "none")}),
        # What a failing expression has read counts, too.
        ("b.x.y || length(b)", {("", "b"), ("7", "x"), ("null", "y")}),
    ],
)
def test_fields(expression: str, fields: set[tuple[str, str]]) -> None:
    """Each as its object and its name."""
    a, some = PAGE["a"], PAGE["l"]
    assert isinstance(a, dict)
    assert isinstance(some, list)
    last = some[1]
    assert isinstance(last, dict)
    inner = last["y"]
    assert isinstance(inner, list)
    objects = {
        "": PAGE,
        "a": a,
        "a.y": a["y"],
        "l0": some[0],
        "l1": last,
        "l1.y": inner[0],
        "7": PAGE["b"],
        "null": None,
    }
    found = Selection.parse(expression, parse_xml=False).fields(PAGE)
    assert found
    assert found.read == {(id(objects[place]), name) for place, name in fields}


@pytest.mark.parametrize(
    ("expression", "taken"),
    [
        ("l[].y", [0, 1]),
        ("l[0].x", [0]),
        ("l[1]", [1]),
        # What a filter looks at is taken only where it lets the object through.
        ("l[?x == `5`].y", [1]),
        ("l[?x == `5`]", [1]),
        ("l[?y[?w]].x", [1]),
        ("l[?y[?w] && x == `9`].x", []),
        ("l[?x == `9`].y", []),
        ("l[?nothing > `1`].x", []),
        ("max_by(l, &x).x", [0, 1]),
        # What is counted is taken as well, unless that is to pick something.
        ("length(l[?x == `5`])", [1]),
        ("length(l)", [0, 1]),
        ("[l[0].x, length(l[?x == `5`])]", [0, 1]),
        ("[l][?length(@) == `9`]", []),
        ("length(b)", []),
    ],
)
def test_objects_that_are_taken(expression: str, taken: list[int]) -> None:
    """Other than to pick among them."""
    rows = PAGE["l"]
    assert isinstance(rows, list)
    found = Selection.parse(expression, parse_xml=False).fields(PAGE)
    assert found
    assert [n for n, row in enumerate(rows) if id(row) in found.taken] == taken


def test_all_fields() -> None:
    """Without an expression, all of the value is wanted."""
    assert Selection.parse(None, parse_xml=False).fields(PAGE) is None


def test_values_of_a_form() -> None:
    """At any depth, in the words of forms."""
    value: Json = {"a": [True, False, None], "b": {"c": 1, "d": "x", "e": 1.5}}
    assert as_texts(value) == {
        "a": ["true", "false", ""],
        "b": {"c": "1", "d": "x", "e": "1.5"},
    }


def test_integers_beyond_64_bits() -> None:
    """They are handed on as text, and the last that fits isn't."""
    fits: list[Json] = [2**64 - 1, -(2**63)]
    assert handed_on({"a": fits}) == {"a": fits}
    assert handed_on([2**64, -(2**63) - 1]) == [str(2**64), str(-(2**63) - 1)]

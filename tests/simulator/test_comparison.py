"""The comparison with recordings finds what differs."""

from typing import Any

import pytest

from .shapes import Shape, differences, line_of, recorded_pages, recordings

_FIELDS = {
    "[].type": "text",
    "[].devices[].serial": "text of digits",
    "[].devices[].percent?": "int",
    "[].devices[].rules[]": "empty list",
    "[].by_serial.#.watts": "float | int",
}
_ROW: dict[str, Any] = {"serial": "1", "percent": 5, "rules": []}
_OTHER: dict[str, Any] = {"serial": "2", "rules": []}
_PAGE: list[Any] = [
    {"type": "A", "devices": [_ROW, _OTHER], "by_serial": {"12": {"watts": 1.5}}}
]


def test_what_is_as_recorded() -> None:
    """The same keys with values of the same kinds."""
    assert differences(Shape.of(_PAGE), [Shape.read(_FIELDS)]) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": 5}, "[].type: int, recorded text"),
        ({"type": ""}, "[].type: empty text, recorded text"),
        ({"more": 1}, "[]: has more and lacks nothing"),
        ({"devices": [_OTHER]}, "[].devices[]: has nothing and lacks percent?"),
        ({"devices": [_ROW]}, "[].devices[]: has percent and lacks percent?"),
        ({"devices": []}, "[].devices: empty list, recorded nothing"),
        (
            {"devices": [_ROW | {"rules": [1]}, _OTHER]},
            "[].devices[].rules: a filled list, recorded empty list",
        ),
        ({"by_serial": {"12": {"watts": "5"}}}, "[].by_serial.#.watts: text of digits"),
        ({"by_serial": {}}, "[].by_serial: empty object, recorded nothing"),
        ({"devices": "none"}, "[].devices: text, recorded nothing"),
        ({"type": {"a": 1}}, "[].type: an object with keys, recorded none"),
    ],
)
def test_what_is_not(change: dict[str, Any], told: str) -> None:
    """Each difference is named with its place."""
    page = [_PAGE[0] | change]
    found = differences(Shape.of(page), [Shape.read(_FIELDS)])
    assert any(line.startswith(told) for line in found), found


def test_kinds_may_come_from_several_recordings() -> None:
    """Keys may not: each object is as one recording has it."""
    one, two = Shape.read({"a": "int", "b": "int"}), Shape.read({"a": "text"})
    assert differences(Shape.of({"a": "x", "b": 1}), [one, two]) == []
    assert differences(Shape.of({"b": 1}), [one, two]) == [
        "all: has nothing and lacks a"
    ]


def test_fields_can_be_taken_out() -> None:
    """What we add to a recording is not compared."""
    shape = Shape.of([{"devices": [{"a": 1, "b": 1}, {"a": 1}]}])
    shape.without("[].devices[].b")
    assert differences(shape, [Shape.read({"[].devices[].a": "int"})]) == []


def test_what_is_recorded() -> None:
    """Eighteen recordings, and no value of any of them."""
    known = recordings()
    assert len(known) == 18
    kinds = {"bool", "empty list", "empty object", "empty text", "float", "html"}
    kinds |= {"int", "null", "text", "text of a bool", "text of digits"}

    def check(shape: Shape) -> None:
        assert shape.kinds <= kinds
        for inner in [*shape.keys.values(), *([shape.items] if shape.items else [])]:
            check(inner)

    for entries in recorded_pages().values():
        for entry in entries:
            assert {*entry.recordings} <= known.keys()
            check(entry.shape)


def test_lines() -> None:
    """Before 7 the first number counts, from 7 on the first two."""
    assert line_of("3.17.3") == line_of("3.9.36") == "3"
    assert line_of("8.3.5169") == "8.3"

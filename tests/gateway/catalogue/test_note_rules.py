"""When a note about a page or a field is told."""

from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    Note,
    notes_on_reply,
)


def note(**facts: Any) -> Note:
    """Return a note about a page."""
    facts = {"endpoint": "/ivp/x", **facts}
    return Note(meaning="So.", confidence="seen", evidence="there", **facts)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (None, None, "all that are known"),
        ("7.3", None, "from 7.3"),
        (None, "8.2", "up to 8.2"),
        ("7.3", "8.2", "7.3 to 8.2"),
    ],
)
def test_firmware_in_words(since: str | None, until: str | None, words: str) -> None:
    """Each end of a range is told that is known."""
    assert note(since=since, until=until).firmware == words


@pytest.mark.parametrize(
    ("firmware", "told"),
    [
        ("7.2.999", False),
        ("7.3", True),
        ("7.10", True),
        ("8.2.127", True),
        ("8.2.128", False),
        ("8.2.127.1", False),
        ("10", False),
        ("", True),
        ("D8.2", True),
        ("8..2", True),
        ("9.", True),
        ("9 ", True),
        ("123456789", False),
        ("9.123456789", False),
        ("1234567890", True),
        ("9.1234567890", True),
    ],
)
def test_range(firmware: str, told: bool) -> None:
    """Both ends belong to it; of firmware that can't be read, all is told."""
    one = note(since="7.3", until="8.2.127")
    assert one.is_about("/ivp/x", firmware) is told
    assert one.is_about("/IVP//x.json?a=1", firmware) is told
    assert not one.is_about("/ivp/y", firmware)


def test_range_without_an_end() -> None:
    """It goes on."""
    assert note(since="7.3").is_about("/ivp/x", "99.1")
    assert note(until="7.3").is_about("/ivp/x", "0.1")
    assert not note(until="7.3").is_about("/ivp/x", "7.4")
    assert note().is_about("/ivp/x", "1")


@pytest.mark.parametrize(
    ("facts", "value", "told"),
    [
        ({}, None, True),
        ({"field": "a"}, {"a": None}, True),
        ({"field": "a"}, {"b": 1}, False),
        ({"field": "[].a"}, [{"b": 1}, {"a": 0}], True),
        ({"field": "x.a"}, {"a": 1}, False),
        ({"field": "a"}, "text", False),
        ({"when": "a == `1`"}, {"a": 1}, True),
        ({"when": "a == `1`"}, {"a": 2}, False),
        # What another form makes of the condition is no reply of which it is true.
        ({"when": "a > `1`"}, {"a": "2"}, False),
        ({"field": "b", "when": "a == `1`"}, {"a": 1}, False),
        ({"time": "at", "older": 60}, {"at": 940}, True),
        ({"time": "at", "older": 60}, {"at": 940.5}, False),
        ({"time": "at", "older": 60}, {"at": 941}, False),
        ({"time": "at", "older": 60}, {"at": "0"}, False),
        ({"time": "at", "older": 60}, {}, False),
        ({"time": "at"}, {"at": 1000}, True),
        ({"older": 60}, {}, True),
        ({"time": "at", "older": 0}, {"at": 1000}, True),
        ({"time": "at", "older": 60, "when": "no"}, {"at": 0}, False),
        ({"time": "at", "older": 60, "field": "no"}, {"at": 0}, False),
    ],
)
def test_reply(facts: dict[str, Any], value: Json, told: bool) -> None:
    """All that a note asks of a reply has to be so, 1000 seconds after 1970."""
    assert note(**facts).holds(value, 1000) is told


@pytest.mark.parametrize(
    ("field", "split"),
    [("a", ("@", "a")), ("a.b[].c", ("a.b[]", "c")), (None, ("@", ""))],
)
def test_split(field: str | None, split: tuple[str, str]) -> None:
    """A field stands in an object, which is the whole reply or in it."""
    assert note(field=field).split == split


def test_holders() -> None:
    """They are the objects with the field, in lists of any depth."""
    inner: list[dict[str, Json]] = [{"c": 1}, {"c": None}, {"c": [2]}]
    value: Json = {"a": [[inner[0]], {"b": 1}, "c", [[inner[1]], inner[2]]]}
    found = note(field="a.c").holders(value)
    assert sorted(map(id, found)) == sorted(map(id, inner))
    assert note(field="x.c").holders(value) == []
    # Not the values of the objects, only what the way leads to.
    assert note(field="c").holders(value) == []


@pytest.mark.parametrize(
    ("firmware", "ranges"),
    [
        ("8.2.127", ["up to 8.2.127", "all that are known"]),
        ("8.3.5169", ["from 8.2.4264", "all that are known"]),
        ("", ["up to 8.2.127", "from 8.2.4264", "all that are known"]),
    ],
)
def test_firmware_of_a_reply(firmware: str, ranges: list[str]) -> None:
    """A reply has the notes of the firmware that gave it."""
    page: Json = {"present": 1, "oper_state": "close"}
    told = notes_on_reply("/ivp/ensemble/generator", firmware, page, at=0)
    assert [one.firmware for one in told] == ranges

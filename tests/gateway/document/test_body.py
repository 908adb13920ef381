"""From what a caller gives as data to the bytes that are sent."""

import contextlib
import datetime as dt
from enum import IntEnum, StrEnum
import json
from typing import Any

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Json,
    build_body,
    check_method,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidData,
    InvalidMethod,
)


class Word(StrEnum):
    """Text of a kind of its own."""

    ON = "on"


class Number(IntEnum):
    """A number of a kind of its own."""

    ONE = 1


def nested(levels: int) -> list[Any]:
    """Return lists inside each other."""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("data", "content"),
    [
        ({}, b"{}"),
        ([], b"[]"),
        ("{}", b"{}"),
        (" [ ] ", b"[]"),
        ({"a": None, "b": True}, b'{"a":null,"b":true}'),
        ('{"a": null, "b": [1, 2.5]}', b'{"a":null,"b":[1,2.5]}'),
        ({"a": "größe"}, '{"a":"größe"}'.encode()),
        ('{"a": "gr\\u00f6\\u00dfe"}', '{"a":"größe"}'.encode()),
        ((1, (2, 3)), b"[1,[2,3]]"),
        ({"a": Word.ON, "b": Number.ONE}, b'{"a":"on","b":1}'),
        ({"a": dt.date(2026, 1, 31)}, b'{"a":"2026-01-31"}'),
        ({"a": dt.time(7, 30)}, b'{"a":"07:30:00"}'),
        ([2**64 - 1, -(2**63)], b"[18446744073709551615,-9223372036854775808]"),
        ([2**64, "ö"], '[18446744073709551616,"ö"]'.encode()),
        ("[123456789012345678901234567890]", b"[123456789012345678901234567890]"),
    ],
)
def test_data_becomes_json(data: object, content: bytes) -> None:
    """Objects, lists and JSON text are sent as compact JSON."""
    body = build_body(data, "PUT")
    assert body.content == content
    assert json.loads(content) == body.value


def test_only_delete_may_go_without_body() -> None:
    """A DELETE without data has no body at all; the others need data."""
    body = build_body(None, "DELETE")
    assert (body.value, body.content) == (None, None)
    for method in ("PUT", "POST"):
        with pytest.raises(InvalidData) as caught:
            build_body(None, method)
        assert caught.value.reason == "missing"


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        ("", "empty_text", ""),
        (" \n", "empty_text", ""),
        ("{'a': 1}", "python_text", "line 1, column 2"),
        ('{"a": None}', "python_text", "line 1, column 7"),
        ('{"a": 1,\n "b": True}', "python_text", "line 2, column 7"),
        ('{"a": 1,\n "b" 2}', "not_json", "line 2, column 6"),
        ("on", "not_json", "line 1, column 1"),
        ('{"a": 1} x', "not_json", "line 1, column 10"),
        ("1", "not_object_or_list", "1"),
        ('"text"', "not_object_or_list", '"text"'),
        ("null", "not_object_or_list", "null"),
        (1, "not_object_or_list", "1"),
        (True, "not_object_or_list", "true"),
        ("[NaN]", "not_finite", "NaN"),
        ("[1e999]", "not_finite", "data[0]"),
        ({"a": [float("inf")]}, "not_finite", "data.a[0]"),
        ({1: 2}, "key_not_text", "data: 1"),
        ({"a": {True: 2}}, "key_not_text", "data.a: True"),
        ({"a": {1, 2}}, "not_a_json_type", "data.a (set)"),
        ({"a": b"x"}, "not_a_json_type", "data.a (bytes)"),
        (object(), "not_a_json_type", "data (object)"),
        ({"a": "\ud800"}, "broken_text", "data.a"),
        ('{"a": "\\ud800"}', "broken_text", "data.a"),
        ({"\ud800": 1}, "broken_text", "data"),
        (["x" * 1024 * 1024], "too_large", "1024"),
        ("[" + " " * 1024 * 1024 + "]", "too_large", "1024"),
        ("[" + "1" * 5000 + "]", None, None),
        ([10**5000], None, None),
        ("9" * 5000, None, None),
        (nested(101), "too_deep", "100"),
        ("[" * 102 + "]" * 102, "too_deep", "100"),
        ("[" * 200_000 + "]" * 200_000, "too_deep", "100"),
    ],
)
def test_bad_data_is_refused_with_its_place(
    data: object, reason: str | None, detail: str | None
) -> None:
    """What can't be sent says why and where, as nothing but InvalidData."""
    with pytest.raises(InvalidData) as caught:
        build_body(data, "PUT")
    if reason is not None:
        assert caught.value.reason == reason
    assert caught.value.detail.startswith(detail or "")
    assert len(caught.value.detail) <= 250


def test_the_deepest_and_the_largest_body_pass() -> None:
    """The limits themselves are still allowed."""
    assert build_body(nested(100), "PUT").content == b"[" * 101 + b"]" * 101
    assert build_body(["x" * (1024 * 1024 - 4)], "PUT").content


def test_the_body_is_a_copy() -> None:
    """What a caller changes later doesn't change what is sent."""
    data = {"a": [1]}
    body = build_body(data, "PUT")
    data["a"].append(2)
    assert body.value == {"a": [1]}


json_data = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_data)
def test_data_makes_the_round_trip(data: Json) -> None:
    """What is sent reads back as what was given, as data and as text."""
    if not isinstance(data, dict | list):
        data = [data]
    content = build_body(data, "POST").content
    assert content is not None
    assert json.loads(content) == data
    text = build_body(json.dumps(data), "POST").content
    assert text == content
    # The library's writer doesn't know integers beyond 64 bits.
    with contextlib.suppress(TypeError):
        assert content == orjson.dumps(data)


anything = st.recursive(
    st.none()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.dates()
    | st.complex_numbers(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters()) | st.integers(), inner)
    ),
    max_leaves=10,
)


@given(anything | st.text('[]{}",:0123456789eE+-.\\unaNIfity ', max_size=60))
def test_nothing_but_invalid_data_is_raised(data: object) -> None:
    """Whatever a caller gives, it is sent as JSON or refused as data."""
    try:
        body = build_body(data, "PUT")
    except InvalidData:
        return
    assert body.content is not None
    json.loads(body.content)


@pytest.mark.parametrize(
    ("text", "method"),
    [("PUT", "PUT"), ("post", "POST"), (" Delete ", "DELETE")],
)
def test_method_is_forgiving(text: str, method: str) -> None:
    """Case and spaces don't matter."""
    assert check_method(text) == method


@pytest.mark.parametrize(
    ("text", "reason"),
    [("get", "reads"), ("PATCH", "unknown"), ("", "unknown"), ("PUT /x", "unknown")],
)
def test_other_methods_are_refused(text: str, reason: str) -> None:
    """Only methods that write are sent."""
    with pytest.raises(InvalidMethod) as caught:
        check_method(text)
    assert caught.value.reason == reason

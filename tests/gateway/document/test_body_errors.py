"""What is said of data that can't be sent, and where its bounds are."""

from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    build_body,
    check_method,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidData,
    InvalidMethod,
)

MEGABYTE = 1024 * 1024


def nested(levels: int, inside: object = None) -> Any:
    """Return lists inside each other, with something in the last."""
    value = [] if inside is None else [inside]
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (None, "missing", ""),
        (5, "not_object_or_list", "5"),
        ("5", "not_object_or_list", "5"),
        (f'"{"x" * 100}"', "not_object_or_list", f'"{"x" * 79}'),
        (" \n", "empty_text", ""),
        (" " * MEGABYTE + "{}", "too_large", "1024"),
        ({"a": "x" * MEGABYTE}, "too_large", "1024"),
        ('{"a": None}', "python_text", "line 1, column 7: Expecting value"),
        ('{\n"a": True}', "python_text", "line 2, column 6: Expecting value"),
        ('{"a":  False}', "python_text", "line 1, column 8: Expecting value"),
        (
            "{ 'a': 1}",
            "python_text",
            "line 1, column 3: Expecting property name enclosed in double quotes",
        ),
        ('{"a": yes}', "not_json", "line 1, column 7: Expecting value"),
        ('{"a" 1}', "not_json", "line 1, column 6: Expecting ':' delimiter"),
        ("[" * 100_000, "too_deep", "100"),
        (f"[{'9' * 5000}]", "number_too_long", "100"),
        ([10**100], "number_too_long", "100"),
        ([-(10**100)], "number_too_long", "100"),
        ('{"a": NaN}', "not_finite", "NaN"),
        ("[-Infinity]", "not_finite", "-Infinity"),
        ([0, float("nan")], "not_finite", "data[1]"),
        ({"a": float("inf")}, "not_finite", "data.a"),
        ('{"a": [1e999]}', "not_finite", "data.a[0]"),
        ({"a": [b"x"]}, "not_a_json_type", "data.a[0] (bytes)"),
        ({"a": {"b": "\ud800"}}, "broken_text", "data.a.b"),
        ({"a": {"\ud800": 1}}, "broken_text", "data.a"),
        ({"a": {1: 2}}, "key_not_text", "data.a: 1"),
        ({("x",) * 50: 1}, "key_not_text", f"data: {('x',) * 50}"[:80]),
        ({"k" * 300: {"x": b""}}, "not_a_json_type", f"data.{'k' * 195} (bytes)"),
        (nested(102), "too_deep", "100"),
        (nested(101, 5), "too_deep", "100"),
        ({"a": nested(101)}, "too_deep", "100"),
        ("[" * 102 + "]" * 102, "too_deep", "100"),
    ],
)
def test_what_is_said(data: object, reason: str, detail: str) -> None:
    """The reason is a key for words, and the detail shows the place or the bound."""
    with pytest.raises(InvalidData) as caught:
        build_body(data, "POST")
    assert caught.value.reason == reason
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    "data",
    [
        nested(101),
        nested(100, 5),
        "[" * 101 + "]" * 101,
        '{"a":' * 100 + "1" + "}" * 100,
        [10**100 - 1],
        [1 - 10**100],
        {"a": "x" * (MEGABYTE - 8)},
        "[" + " " * (MEGABYTE - 2) + "]",
    ],
)
def test_what_just_fits(data: object) -> None:
    """The bounds are where they are said to be."""
    assert build_body(data, "POST").content


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        ([1], "form_needs_object", ""),
        ({"n" * 100: []}, "form_nested", "n" * 80),
        ({"a": 1, "b": {}}, "form_nested", "b"),
    ],
)
def test_what_is_said_of_a_form(data: object, reason: str, detail: str) -> None:
    """A form has names with plain values."""
    with pytest.raises(InvalidData) as caught:
        build_body(data, "POST", CONTENT_TYPE_FORM)
    assert caught.value.reason == reason
    assert caught.value.detail == detail


@pytest.mark.parametrize(
    ("method", "reason", "detail"),
    [
        ("GET", "reads", ""),
        (" get ", "reads", ""),
        ("PATCH", "unknown", "PATCH"),
        ("X" * 50, "unknown", "X" * 40),
        ("", "unknown", ""),
    ],
)
def test_methods_that_dont_write(method: str, reason: str, detail: str) -> None:
    """Any other method is refused by name."""
    with pytest.raises(InvalidMethod) as caught:
        check_method(method)
    assert caught.value.reason == reason
    assert caught.value.detail == detail

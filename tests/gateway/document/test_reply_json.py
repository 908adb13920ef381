"""Replies that are JSON, whatever they are labelled."""

import json
import math

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Json,
    Reply,
    handed_on,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import UnusableReply
from custom_components.enphase_envoy_raw_data.gateway.wire import Response
from gateway_simulator import GatewaySimulator

from ..support import Page

# Encodings that a header may name, the odd ones that Python knows included.
CHARSETS = [
    "",
    "utf-8",
    "utf-7",
    "utf-16",
    "utf-32",
    "unicode_escape",
    "raw_unicode_escape",
    "idna",
    "punycode",
    "hex",
    "rot13",
    "undefined",
    "iso-8859-4",
]


def reply(body: bytes, content_type: str = "") -> Reply:
    """Return a reply without any gateway."""
    headers = {"Content-Type": content_type}
    return Reply(response=Response(status=200, body=body, headers=headers))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, 2.5, true, null, "x"]}', {"a": [1, 2.5, True, None, "x"]}),
        (b"[]", []),
        (b"null", None),
        (b"true", True),
        (b'"text"', "text"),
        (b" 12\n", 12),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "é"}'.encode("latin-1"), {"a": "é"}),
        ('{"a": "é"}'.encode("utf-16"), {"a": "é"}),
        (b"9223372036854775807", 9223372036854775807),
        (b"-9223372036854775808", -9223372036854775808),
        (b"18446744073709551615", 18446744073709551615),
        (b"18446744073709551616", "18446744073709551616"),
        (b"-9223372036854775809", "-9223372036854775809"),
        (b"[123456789012345678901234567890, 1]", ["123456789012345678901234567890", 1]),
        (b'{"a": ' + b"7" * 6000 + b"}", {"a": "7" * 6000}),
        (b"[1234567890123456789.5]", [1234567890123456789.5]),
        (b'["1234567890123456789"]', ["1234567890123456789"]),
    ],
)
async def test_json_arrives_as_it_is(
    gateway: GatewaySimulator, client: GatewayClient, body: bytes, value: Json
) -> None:
    """JSON stays JSON; an integer beyond 64 bits is a string with every digit."""
    gateway.faults.add("/x", Page(body, "text/html"))

    found = (await client.read("/x")).value()

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        '{"a": NaN}',
        "[Infinity]",
        "[-Infinity, 12345678901234567890123]",
        "[1e999]",
        "[1e999, 12345678901234567890123]",
        '["\\ud800"]',
        '["\\ud800", 12345678901234567890123]',
        "{'a': 1}",
        '{"a": 1,}',
        '{"a": 1} x',
        "01",
    ],
)
def test_what_only_looks_like_json_is_text(text: str) -> None:
    """What a strict reader refuses is handed on as the gateway wrote it."""
    assert reply(text.encode()).value() == text


@pytest.mark.parametrize(
    ("before", "after"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"]
)
@pytest.mark.parametrize("inside", ["1", "12345678901234567890123"])
def test_depth_is_limited(before: str, after: str, inside: str) -> None:
    """200 levels can be handed on with an envelope around; more is an error."""
    deep = reply((before * 200 + inside + after * 200).encode()).value()
    assert orjson.dumps({"response": {"/x": deep}})

    for levels in (201, 254, 1000, 1024, 1025, 5000, 100_000):
        with pytest.raises(UnusableReply) as caught:
            reply((before * levels + inside + after * levels).encode()).value()
        assert caught.value.reason == "too_deep"


@pytest.mark.parametrize("beside", ["[]", "[[2]]", "{}", '{"b": {}}', "7"])
def test_depth_is_that_of_the_deepest_part(beside: str) -> None:
    """What stands beside or behind it, however flat, doesn't make it less or more."""
    for before, after in (("[", "]"), ('{"a":', "}")):
        deep = before * 199 + "1" + after * 199
        for text in (f"[{deep}, {beside}]", f"[{beside}, {deep}]"):
            assert reply(text.encode()).value() == json.loads(text)
            with pytest.raises(UnusableReply) as caught:
                reply(text.replace("1", "[1]").encode()).value()
            assert caught.value.reason == "too_deep"


@pytest.mark.parametrize(
    "text", ["1], [2", "1]]], [[[2", "], [", "]", "[", "", "1, 2", '{"a": 1}]', "[1"]
)
@pytest.mark.parametrize("layout", [" " * 20_000, "\n" * 20_000])
def test_a_long_text_with_odd_brackets_is_text(text: str, layout: str) -> None:
    """What isn't JSON by itself doesn't become JSON by how it is read."""
    assert reply((layout + text).encode()).value() == layout + text
    assert reply((text + layout).encode()).value() == text + layout


@pytest.mark.parametrize("indent", [None, 2])
def test_a_large_page_arrives_as_it_is(indent: int | None) -> None:
    """However it is laid out, on the way in and out of the depth check."""
    page = [{"serial": str(number), "watts": [number, None]} for number in range(2000)]
    assert reply(json.dumps(page, indent=indent).encode()).value() == page


def test_many_brackets_are_not_depth() -> None:
    """A long flat list is fine, and so is text full of brackets."""
    flat = [[number] for number in range(5000)]
    assert reply(json.dumps(flat).encode()).value() == flat
    assert reply(json.dumps(["[" * 5000]).encode()).value() == ["[" * 5000]


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
        st.text("+-&;ABCxyz\\u0123dDfF", max_size=30).map(str.encode),
        st.text('[]{}",:0123456789eE+-.\\udnaNIfity', max_size=80).map(str.encode),
    ),
    st.sampled_from(CHARSETS),
)
def test_every_value_can_be_written(body: bytes, charset: str) -> None:
    """Whatever bytes come, the value fits Home Assistant's JSON writer."""
    try:
        value = reply(body, f"text/plain; charset={charset}").value()
    except UnusableReply:
        return
    orjson.dumps({"/x": value})


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-7", b"+2AA-"),
        ("unicode_escape", b"\\ud800"),
        ("raw_unicode_escape", b"\\ud800"),
        ("unicode_escape", b"\\d"),
    ],
)
def test_no_encoding_makes_unwritable_text(charset: str, body: bytes) -> None:
    """Half a surrogate pair, which such encodings can give, isn't handed on."""
    orjson.dumps(reply(body, f"text/plain; charset={charset}").value())


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_json_makes_the_round_trip(value: Json) -> None:
    """Any JSON that a gateway can write comes out the same."""
    found = reply(orjson.dumps(value)).value()
    assert found == value
    assert orjson.dumps(found) == orjson.dumps(value)


@given(st.integers())
def test_no_digit_of_an_integer_is_lost(number: int) -> None:
    """Small ones are numbers, long ones text; both have all digits."""
    found = reply(str(number).encode()).value()
    assert str(found) == str(number)
    assert isinstance(found, int) == (-(2**63) <= number < 2**64)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers())
def test_floats_beside_long_integers_stay_exact(number: float, integer: int) -> None:
    """A long integer in a reply changes nothing about the other numbers."""
    body = json.dumps([number, integer, 10**30]).encode()
    found = reply(body).value()
    assert isinstance(found, list)
    assert found[0] == number
    assert math.copysign(1, number) == math.copysign(1, float(str(found[0])))
    assert found[2] == str(10**30)


def test_what_is_handed_on_holds_no_long_integer() -> None:
    """At any depth; everything else stays as it is."""
    value: Json = {"a": [2**64, -(2**63) - 1, 2**64 - 1, 1.5, True, None, "x"]}
    assert handed_on(value) == {
        "a": [str(2**64), str(-(2**63) - 1), 2**64 - 1, 1.5, True, None, "x"]
    }

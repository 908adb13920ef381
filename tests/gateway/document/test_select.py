"""A part of a reply, or XML as objects."""

from hypothesis import given, strategies as st
import orjson
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Json,
    Selection,
)
from custom_components.enphase_envoy_raw_data.gateway.document import decode
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidExpression,
    UnusableReply,
)
from gateway_simulator import GatewaySimulator

BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""


def value(body: bytes) -> Json:
    """Return the value of a reply without any gateway."""
    return decode(body, "")


async def test_a_part_of_a_real_page(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """An expression picks what is wanted."""
    meters = await client.read("/ivp/meters")
    expected = [meter["eid"] for meter in gateway.device.documents["/ivp/meters"]]
    assert Selection.parse("[].eid", parse_xml=False).of(meters.value()) == expected


async def test_the_identity_page_as_objects(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """XML becomes objects, of which a part can be taken as well."""
    info = await client.read("/info")
    serial = Selection.parse("envoy_info.device.sn", parse_xml=True).of(info.value())
    assert serial == gateway.serial
    assert isinstance(Selection.parse(None, parse_xml=False).of(info.value()), str)


@pytest.mark.parametrize(
    ("body", "select", "parse_xml", "wanted"),
    [
        (b'{"a": 1}', None, False, {"a": 1}),
        (b'{"a": 1}', None, True, {"a": 1}),
        (b'{"a": 1}', "b", False, None),
        (b"<a><b>1</b></a>", None, True, {"a": {"b": "1"}}),
        (b"\xef\xbb\xbf <a/>", None, True, {"a": None}),
        (b"<html><br></html>", None, True, "<html><br></html>"),
        (b"text", None, True, "text"),
    ],
)
def test_shapes(body: bytes, select: str | None, parse_xml: bool, wanted: Json) -> None:
    """What isn't there is null, and what isn't XML stays text."""
    assert Selection.parse(select, parse_xml=parse_xml).of(value(body)) == wanted


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("a[", "wrong"),
        ("a.#", "wrong"),
        ("a b", "wrong"),
        ("x" * 5000, "too_long"),
    ],
)
def test_wrong_expressions_are_refused(expression: str, reason: str) -> None:
    """Before anything is asked, with the place where it can be told."""
    with pytest.raises(InvalidExpression) as caught:
        Selection.parse(expression, parse_xml=False)
    assert caught.value.reason == reason


def test_an_expression_that_doesnt_fit() -> None:
    """A function that gets the wrong type says so."""
    with pytest.raises(UnusableReply) as caught:
        Selection.parse("length(a)", parse_xml=False).of(value(b'{"a": 1}'))
    assert caught.value.reason == "not_selectable"
    assert caught.value.detail


def test_entities_are_refused() -> None:
    """A kilobyte doesn't become a gigabyte."""
    with pytest.raises(UnusableReply) as caught:
        Selection.parse(None, parse_xml=True).of(value(BOMB))
    assert caught.value.reason == "xml_entities"


def test_deep_xml_is_refused() -> None:
    """Objects from XML have the same limit as JSON."""
    body = b"<a>" * 300 + b"</a>" * 300
    with pytest.raises(UnusableReply) as caught:
        Selection.parse(None, parse_xml=True).of(value(body))
    assert caught.value.reason == "too_deep"


@pytest.mark.parametrize(
    "expression",
    [
        "contains(text, list)",
        "merge(object, list)",
        "to_number(&name)",
        "list[::0]",
        "&name",
        " | ".join(["@"] * 900),
    ],
)
def test_an_expression_that_fails_on_the_reply(expression: str) -> None:
    """It is an error in words, whatever the library makes of it."""
    page = value(b'{"text": "t", "list": [1, "x"], "object": {}}')
    with pytest.raises(UnusableReply) as caught:
        Selection.parse(expression, parse_xml=False).of(page)
    assert caught.value.reason == "not_selectable"


def test_a_part_of_text() -> None:
    """Text has no parts; to give null would hide why."""
    with pytest.raises(UnusableReply) as caught:
        Selection.parse("envoy_info", parse_xml=False).of(value(b"<envoy_info/>"))
    assert caught.value.reason == "not_selectable"
    assert "text" in caught.value.detail


def test_an_expression_that_is_nested_too_deep() -> None:
    """It is refused before anything is asked."""
    with pytest.raises(InvalidExpression) as caught:
        Selection.parse("(" * 4000, parse_xml=False)
    assert caught.value.reason == "too_deep"


@given(st.text("abs(){}[]@&|!<>=.,:*`'\"?0 1-") | st.text())
def test_any_text_as_expression(text: str) -> None:
    """It selects something that can be written, or is refused in words."""
    page = value(b'{"a": [1, "x", null, {"b": 2}], "s": "t"}')
    try:
        orjson.dumps(Selection.parse(text, parse_xml=False).of(page))
    except InvalidExpression, UnusableReply:
        return

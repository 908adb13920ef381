"""Replies that aren't JSON: text in every encoding, and what isn't text."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import UnusableReply
from gateway_simulator import GatewaySimulator
from gateway_simulator.wire import Framing

from ..support import Page

XML = '<?xml version="1.0" encoding="{}"?><a>Größe €</a>'


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        (None, b"", ""),
        ("application/json", b"", ""),
        (None, b" \n", " \n"),
        ("text/plain", b"plain", "plain"),
        (None, b"no type", "no type"),
        ("application/json", b"<h1>no JSON</h1>", "<h1>no JSON</h1>"),
        (None, "größe".encode(), "größe"),
        (None, b"\xef\xbb\xbfmarked", "marked"),
        (None, "größe".encode("latin-1"), "größe"),
        (None, b"price \x80", "price €"),
        (None, b"odd \x81", "odd \x81"),
        ("text/plain; charset=iso-8859-15", b"\xa4", "€"),
        ('text/plain; CHARSET="ISO-8859-15"', b"\xa4", "€"),
        ("text/plain; charset=cp437", b"\x81", "ü"),
        ("text/plain; charset=no-such-thing", "ü".encode(), "ü"),
        ("text/plain; charset=ascii", "ü".encode(), "ü"),
        ("text/plain; charset=hex", b"x414", "x414"),
        ("text/plain; charset=", b"x", "x"),
        (None, "größe".encode("utf-16"), "größe"),
        (None, b"\xfe\xff\x00h\x00i", "hi"),
        ("text/xml", XML.format("UTF-8").encode(), XML.format("UTF-8")),
        (
            "text/xml",
            XML.format("iso-8859-15").encode("iso-8859-15"),
            XML.format("iso-8859-15"),
        ),
        (None, XML.format("UTF-16").encode(), XML.format("UTF-16")),
    ],
)
async def test_text_arrives_in_its_encoding(
    gateway: GatewaySimulator,
    client: GatewayClient,
    content_type: str | None,
    body: bytes,
    text: str,
) -> None:
    """Declared, marked, named inside the XML or guessed: the text is right."""
    gateway.faults.add("/x", Page(body, content_type))

    reply = await client.read("/x")

    assert reply.value() == text
    assert reply.body == body
    assert reply.response.content_type == (content_type or "")


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x01\x02",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"text\x00text",
        b"\xff\xfe\x00",
        "no mark".encode("utf-16-le"),
    ],
)
async def test_binary_is_no_text(
    gateway: GatewaySimulator, client: GatewayClient, body: bytes
) -> None:
    """What can't be text is an error that says so, not garbage."""
    gateway.faults.add("/x", Page(body))

    reply = await client.read("/x")

    with pytest.raises(UnusableReply) as caught:
        reply.value()
    assert caught.value.reason == "not_text"


@pytest.mark.parametrize("framing", list(Framing))
@pytest.mark.parametrize("body", [b"", b'{"a": 1}', b"x" * 200_000])
async def test_every_end_of_a_body_is_understood(
    gateway: GatewaySimulator, client: GatewayClient, framing: Framing, body: bytes
) -> None:
    """With a length, in chunks or up to the end of the connection: all arrives."""
    gateway.faults.add("/x", Page(body, framing=framing))

    assert (await client.read("/x")).body == body
    assert (await client.read("/ivp/meters")).status == 200


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206])
async def test_every_status_of_success_is_a_success(
    gateway: GatewaySimulator, client: GatewayClient, status: int
) -> None:
    """All of 2xx is fine, with a body or without."""
    gateway.faults.add("/x", Page(b"", status=status))

    reply = await client.read("/x")

    assert (reply.status, reply.value()) == (status, "")

"""Which kind of page a reply is: its body says so, and not its label."""

import json
import time

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, kind_of
from custom_components.enphase_envoy_raw_data.gateway.document.kind import PageKind

from ..conftest import Connect, Start

MISSING = (
    b'\n \n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">\n'
    b"<html><head><title>Page Not Found</title></head></html>"
)

BODIES: list[tuple[bytes, PageKind]] = [
    (b"{}", "json"),
    (b" [1, 2]\r\n", "json"),
    (b"null", "json"),
    (b'"text in quotes"', "json"),
    (b"7", "json"),
    (b"\xef\xbb\xbf{}", "json"),
    ("{}".encode("utf-16"), "json"),
    (b"[" * 300 + b"]" * 300, "json"),
    (b'<?xml version="1.0"?><envoy_info/>', "xml"),
    (b"  <envoy_info><time>1</time></envoy_info>", "xml"),
    (b"\n\xef\xbb\xbf<envoy_info/>", "xml"),
    (b"<!-- who --><!-- why --><a:b/>", "xml"),
    (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "xml"),
    (MISSING, "html"),
    (b'<?xml version="1.0"?>' + MISSING, "html"),
    (b"<HTML><body>Production</body></HTML>", "html"),
    (b"<!-- made by hand --><h1>Production</h1>", "html"),
    (b"<table><tr><td>1 kWh</td></tr></table>", "html"),
    (b"OK", "text"),
    (b"{'a': None}", "text"),
    (b"{} trailing", "text"),
    (b"< 5 W", "text"),
    (b"<", "text"),
    (b"NaN", "text"),
    (b"\x0c{}", "text"),
    (b'data: {"a": 1}\n\ndata: {"a": 2}\n\n', "stream"),
    (b"\n\ndata:", "stream"),
    (b"\x00\x01\xff", "binary"),
    (b"PK\x03\x04\x14\x00", "binary"),
    (b"", "empty"),
    (b" \r\n\t", "empty"),
    (b"\xef\xbb\xbf", "empty"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
@pytest.mark.parametrize(
    "label", ["", "application/json", "text/html", "text/xml; charset=nonsense"]
)
def test_kind(body: bytes, kind: PageKind, label: str) -> None:
    """A label doesn't make anything else of it."""
    assert kind_of(body, label) == kind


def test_encoding_of_the_label() -> None:
    """What the label says of characters is used, since the body can't."""
    assert kind_of("Señal".encode("utf-16-le"), "text/plain; charset=utf-16-le") == (
        "text"
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_json(value: object) -> None:
    """Whatever JSON writes is JSON."""
    assert kind_of(json.dumps(value).encode()) == "json"


@given(st.binary(max_size=200), st.text(max_size=60))
def test_anything(body: bytes, label: str) -> None:
    """Any bytes with any label are of one of the kinds."""
    assert kind_of(body, label) in {kind for _, kind in BODIES}


@pytest.mark.parametrize(
    "piece", [b"<!---->", b"<!-- --> ", b"<??>", b"<!a>", b" ", b"<!--", b"<a", b"<?"]
)
def test_long_heads_are_quick(piece: bytes) -> None:
    """What is meant to keep the reader busy doesn't."""
    begin = time.thread_time()
    kind_of(b"<!-- -->" + piece * 5000)
    assert time.thread_time() - begin < 1


@pytest.mark.parametrize(
    ("recording", "endpoint", "kind"),
    [
        ("8.3", "/api/v1/production", "json"),
        ("8.3", "/info", "xml"),
        ("5.0", "/info", "xml"),
        ("3.9", "/inventory", "html"),
    ],
)
async def test_real_pages(
    start: Start, connect: Connect, recording: str, endpoint: str, kind: PageKind
) -> None:
    """Pages of gateways are what they are known to be."""
    gateway = await start(recording)
    client: GatewayClient = connect(gateway)
    reply = await client.read(endpoint)
    assert kind_of(reply.body, reply.response.content_type) == kind

"""Only the gateway's own paths are ever asked."""

import re

from hypothesis import HealthCheck, assume, given, settings, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    check_endpoint,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidEndpoint
from gateway_simulator import GatewaySimulator

from ..support import Page, send

PAGE = Page(b"{}")

HOSTILE = [
    ("", "empty"),
    ("ivp/meters", "no_leading_slash"),
    (" /info", "space_around"),
    ("?x=1", "no_leading_slash"),
    ("X/info", "no_leading_slash"),
    ("\t/info", "no_leading_slash"),
    ("..", "other_host"),
    ("../info", "other_host"),
    (":9443/x", "other_host"),
    (":80", "other_host"),
    ("@host/x", "other_host"),
    (".host/x", "other_host"),
    ("//host/x", "other_host"),
    ("//", "other_host"),
    ("///x", "other_host"),
    ("/\\host/x", "other_host"),
    ("\\\\host\\x", "other_host"),
    ("\\/host", "other_host"),
    ("http://host/x", "full_address"),
    ("https://host/x", "full_address"),
    ("HTTPS://host/x", "full_address"),
    ("file:///etc/passwd", "full_address"),
    ("http:/host", "no_leading_slash"),
    ("javascript:x", "no_leading_slash"),
    ("/info\r\nX-Evil: 1", "control_character"),
    ("/info\n", "control_character"),
    ("/a\tb", "control_character"),
    ("/a\x00b", "control_character"),
    ("/a\x7f", "control_character"),
    ("/info%0d%0aX-Evil:%201", "control_character"),
    ("/a%00", "control_character"),
    ("/a%250a", "control_character"),
    ("/a%25250D", "control_character"),
    ("/a?b=%0A", "control_character"),
    ("/a%7F", "control_character"),
    ("/a b", "character"),
    ("/info HTTP/1.1", "character"),
    ("/info ", "space_around"),
    ("/größe", "character"),
    ("/a\u2028b", "character"),
    ("/a\u0085b", "character"),
    ("/\uff0e\uff0e/x", "character"),
    ("/a\\b", "character"),
    ('/a"b', "character"),
    ("/a<b>", "character"),
    ("/a|b", "character"),
    ("/a^b", "character"),
    ("/a`b", "character"),
    ("/\ud800", "character"),
    ("/a#b", "fragment"),
    ("/#", "fragment"),
    ("/ivp/mod/{eid}/mode/power", "placeholder"),
    ("/{{ x }}", "placeholder"),
    ("/a{b", "placeholder"),
    ("/a}b", "placeholder"),
    ("/a%", "broken_percent"),
    ("/a%2", "broken_percent"),
    ("/a%zz", "broken_percent"),
    ("/a%u002e", "broken_percent"),
    ("/..", "dot_segment"),
    ("/.", "dot_segment"),
    ("/../info", "dot_segment"),
    ("/a/../b", "dot_segment"),
    ("/a/./b", "dot_segment"),
    ("/a/..", "dot_segment"),
    ("/a/..?b=1", "dot_segment"),
    ("/%2e%2e/x", "dot_segment"),
    ("/.%2E/x", "dot_segment"),
    ("/%2e", "dot_segment"),
    ("/a%2f..%2fb", "dot_segment"),
    ("/a/..%2fb", "dot_segment"),
    ("/a%2f%2e%2e", "dot_segment"),
    ("/%252e%252e/x", "dot_segment"),
    ("/%25252e%25252e/x", "dot_segment"),
    ("/%2525252525252e%2525252525252e/x", "dot_segment"),
    ("/a%5c..%5cb", "dot_segment"),
    ("/a/..;/b", "dot_segment"),
    ("/a/..;x=1/b", "dot_segment"),
    ("/a/%2e%2e;x/b", "dot_segment"),
    ("/a/..%3bx/b", "dot_segment"),
    # The gateway would get no question mark.
    ("/a?", "not_as_written"),
    ("/" + "a" * 2048, "too_long"),
    ("/a?b=" + "c" * 3000, "too_long"),
]

GOOD = [
    "/",
    "/info",
    "/info.xml",
    "/production.json?details=1",
    "/inventory.json?deleted=1",
    "/ivp/mod/603980032/mode/power",
    "/a//b",
    "/a/",
    "/.hidden",
    "/a/...",
    "/a..b",
    "/a?b=..",
    "/a?b=../../c",
    "/a?b=http://host/x",
    "/a?b=1&c=2&c=3",
    "/a?b[]=1",
    "/a?b=%20&c=+",
    "/a?b",
    "/a?b=",
    "/a%2fb",
    "/a%20b",
    "/%C3%A9",
    "/a;b=1",
    "/a:9443/b",
    "/@host/x",
    "/a!$&'()*+,=:@~_-.b",
    "/a?b=1?c=2",
    "/%7euser",
    "/" + "a" * 2047,
]


@pytest.mark.parametrize(("endpoint", "reason"), HOSTILE)
async def test_hostile_endpoint_leaves_no_request(
    gateway: GatewaySimulator, client: GatewayClient, endpoint: str, reason: str
) -> None:
    """It is refused with its reason by reads and writes, and nothing is sent."""
    with pytest.raises(InvalidEndpoint) as caught:
        await client.read(endpoint)
    assert caught.value.reason == reason

    with pytest.raises(InvalidEndpoint) as caught:
        await send(client, "PUT", endpoint, {})
    assert caught.value.reason == reason

    assert not gateway.journal.requests
    assert client.counters.requests == 2


@pytest.mark.parametrize("endpoint", GOOD)
async def test_good_endpoint_arrives_as_written(
    gateway: GatewaySimulator, client: GatewayClient, endpoint: str
) -> None:
    """Every character reaches the gateway as it was given, query included."""
    gateway.faults.add(None, PAGE)

    await client.read(endpoint)
    await send(client, "POST", endpoint, [])

    assert [request.target for request in gateway.journal.requests] == [endpoint] * 2


@pytest.mark.parametrize(("endpoint", "reason"), HOSTILE)
def test_reason_and_detail(endpoint: str, reason: str) -> None:
    """The error carries what a person needs to find the mistake."""
    with pytest.raises(InvalidEndpoint) as caught:
        check_endpoint(endpoint)
    assert caught.value.reason == reason
    detail = {"too_long": "2048"}.get(reason, "")
    if reason == "character":
        detail = re.sub(r"[A-Za-z0-9/.]", "", endpoint)[0]
    assert caught.value.detail == detail


@pytest.mark.parametrize("endpoint", GOOD)
def test_what_is_good_stays(endpoint: str) -> None:
    """It is returned as it was given."""
    assert check_endpoint(endpoint) == endpoint


@pytest.mark.parametrize(
    "endpoint", ["/%c0%ae%c0%ae/x", "/%C0%AE%C0%AE%C0%AFx", "/%e0%80%ae%e0%80%ae/x"]
)
def test_overlong_dots_are_refused(endpoint: str) -> None:
    """Old decoders read these bytes, which no UTF-8 text has, as dots."""
    with pytest.raises(InvalidEndpoint) as caught:
        check_endpoint(endpoint)
    assert caught.value.reason == "dot_segment"


pieces = st.sampled_from(
    [
        "/",
        "//",
        ".",
        "..",
        ";",
        "?",
        "#",
        "@",
        ":",
        "\\",
        "%",
        "%2e",
        "%2E",
        "%2f",
        "%25",
        "%252e",
        "%5c",
        "%00",
        "%0a",
        "[",
        "]",
        "ivp",
        "host",
        "a.b",
        "9443",
        "http://",
        "{x}",
        "é",
        "=",
        "&",
        "+",
        "~",
    ]
)
paths = st.one_of(
    st.lists(pieces, max_size=12).map("".join),
    st.lists(pieces, max_size=12).map(lambda parts: "/" + "".join(parts)),
    st.text(max_size=40).map(lambda text: "/" + text),
    st.text(
        st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#{}"),
        max_size=60,
    ).map(lambda text: "/x" + text),
)


@given(endpoint=paths)
@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
    ],
)
async def test_accepted_endpoints_arrive_byte_for_byte(
    gateway: GatewaySimulator, client: GatewayClient, endpoint: str
) -> None:
    """No accepted endpoint reaches another host, port or path."""
    try:
        check_endpoint(endpoint)
    except InvalidEndpoint:
        assume(False)
    gateway.journal.clear()
    gateway.faults.clear()
    gateway.faults.add(None, PAGE)

    await client.read(endpoint)

    (received,) = gateway.journal.requests
    assert received.target == endpoint
    assert received.headers["Host"] == gateway.host
    assert received.headers.get_all("Host") == [gateway.host]


@given(paths)
@settings(max_examples=1000)
def test_accepted_endpoints_are_plain_paths(endpoint: str) -> None:
    """What is accepted starts with one slash and holds nothing that climbs."""
    try:
        assert check_endpoint(endpoint) == endpoint
    except InvalidEndpoint:
        return
    assert endpoint.isascii()
    assert endpoint.isprintable()
    assert re.match(r"/(?![/\\])", endpoint)
    assert not {" ", "#", "\\", "{", "}"} & set(endpoint)
    assert not {".", ".."} & set(endpoint.partition("?")[0].split("/"))

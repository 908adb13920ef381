"""Whatever answers at an address, it is a gateway or it isn't."""

from dataclasses import replace
import socket
import time
from typing import override

import aiohttp
from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Limits,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    GatewayError,
    InfoFailed,
    NotAGateway,
    Redirected,
    TimedOut,
    TooManySessions,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.identity import (
    Identity,
    is_info,
    parse_info,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import (
    Delay,
    DropBeforeReply,
    EndlessStream,
    Fault,
    Fixed,
    HugeBody,
    Truncate,
    busy,
)

from ..conftest import Connect, new_session
from ..support import Page, Pour

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<envoy_info><device><sn>{}</sn><pn>800-00654-r08</pn><software>{}</software>
<imeter>true</imeter></device>{}</envoy_info>"""


def page(serial: str = "122330008303", software: str = "D8.3", more: str = "") -> bytes:
    """Return an identity page."""
    return PAGE.format(serial, software, more).encode()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
]><envoy_info><device><sn>&g;</sn></device></envoy_info>"""
INSIDE = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x "122330008303">]>
<envoy_info><device><sn>&x;</sn></device></envoy_info>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<envoy_info><device><sn>&x;</sn></device></envoy_info>"""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"Hello",
        b'{"a": 1}',
        b"<html><body>A router</body></html>",
        b"<envoy_info/>",
        b"<envoy_info><device/></envoy_info>",
        b"<envoy_info><device><sn>1</sn></device>",
        b"<other><device><sn>1</sn></device></other>",
        page(""),
        page("   "),
        page("12 34"),
        page("12/34"),
        page("1" * 65),
        page("<b>1</b>"),
        page("1&#10;2"),
        page("&#0;"),
        page("\u2028"),
        BOMB,
        INSIDE,
        OUTSIDE,
        b"\xff\xfe\x00\x00",
        b"\x00" * 1000,
    ],
)
def test_other_pages_are_no_gateway(content: bytes) -> None:
    """No XML, other XML, no serial, an odd serial, tricks with entities."""
    with pytest.raises(NotAGateway):
        parse_info(content)


@pytest.mark.parametrize(
    ("content", "identity"),
    [
        (page(), ("122330008303", "8.3", True)),
        (b"\n \xef\xbb\xbf"[2:] + page(), ("122330008303", "8.3", True)),
        (page(software="D7.0.88"), ("122330008303", "7.0.88", True)),
        (page(software="R3.9.36"), ("122330008303", "3.9.36", False)),
        (page(software="M4.2.33"), ("122330008303", "4.2.33", False)),
        (page(software="D5.0.62"), ("122330008303", "5.0.62", False)),
        (page(software="D10.1"), ("122330008303", "10.1", True)),
        (page(software="r3.9.36"), ("122330008303", "3.9.36", False)),
        (page(software="X10.1"), ("122330008303", "X10.1", False)),
        (page(software="D8" + "x" * 99), ("122330008303", "8" + "x" * 39, True)),
        (page(software=""), ("122330008303", "", False)),
        (page(software="odd"), ("122330008303", "odd", False)),
        (
            page(software="", more="<web-tokens>true</web-tokens>"),
            ("122330008303", "", True),
        ),
        (
            page(software="D5.0", more="<web-tokens>false</web-tokens>"),
            ("122330008303", "5.0", False),
        ),
        (
            page(software="D5.0", more="<web-tokens> True </web-tokens>"),
            ("122330008303", "5.0", True),
        ),
        (page("  122330008303\n"), ("122330008303", "8.3", True)),
        (page("abc-1.2_x"), ("abc-1.2_x", "8.3", True)),
    ],
)
def test_firmware_decides_about_the_login(
    content: bytes, identity: tuple[str, str, bool]
) -> None:
    """7 and newer, or whatever says so itself, logs in with a token."""
    found = parse_info(content)
    assert (found.serial, found.firmware, found.needs_token) == identity
    assert found.metered
    assert found.part_number == "800-00654-r08"


@pytest.mark.parametrize(
    ("told", "metered"), [("TRUE", True), ("false", False), ("", False), ("yes", False)]
)
def test_whether_it_has_a_meter(told: str, *, metered: bool) -> None:
    """What it says in so many words; anything else means that it has none."""
    content = page().replace(b">true<", f">{told}<".encode())
    assert parse_info(content).metered is metered


def test_a_long_part_number() -> None:
    """Its start is enough to see what it is."""
    content = page().replace(b"800-00654-r08", b"8" * 99)
    assert parse_info(content).part_number == "8" * 40
    assert parse_info(page().replace(b"800-00654-r08", b"")).part_number == ""


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [
        (None, 0),
        (0, 0),
        (300, 0),
        (301, 5),
        (-330, 6),
        (7200, 120),
        (9100, 180),
        (-36_000_000, 600_000),
    ],
)
def test_clocks_that_differ(seconds: float | None, minutes: int) -> None:
    """By a few minutes is nothing; from two hours on, it is told in whole hours."""
    identity = replace(parse_info(page()), clock_off=seconds)
    assert identity.minutes_off == minutes


@pytest.mark.parametrize("told", ["", "later", "-5", "1.5", "\u0661", "1" * 13])
def test_a_clock_that_says_nothing(told: str) -> None:
    """What is no number of seconds tells nothing of its clock."""
    content = page(more=f"<time>{told}</time>")
    assert parse_info(content).clock_off is None


def test_a_clock_that_is_ahead() -> None:
    """Its seconds since 1970 less ours; a blank around them does no harm."""
    ahead = int(time.time()) + 1000
    off = parse_info(page(more=f"<time> {ahead} </time>")).clock_off
    assert off is not None
    assert 900 < off <= 1000
    assert parse_info(page(more=f"<time>{10**12 - 1}</time>")).clock_off is not None


def test_what_looks_like_it() -> None:
    """Its first element stands near the start, whatever else the page says."""
    assert is_info(page())
    assert not is_info(b"<html>" + page()[60:200])
    assert not is_info(b" " * 1000 + page())


@given(st.binary(max_size=400) | st.text(max_size=100).map(lambda t: page(t, t, t)))
def test_any_bytes_are_a_gateway_or_not(content: bytes) -> None:
    """Nothing else comes of them, and a serial is always harmless."""
    try:
        found = parse_info(content)
    except NotAGateway:
        return
    assert isinstance(found, Identity)
    assert found.serial
    assert len(found.serial) <= 64
    assert not set(found.serial) & set("/\\?#&<> \r\n\"'")


@pytest.mark.parametrize(
    ("fault", "error", "requests"),
    [
        (Fixed(400), NotAGateway, 1),
        (Fixed(404), NotAGateway, 1),
        (Fixed(401), NotAGateway, 1),
        (Fixed(500), InfoFailed, 1),
        (Fixed(200, "<html/>"), NotAGateway, 1),
        (Fixed(200, BOMB), NotAGateway, 1),
        (HugeBody(50_000_000), NotAGateway, 1),
        (Pour(), NotAGateway, 1),
        (EndlessStream(), NotAGateway, 1),
        (Delay(5), TimedOut, 2),
        (Pour(0.05), TimedOut, 2),
        (DropBeforeReply(), CannotConnect, 2),
        (Truncate(), CannotConnect, 2),
        (Page(status=300, headers=(("Location", "/x"),)), Redirected, 2),
        (Page(status=301, headers=(("Location", "/x"),)), Redirected, 2),
        (busy(), Busy, 1),
        (Fixed(429), Busy, 1),
        (Fixed(504), Busy, 1),
    ],
)
async def test_whatever_answers_is_named(
    gateway: GatewaySimulator,
    connect: Connect,
    fault: Fault,
    error: type[Exception],
    requests: int,
) -> None:
    """An address that isn't a healthy gateway's gives one error, soon.

    What can't be reached by HTTPS is also tried by HTTP, which this gateway
    doesn't speak.
    """
    gateway.faults.add("/info", fault)
    limits = Limits(check=1)
    client = connect(gateway, limits=limits)

    with pytest.raises(error) as caught:
        await client.identify()

    assert type(caught.value) is error
    assert getattr(caught.value, "limit", 1) == 1
    assert getattr(caught.value, "reason", "lost") == "lost"
    assert client.counters.requests == requests
    assert client.identity is None


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, TooManySessions), (503, TooManySessions), (500, InfoFailed)],
)
async def test_its_words_are_kept(
    gateway: GatewaySimulator,
    connect: Connect,
    status: int,
    error: type[GatewayError],
) -> None:
    """What a gateway says that can't tell who it is, and how it says it."""
    gateway.faults.add("/info", Fixed(status, "Too many sessions are open"))
    with pytest.raises(error) as caught:
        await connect(gateway).identify()
    assert isinstance(caught.value, TooManySessions | InfoFailed)
    assert caught.value.status == status
    assert caught.value.answer == "Too many sessions are open"


async def test_a_page_that_is_far_too_long(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """No gateway's own page has half a megabyte, whoever signs it."""
    gateway.faults.add("/info", Page(page(gateway.serial) + b" " * 512 * 1024))
    with pytest.raises(NotAGateway):
        await connect(gateway).identify()


async def test_a_redirect_is_told_in_part(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Its first 200 characters are enough to see where it leads."""
    away = "/" + "x" * 1000
    elsewhere = Page(status=302, headers=(("Location", away),))
    gateway.faults.add(None, elsewhere)
    client = connect(gateway)
    with pytest.raises(Redirected) as caught:
        await client.identify()
    assert (caught.value.status, caught.value.location) == (302, away[:200])


async def test_nothing_listens(gateway: GatewaySimulator, connect: Connect) -> None:
    """A refused connection says so."""
    await gateway.stop()

    with pytest.raises(CannotConnect) as caught:
        await connect(gateway).identify()

    assert caught.value.reason == "refused"


class NoNames(aiohttp.abc.AbstractResolver):
    """Knows no name, as a network without the gateway."""

    @override
    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,
    ) -> list[aiohttp.abc.ResolveResult]:
        """Fail as the usual resolvers do."""
        raise OSError(None, "Name or service not known")

    @override
    async def close(self) -> None:
        """Do nothing."""


async def test_unknown_name() -> None:
    """A name that nobody knows says so."""
    async with new_session(NoNames()) as session:
        client = GatewayClient(session, "gateway.invalid", Credentials())
        with pytest.raises(CannotConnect) as caught:
            await client.identify()
    assert caught.value.reason == "name"

"""A write is read back until it shows, and locked pages are known."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Json,
    Verification,
    is_allowed,
    verify,
)
from custom_components.enphase_envoy_raw_data.gateway.catalogue import locked_page
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Closed,
    Refused,
    UnusableReply,
)
from custom_components.enphase_envoy_raw_data.gateway.merging import differences
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import ApplyAfter, Fixed, IgnoreWrite

from ..support import SETTINGS, send


async def check(
    client: GatewayClient, written: Json, seconds: float = 0.1
) -> Verification:
    """Look whether the settings show what was written."""
    return await verify(client.read, "POST", SETTINGS, written, seconds)


async def test_a_write_that_shows(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """One look is enough."""
    await send(client, "POST", SETTINGS, {"a": 1})
    found = await check(client, {"a": 1})
    assert found.verified
    assert not found.differences
    assert gateway.journal.count(method="GET", path=SETTINGS) == 1


async def test_a_write_that_shows_later(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Gateways may follow some seconds later; it is looked again."""
    gateway.faults.add(SETTINGS, ApplyAfter(0.3))
    await send(client, "POST", SETTINGS, {"a": 1})
    found = await check(client, {"a": 1}, 3)
    assert found.verified
    assert 0.3 < found.after < 1.5
    assert gateway.journal.count(method="GET", path=SETTINGS) == 2


async def test_a_write_that_was_ignored(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What isn't there is told with what was wanted."""
    gateway.faults.add(SETTINGS, IgnoreWrite())
    wanted: Json = {"exercise_config": {"day": "Sun"}}
    await send(client, "POST", SETTINGS, wanted)
    found = await check(client, wanted)
    assert not found.verified
    assert found.comparable
    assert found.differences == [
        {"path": "exercise_config.day", "wanted": "Sun", "found": "Sat"}
    ]


async def test_a_page_that_shows_something_else(client: GatewayClient) -> None:
    """Fields that the page never shows can't be compared."""
    found = await check(client, {"unheard_of": 1})
    assert not found.verified
    assert not found.comparable


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fixed(404), Refused), (Fixed(200, b"\x00"), UnusableReply)],
)
async def test_a_page_that_cant_be_read_back(
    gateway: GatewaySimulator,
    client: GatewayClient,
    fault: Fixed,
    error: type[Exception],
) -> None:
    """Why it can't is in the result; the write stays a success."""
    gateway.faults.add(SETTINGS, fault)
    found = await check(client, {"a": 1})
    assert not found.verified
    assert isinstance(found.error, error)


async def test_a_client_that_is_closed_between_two_looks(client: GatewayClient) -> None:
    """Nobody can look any more, which is told as for a page that can't be read."""

    async def closed(seconds: float) -> None:
        await client.close()
        await client.rest(seconds)

    written: Json = {"a": 1}
    found = await verify(client.read, "POST", SETTINGS, written, 60, rest=closed)
    assert not found.verified
    assert found.was_cut_short
    assert isinstance(found.error, Closed)


async def test_the_power_page_shows_another_form(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It takes a list and shows a word."""
    endpoint = "/ivp/mod/603980032/mode/power"
    gateway.faults.add(endpoint, Fixed(200, '{"powerForcedOff": true}'))
    written: Json = {"length": 1, "arr": [1]}
    assert (await verify(client.read, "PUT", endpoint, written, 0.1)).verified
    written = {"length": 1, "arr": [0]}
    assert not (await verify(client.read, "PUT", endpoint, written, 0.1)).verified


@pytest.mark.parametrize(
    ("wanted", "found", "paths"),
    [
        ({"a": 1}, {"a": 1.0, "b": 2}, []),
        ({"a": 1}, {"a": True}, ["a"]),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, ["a.b[1]"]),
        ({"a": [1]}, {"a": [1, 2]}, ["a"]),
        ({"a": {"b": 1}}, {"a": 5}, ["a"]),
        ({"id": "NC1", "s": 1}, [{"id": "NC2", "s": 0}, {"id": "NC1", "s": 1}], []),
        ({"id": "NC3", "s": 1}, [{"id": "NC2", "s": 1}], ["[id=NC3]"]),
        ({"id": 5, "s": 1}, [{"id": "4"}, {"id": "5", "s": 2}], ["[id=5].s"]),
        ({"x": 1}, [{"x": 1}], [""]),
        # An empty object says what is to be there: nothing.
        ({"a": {}}, {"a": {}}, []),
        ({"a": {}}, {"a": {"b": 1}}, ["a"]),
        ({"a": [{}]}, {"a": [{"b": 1}]}, ["a[0]"]),
        ({"a": [{"id": "x"}]}, {"a": [{"id": "x", "b": 1}]}, []),
        # A gateway keeps fractions in single precision, and nothing less exact.
        ({"rate": 0.000099}, {"rate": 0.00009899999713525176}, []),
        ({"rate": 0.31}, {"rate": 0.3100000023841858}, []),
        ({"rate": 0.3100000023841858}, {"rate": 0.31}, ["rate"]),
        ({"rate": 0.31}, {"rate": 0.310001}, ["rate"]),
        ({"rate": "0.31"}, {"rate": 0.3100000023841858}, ["rate"]),
        ({"n": 16777217}, {"n": 16777216}, ["n"]),
        ({"n": 16777216.5}, {"n": 16777216.0}, ["n"]),
        ({"n": 1e-50}, {"n": 0.0}, ["n"]),
        ({"n": 1e300}, {"n": 0.5}, ["n"]),
        ({"n": 1.5e300}, {"n": 0.5}, ["n"]),
    ],
)
def test_differences_are_told_by_their_place(
    wanted: Json, found: Json, paths: list[str]
) -> None:
    """What a page shows beside is fine; one of several is found by its id."""
    assert [entry["path"] for entry in differences(wanted, found)] == paths


@pytest.mark.parametrize(
    ("endpoint", "page"),
    [
        ("/admin/lib/network_display.json", "/admin/lib/network_display.json"),
        ("/admin/lib/network_display", "/admin/lib/network_display.json"),
        ("/admin/lib/network_display.xml?x=1", "/admin/lib/network_display.json"),
        ("/admin//lib/network_display/", "/admin/lib/network_display.json"),
        ("/ADMIN/lib/Network_Display", "/admin/lib/network_display.json"),
        ("/admin/lib/network%5Fdisplay", "/admin/lib/network_display.json"),
        ("/admin/lib/network%255Fdisplay;x", "/admin/lib/network_display.json"),
        ("/admin%2flib/network_display", "/admin/lib/network_display.json"),
        (
            "/ivp/ensemble/reset_device/12",
            "/ivp/ensemble/reset_device/{serial}",
        ),
        ("/upload", "/upload"),
        ("/uploads", None),
        (SETTINGS, None),
    ],
)
def test_locked_pages_are_known_however_written(
    endpoint: str, page: str | None
) -> None:
    """A spelling that a gateway may take for a locked page is locked, too."""
    assert locked_page(endpoint) == page


def test_patterns_match_pages() -> None:
    """A star stands for anything."""
    assert is_allowed("/ivp/ss/dpel?x", ["/a", "/ivp/ss/*"])
    assert not is_allowed("/ivp/peb/x", ["/a", "/ivp/ss/*"])
    assert not is_allowed("/ivp/peb/x", [])

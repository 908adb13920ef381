"""Earlier replies: taken when wanted, forgotten when wrong, bounded in bytes."""

import asyncio

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Reply
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    GatewayError,
    OutcomeUnknown,
)
from custom_components.enphase_envoy_raw_data.gateway.traffic.cache import (
    DEFAULT_CAPACITY,
    ReplyCache,
)
from custom_components.enphase_envoy_raw_data.gateway.wire import Response
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Delay, DropAfterApplying, Fault, Fixed, Truncate
from tests.waiting import until

from ..conftest import Connect
from ..support import DPEL, SETTINGS, send

ANY_AGE = float("inf")


def reply(size: int) -> Reply:
    """Return a reply of a size."""
    return Reply(response=Response(status=200, body=b"x" * size))


async def test_a_stored_reply_needs_no_request(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Every successful read is stored; who takes any age gets it at once."""
    fresh = await client.read("/ivp/meters")

    assert client.stored("/ivp/meters", ANY_AGE) is fresh
    assert gateway.journal.count() == 1


async def test_what_was_not_read_is_not_stored(client: GatewayClient) -> None:
    """Nothing was read, or another query was."""
    assert client.stored("/ivp/meters", ANY_AGE) is None
    await client.read("/ivp/meters")
    assert client.stored("/ivp/meters?a=1", ANY_AGE) is None


async def test_a_reply_that_is_too_old_isnt_taken(client: GatewayClient) -> None:
    """The age decides, and a new read starts it again."""
    await client.read("/ivp/meters")
    await asyncio.sleep(0.2)
    assert client.stored("/ivp/meters", 5)
    assert client.stored("/ivp/meters", 0.1) is None
    await client.read("/ivp/meters")
    assert client.stored("/ivp/meters", 0.1)


async def test_an_error_leaves_what_is_stored(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A page that fails now can still be had as it was."""
    await client.read("/ivp/meters")
    gateway.faults.add("/ivp/meters", Fixed(500))
    with pytest.raises(GatewayError):
        await client.read("/ivp/meters")
    assert client.stored("/ivp/meters", ANY_AGE)


VARIANTS = [
    SETTINGS,
    f"{SETTINGS}?a=1",
    f"{SETTINGS}.json",
    f"{SETTINGS}.xml?b",
    f"{SETTINGS}/",
    SETTINGS.replace("/pel", "/%70el"),
    SETTINGS.replace("/ss", "//ss"),
    SETTINGS.upper(),
    f"{SETTINGS}.json.rb",
    f"{SETTINGS};a=1",
]


@pytest.mark.parametrize("written", VARIANTS)
async def test_a_write_forgets_every_view_of_the_page(
    gateway: GatewaySimulator, client: GatewayClient, written: str
) -> None:
    """Queries and suffixed twins show the same page; others are kept."""
    gateway.faults.add(None, Fixed(200, "{}"))
    for view in [*VARIANTS, "/ivp/meters"]:
        await client.read(view)
    gateway.faults.clear()
    gateway.faults.add(lambda request: request.path != "/info", Fixed(200, "{}"))

    await send(client, "POST", written, {"n": 1})

    kept = [view for view in [*VARIANTS, "/ivp/meters"] if client.stored(view, ANY_AGE)]
    assert kept == ["/ivp/meters"]


async def test_a_write_forgets_the_page_that_shows_it(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """The grid profile is set at one page and shown at another."""
    pages = ["/installer/agf/set_profile.json", "/installer/agf/index.json"]
    for page in pages:
        gateway.faults.add(page, Fixed(200, "{}"))
        await client.read(page)

    await send(client, "PUT", pages[0], {"selected_profile": "a"})

    assert [page for page in pages if client.stored(page, ANY_AGE)] == []


@pytest.mark.parametrize(
    "fault",
    [DropAfterApplying(), Truncate(), Fixed(500), Fixed(503, "busy"), Fixed(404)],
)
async def test_a_write_that_may_have_worked_forgets_the_page(
    gateway: GatewaySimulator, client: GatewayClient, fault: Fault
) -> None:
    """What may have changed isn't shown from the store."""
    await client.read(SETTINGS)
    gateway.faults.add(SETTINGS, fault, method="POST")
    with pytest.raises(GatewayError):
        await send(client, "POST", SETTINGS, {"n": 1})
    assert client.stored(SETTINGS, ANY_AGE) is None


async def test_a_write_that_is_given_up_forgets_the_page(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A caller that goes while its write is under way leaves no old page."""
    await client.read(SETTINGS)
    gateway.faults.add(SETTINGS, Delay(0.2), method="POST")
    write = asyncio.create_task(send(client, "POST", SETTINGS, {"n": 1}))
    await until(lambda: bool(gateway.journal.writes))
    write.cancel()
    await asyncio.wait([write])
    assert client.stored(SETTINGS, ANY_AGE) is None
    await until(lambda: gateway.journal.in_flight == 0)


async def test_a_write_that_had_no_effect_forgets_nothing(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A refused login or a gateway that is off changes nothing."""
    await client.read(SETTINGS)
    client.cache.put(DPEL, reply(1))
    with pytest.raises(GatewayError):
        await send(client, "POST", DPEL, {})
    await gateway.stop()
    with pytest.raises(GatewayError) as caught:
        await send(client, "POST", SETTINGS, {})

    assert not isinstance(caught.value, OutcomeUnknown)
    assert client.stored(SETTINGS, ANY_AGE)
    assert client.stored(DPEL, ANY_AGE)


async def test_the_client_keeps_to_its_capacity(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """However many pages are read, the store stays within its bytes."""
    client = connect(gateway, cache_capacity=20_000)
    gateway.faults.add(lambda request: request.path == "/x", Fixed(200, "x" * 3000))
    for number in range(20):
        await client.read(f"/x?{number}")
        assert client.cache.size <= 20_000
    assert 3 <= len(client.cache) < 7
    assert client.stored("/x?19", ANY_AGE)
    assert client.stored("/x?0", ANY_AGE) is None


def test_the_default_capacity() -> None:
    """8 MiB for each gateway."""
    assert DEFAULT_CAPACITY == 8 * 1024 * 1024


def test_what_was_used_longest_ago_goes_first() -> None:
    """Reading a stored reply keeps it."""
    cache = ReplyCache(5000)
    for name in "abc":
        cache.put(f"/{name}", reply(1000))
    cache.get("/a")
    cache.put("/d", reply(1000))
    assert [cache.get(f"/{name}") is not None for name in "abcd"] == [
        True,
        False,
        True,
        True,
    ]


def test_sizes_are_accounted_for() -> None:
    """Replacing, dropping and clearing gives the bytes back; huge ones stay out."""
    cache = ReplyCache(10_000)
    cache.put("/a", reply(4000))
    cache.put("/a", reply(100))
    assert cache.size < 1000
    cache.put("/a", reply(20_000))
    assert (len(cache), cache.size) == (0, 0)
    assert cache.get("/a") is None
    cache.put("/b", reply(100))
    cache.forget("/b?x")
    assert (len(cache), cache.size) == (0, 0)
    cache.put("/c", reply(100))
    cache.clear()
    assert (len(cache), cache.size) == (0, 0)
    cache.forget("/c")


def test_the_capacity_may_be_used_whole() -> None:
    """Nothing goes as long as it fits; what doesn't leaves the others alone."""
    cache = ReplyCache(100_000)
    cache.put("/a", reply(1000))
    one = cache.size
    cache = ReplyCache(2 * one)
    cache.put("/a", reply(1000))
    cache.put("/b", reply(1000))
    assert cache.endpoints == ["/a", "/b"]
    assert cache.size == 2 * one
    cache.get("/a")
    assert cache.endpoints == ["/b", "/a"]
    cache.put("/c", reply(2 * one))
    assert cache.endpoints == ["/b", "/a"]
    assert cache.size == 2 * one

    cache = ReplyCache(one)
    cache.put("/a", reply(1000))
    assert cache.endpoints == ["/a"]
    cache.put("/b", reply(1000))
    assert cache.endpoints == ["/b"]

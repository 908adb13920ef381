"""Several endpoints in one call, of which some hang: none takes all the time."""

from itertools import pairwise
import time

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults

from ..helpers import INVERTERS, TARIFF, call, load, refusal

METERS = "/ivp/meters"
PRODUCTION = "/api/v1/production"
ALL = [PRODUCTION, INVERTERS, METERS, TARIFF]


@pytest.mark.parametrize("hanging", [0, 1, 3])
async def test_one_that_hangs(
    hass: HomeAssistant, gateway: GatewaySimulator, hanging: int
) -> None:
    """All others answer; the one that hangs is asked again after them."""
    entry = await load(hass, gateway)
    page = ALL[hanging]
    gateway.faults.add(page, faults.Delay(3600))
    begun = time.monotonic()
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=ALL,
        continue_on_error=True,
        metadata=True,
        timeout=5,
    )
    assert time.monotonic() - begun < 7
    answered = [endpoint for endpoint in ALL if endpoint != page]
    assert list(reply) == [*answered, "errors", "metadata"]
    assert list(reply["metadata"]) == answered
    assert list(reply["errors"]) == [page]
    assert reply["errors"][page]["key"] == "timed_out"
    asked = [request.path for request in gateway.journal.requests]
    assert asked.count(page) == (1 if page == ALL[-1] else 2)
    assert asked[-1] == page
    assert [path for path in asked if path not in (page, "/info")] == answered


async def test_one_that_is_slow(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """With all that the others leave, it answers; the order is that of the call."""
    entry = await load(hass, gateway)
    gateway.faults.add(PRODUCTION, faults.Delay(2.5))
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=ALL,
        timeout=6,
    )
    assert list(reply) == ALL
    assert gateway.journal.count(path=PRODUCTION) == 2


async def test_two_that_hang(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The time of the call holds, however many do."""
    entry = await load(hass, gateway)
    for page in (PRODUCTION, METERS):
        gateway.faults.add(page, faults.Delay(3600))
    begun = time.monotonic()
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=ALL,
        continue_on_error=True,
        timeout=6,
    )
    assert time.monotonic() - begun < 8
    assert [*reply] == [INVERTERS, TARIFF, "errors"]
    assert list(reply["errors"]) == [PRODUCTION, METERS]


async def test_no_time_for_a_second_try(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """One that was asked is not told as one that was not."""
    entry = await load(hass, gateway)
    for page in (PRODUCTION, METERS):
        gateway.faults.add(page, faults.Delay(3600))
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=[PRODUCTION, METERS],
        continue_on_error=True,
        timeout=1.5,
    )
    assert {one["key"] for one in reply["errors"].values()} == {"timed_out"}
    for page in (PRODUCTION, METERS):
        assert gateway.journal.count(path=page)


async def test_time_that_is_over(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What was not asked is told as that, and the gateway has not seen it."""
    entry = await load(hass, gateway)
    gateway.faults.add(PRODUCTION, faults.Delay(3600))
    fields = {"config_entry_id": entry.entry_id, "endpoint": ALL, "timeout": 1}
    reply = await call(hass, "read_data", continue_on_error=True, **fields)
    errors = reply["errors"]
    assert list(errors) == ALL
    assert [one["key"] for one in errors.values()] == ["timed_out", *["not_asked"] * 3]
    assert "was not asked: the 1 seconds" in errors[METERS]["reason"]
    assert {request.path for request in gateway.journal.requests} == {PRODUCTION}
    assert len({one["reason"] for one in errors.values()}) == 4
    # Without `continue_on_error`, the first error ends the call as before.
    await refusal(call(hass, "read_data", **fields), "timed_out")


async def test_stored_replies_need_no_time(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """They are handed out even if the time is over."""
    entry = await load(hass, gateway)
    fields = {"config_entry_id": entry.entry_id}
    await call(hass, "read_data", endpoint=METERS, **fields)
    gateway.faults.add(PRODUCTION, faults.Delay(3600))
    reply = await call(
        hass,
        "read_data",
        endpoint=[PRODUCTION, METERS, TARIFF],
        continue_on_error=True,
        from_cache=True,
        timeout=1,
        **fields,
    )
    assert list(reply) == [METERS, "errors"]
    keys = [one["key"] for one in reply["errors"].values()]
    assert keys == ["timed_out", "not_asked"]


async def test_gateway_that_is_busy_at_first(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The first endpoint gets another chance, as the last one had it."""
    entry = await load(hass, gateway)
    gateway.faults.add(PRODUCTION, faults.busy(), times=2)
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=[PRODUCTION, METERS],
        timeout=5,
    )
    assert list(reply) == [PRODUCTION, METERS]


async def test_what_time_does_not_help(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A page that isn't there is asked once, and ends the call at its place."""
    entry = await load(hass, gateway)
    fields = {
        "config_entry_id": entry.entry_id,
        "endpoint": [PRODUCTION, "/no/such/page", METERS],
    }
    await refusal(call(hass, "read_data", **fields), "redirected_to_error")
    assert gateway.journal.count(path=METERS) == 0
    reply = await call(hass, "read_data", continue_on_error=True, **fields)
    assert list(reply) == [PRODUCTION, METERS, "errors"]
    assert gateway.journal.count(path="/no/such/page") == 2


async def test_streams_come_on_top(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Each of them has its seconds beside the time of the call."""
    entry = await load(hass, gateway)
    pages = [PRODUCTION, METERS, INVERTERS]
    for page in pages:
        gateway.faults.add(page, faults.EndlessStream())
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=pages,
        timeout=1,
        stream_seconds=1,
    )
    assert list(reply) == pages
    times = [request.at for request in gateway.journal.requests]
    assert all((after - before).seconds >= 1 for before, after in pairwise(times))

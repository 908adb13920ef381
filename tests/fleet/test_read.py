"""Several gateways that are read at once."""

import asyncio
import time
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import (
    by_hand,
    call,
    disable,
    make_entry,
    refusal,
    set_up,
)
from tests.waiting import until

from .site import INVERTERS, PRODUCTION, Site

WATTS = 5432
"""What each of the gateways makes."""


@pytest.mark.parametrize("site", [2, 3, 30], indirect=True)
async def test_all(site: Site) -> None:
    """Each is asked once, and the reply has a part for each in their order."""
    reply = await site.read(config_entry_id="all", metadata=True)
    assert list(reply) == [*site.ids, "metadata"]
    for entry_id in site.ids:
        assert reply[entry_id][PRODUCTION]["wattsNow"] == WATTS
        assert reply["metadata"][entry_id][PRODUCTION]["status"] == 200
    assert reply["metadata"]["names"] == site.titles
    assert site.counts(path=PRODUCTION) == [1] * len(site.ids)


async def test_a_list(site: Site) -> None:
    """Only those are asked that it names, each once, in its order."""
    named = [site.ids[2], site.ids[0], site.ids[2]]
    reply = await site.read(config_entry_id=named, endpoint=[INVERTERS, PRODUCTION])
    assert list(reply) == [site.ids[2], site.ids[0]]
    assert [list(part) for part in reply.values()] == [[INVERTERS, PRODUCTION]] * 2
    assert site.counts() == [2, 0, 2]
    assert site.gateways[0].journal.max_in_flight == 1


async def test_a_list_of_one(site: Site) -> None:
    """It has the shape of several, as the call says; a single ID has the other."""
    alone = await site.read(config_entry_id=site.ids[1])
    assert list(alone) == [PRODUCTION]
    assert await site.read(config_entry_id=[site.ids[1]]) == {site.ids[1]: alone}


async def test_side_by_side(site: Site) -> None:
    """They are asked at the same time."""
    for gateway in site.gateways:
        gateway.faults.add(PRODUCTION, faults.Delay(0.5))
    reading = asyncio.create_task(site.read(config_entry_id="all"))
    await until(lambda: site.counts(path=PRODUCTION) == [1, 1, 1])
    assert not reading.done()
    assert len(await reading) == 3


async def test_cache_of_each(site: Site) -> None:
    """What one gateway has answered is kept for it alone."""
    await site.read(config_entry_id=site.ids[0])
    reply = await site.read(config_entry_id="all", max_age=300, metadata=True)
    cached = [reply["metadata"][one][PRODUCTION]["from_cache"] for one in site.ids]
    assert cached == [True, False, False]
    assert site.counts(path=PRODUCTION) == [1, 1, 1]
    await site.read(config_entry_id="all", from_cache=True)
    assert site.counts(path=PRODUCTION) == [1, 1, 1]


async def test_without_reply(site: Site) -> None:
    """A call that wants none reads all the same, for the next one."""
    fields = {"config_entry_id": "all", "endpoint": PRODUCTION}
    domain = "enphase_envoy_raw_data"
    await site.hass.services.async_call(domain, "read_data", fields, blocking=True)
    assert site.counts(path=PRODUCTION) == [1, 1, 1]


async def test_first_failure(site: Site) -> None:
    """It ends the call, which names the gateway and doesn't wait for the others."""
    site.gateways[0].faults.add(PRODUCTION, faults.Delay(3600))
    site.gateways[1].faults.add(PRODUCTION, faults.Fixed(404, "{}"))
    begun = time.monotonic()
    text = await refusal(site.read(config_entry_id="all"), "refused_not_here")
    assert site.entries[1].title in text
    assert time.monotonic() - begun < 10


async def test_cancelled(site: Site) -> None:
    """A call that is cancelled ends the reads at all gateways."""
    for gateway in site.gateways:
        gateway.faults.add(PRODUCTION, faults.Delay(3600))
    reading = asyncio.create_task(site.read(config_entry_id="all"))
    await until(lambda: site.counts(path=PRODUCTION) == [1, 1, 1])
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    for gateway in site.gateways:
        gateway.faults.clear()
    # Nothing stands in line any more.
    async with asyncio.timeout(10):
        assert len(await site.read(config_entry_id="all")) == 3


async def _trouble(site: Site, kind: str) -> tuple[str, int | None]:
    """Make the second gateway fail; return key and status of the error."""
    gateway, entry = site.gateways[1], site.entries[1]
    match kind:
        case "off":
            await gateway.stop()
            return "cannot_connect_refused", None
        case "hangs":
            gateway.faults.add(PRODUCTION, faults.Delay(3600))
            return "timed_out", None
        case "login":
            gateway.faults.add(
                lambda request: request.path != "/info", faults.Unauthorized()
            )
            return "token_refused", None
        case "refuses":
            gateway.faults.add(PRODUCTION, faults.Fixed(404, "{}"))
            return "refused_not_here", 404
        case "disabled":
            await disable(site.hass, entry)
            return "entry_disabled", None
    await site.hass.config_entries.async_unload(entry.entry_id)
    return "entry_not_loaded", None


@pytest.mark.parametrize(
    "kind", ["off", "hangs", "login", "refuses", "disabled", "unloaded"]
)
async def test_one_fails(site: Site, kind: str) -> None:
    """With `continue_on_error`, the others are there and it is under `errors`."""
    key, status = await _trouble(site, kind)
    begun = time.monotonic()
    reply = await site.read(
        config_entry_id=site.ids, continue_on_error=True, timeout=4, metadata=True
    )
    assert time.monotonic() - begun < 10
    good = [site.ids[0], site.ids[2]]
    assert list(reply) == [*good, "errors", "metadata"]
    assert list(reply["metadata"]) == [*good, "names"]
    assert list(reply["errors"]) == [site.ids[1]]
    error = reply["errors"][site.ids[1]][PRODUCTION]
    assert (error["key"], error["status"]) == (key, status)
    assert site.entries[1].title in error["reason"]
    fields = {"config_entry_id": site.ids, "timeout": 4}
    with pytest.raises(Exception, match=site.gateways[1].serial):
        await site.read(**fields)


async def test_unknown_and_foreign_entry(site: Site) -> None:
    """Each is told by what it is, beside the others."""
    foreign = MockConfigEntry(domain="sun", title="Sun")
    foreign.add_to_hass(site.hass)
    named = ["x", foreign.entry_id, site.ids[0]]
    reply = await site.read(config_entry_id=named, continue_on_error=True)
    assert list(reply) == [site.ids[0], "errors"]
    keys = [reply["errors"][one][PRODUCTION]["key"] for one in named[:2]]
    assert keys == ["entry_not_found", "entry_of_other_integration"]
    await refusal(
        site.read(config_entry_id=named), "entry_not_found", callers_mistake=True
    )


async def test_all_leaves_disabled_ones_out(site: Site) -> None:
    """They are none of the gateways that are in use."""
    await disable(site.hass, site.entries[0])
    assert list(await site.read(config_entry_id="all")) == site.ids[1:]


async def test_one_endpoint_fails(site: Site) -> None:
    """A gateway that has one page and not the other is in both places."""
    site.gateways[0].faults.add(INVERTERS, faults.Fixed(404, "{}"))
    reply = await site.read(
        config_entry_id="all",
        endpoint=[INVERTERS, PRODUCTION],
        continue_on_error=True,
    )
    assert list(reply[site.ids[0]]) == [PRODUCTION]
    assert list(reply["errors"]) == [site.ids[0]]
    assert list(reply["errors"][site.ids[0]]) == [INVERTERS]


async def test_reloaded_meanwhile(site: Site) -> None:
    """A gateway that is being loaded is waited for, as in a call for it alone."""
    site.gateways[1].faults.add("/info", faults.Delay(0.5))
    loading = asyncio.create_task(site.hass.config_entries.async_reload(site.ids[1]))
    await until(lambda: site.counts(path="/info")[1])
    assert list(await site.read(config_entry_id="all")) == site.ids
    assert await loading


@pytest.mark.parametrize("limit", [300, 100_000])
async def test_whole_size(
    site: Site, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All replies together have a limit; with `select`, what is selected counts."""
    reply = "custom_components.enphase_envoy_raw_data.actions.fleet.reply"
    # 115 bytes each.
    monkeypatch.setattr(f"{reply}.ReplyRoom.__init__.__defaults__", (limit,))
    if limit > 115 * 3:
        assert len(await site.read(config_entry_id="all")) == 3
        return
    text = await refusal(site.read(config_entry_id="all"), "whole_reply_too_large")
    assert "32 MiB" in text
    told = await site.read(config_entry_id="all", continue_on_error=True)
    assert len(told["errors"]) == 1
    (error,) = told["errors"].values()
    assert error[PRODUCTION]["key"] == "whole_reply_too_large"
    assert len(await site.read(config_entry_id="all", select="wattsNow")) == 3


async def test_same_keys_as_alone(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What a call for one gateway says of an error is what a call for several says."""
    entry = await set_up(hass, make_entry(hass, gateway, by_hand(gateway)))
    fields: dict[str, Any] = {"endpoint": "/no/such", "continue_on_error": True}
    alone = await call(hass, "read_data", config_entry_id=entry.entry_id, **fields)
    several = await call(hass, "read_data", config_entry_id="all", **fields)
    assert several["errors"] == {entry.entry_id: alone["errors"]}

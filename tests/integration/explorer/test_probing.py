"""A probe from the page: step by step, and until somebody stops it."""

import asyncio
from datetime import timedelta

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.enphase_envoy_raw_data.entry import serial_of
from custom_components.enphase_envoy_raw_data.gateway import probable
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from custom_components.enphase_envoy_raw_data.record import last_probe_of
from custom_components.enphase_envoy_raw_data.record.last_probe import _PROBES
from gateway_simulator import GatewaySimulator, faults
from tests.waiting import until
from tests.writes.support import over_http

from ..helpers import (
    INVERTERS,
    by_hand,
    exchange_gateway,
    load,
    reauths,
    title_of,
    whole,
)
from .support import Page, opened

pytestmark = over_http

TOTAL = sum(map(probable, catalogue().endpoints))


async def _started(page: Page, entry_id: str) -> int:
    """Start a probe and return its number."""
    number = await page.start("probe", entry_id=entry_id)
    assert (await page.hear())["success"]
    assert await page.event() == {"total": TOTAL}
    return number


async def test_steps(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """Each endpoint is a step, each is asked once and alone, and it is kept."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, faults.Fixed(404))
    page = await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    steps = [await page.event() for _ in range(TOTAL)]
    assert await page.event() == {"ended": True, "error": None}
    await hass.async_block_till_done()

    by_path = {step["path"]: step for step in steps}
    assert len(by_path) == TOTAL
    home = by_path["/home"]
    assert (home["answered"], home["status"], home["error"]) == (True, 200, None)
    assert home["bytes"] > 100
    assert home["milliseconds"] >= 0
    missing = by_path[INVERTERS]
    assert (missing["answered"], missing["status"]) == (False, 404)
    assert whole(missing["error"]["message"])
    assert missing["error"]["translation_key"]

    probe = last_probe_of(hass, entry.entry_id, serial_of(entry))
    assert probe is not None
    assert probe.answers["/home"] is True
    assert probe.answers[INVERTERS] is False
    assert gateway.journal.count(path="/home") == 1
    assert not gateway.journal.writes


async def test_stop(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """A stop ends it after at most the request under way; what came is kept."""
    entry = await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    number = await _started(page, entry.entry_id)
    first = await page.event()
    gateway.faults.add(None, faults.Delay(0.2))
    await page.stop(number)
    while (message := await page.hear())["type"] == "event":
        pass
    assert message["success"]
    await hass.async_block_till_done()
    assert gateway.journal.count() < TOTAL
    probe = last_probe_of(hass, entry.entry_id, serial_of(entry))
    assert probe is not None
    assert first["path"] in probe.answers
    gateway.faults.clear()
    await until(lambda: gateway.journal.in_flight == 0)
    # And another one can start.
    await _started(page, entry.entry_id)


async def test_one_at_a_time(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """A second probe is refused in words while one is under way."""
    entry = await load(hass, gateway)
    page, other = await opened(hass, hass_ws_client), await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    error = (await other.ask("probe", entry_id=entry.entry_id))["error"]
    assert error["translation_key"] == "probe_under_way"
    assert error["translation_placeholders"] == {"gateway": title_of(gateway)}


async def test_not_loaded(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """Only a gateway of ours that is loaded can be probed."""
    entry = await load(hass, gateway)
    await hass.config_entries.async_unload(entry.entry_id)
    page = await opened(hass, hass_ws_client)
    error = (await page.ask("probe", entry_id=entry.entry_id))["error"]
    assert error["translation_key"] == "entry_not_loaded"
    error = (await page.ask("probe", entry_id="nobody"))["error"]
    assert error["translation_key"] == "entry_not_found"


async def test_gateway_is_off(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """What ends the probe is told once, in words."""
    entry = await load(hass, gateway)
    await gateway.stop()
    page = await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    ended = await page.event()
    assert ended["ended"] is True
    assert title_of(gateway) in whole(ended["error"]["message"])
    await hass.async_block_till_done()
    assert last_probe_of(hass, entry.entry_id, serial_of(entry)) is None


async def test_gateway_goes_off(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """The rest is not asked, and the end says why."""
    entry = await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    await until(lambda: gateway.journal.count() > 3)
    await gateway.stop()
    while "ended" not in (event := await page.event()):
        pass
    assert event["error"]["translation_key"]


async def test_login_is_dead(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """A login that the owner has to mend asks for it, as an action does."""
    token = gateway.token(lifetime=timedelta(seconds=2))
    entry = await load(hass, gateway, **by_hand(gateway, token=token))
    gateway.advance(10)
    await asyncio.sleep(2)
    page = await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    while "ended" not in (event := await page.event()):
        pass
    assert event["error"]["translation_key"]
    await hass.async_block_till_done()
    assert reauths(hass)


async def test_another_gateway(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """A gateway with another serial is told as that."""
    entry = await load(hass, gateway)
    gateway.set_serial("999900001111")
    await gateway.restart()
    page = await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    while "ended" not in (event := await page.event()):
        pass
    assert event["error"]["translation_key"] == "wrong_gateway"


async def test_exchanged_meanwhile(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """What the old gateway has answered is not kept as the new one's."""
    entry = await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    await _started(page, entry.entry_id)
    assert (await page.event())["path"]
    exchange_gateway(hass, entry)
    while "ended" not in await page.event():
        pass
    await hass.async_block_till_done()
    kept = hass.data[_PROBES].get(entry.entry_id)
    assert kept is None or kept.probe is None

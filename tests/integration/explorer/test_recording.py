"""The page makes a recording with the action, and follows how far it is."""

from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from gateway_simulator import GatewaySimulator
from tests.practice.support import practise
from tests.writes.support import over_http

from ..helpers import DOMAIN, load
from .support import opened

pytestmark = over_http


@pytest.mark.parametrize("gateway", ["7.3"], indirect=True)
async def test_progress(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    gateway: GatewaySimulator,
    tmp_path: Path,
) -> None:
    """Each page is told before it is asked for, and those of other gateways are not."""
    hass.config.config_dir = str(tmp_path)
    entry = await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    for entry_id in (entry.entry_id, "another"):
        await page.start("recording", entry_id=entry_id)
        assert (await page.hear())["success"]
    reply = await hass.services.async_call(
        DOMAIN,
        "record_gateway",
        {"config_entry_id": entry.entry_id},
        blocking=True,
        return_response=True,
    )
    assert isinstance(reply, dict)
    told = [await page.event() for _ in range(95)]
    assert [one["done"] for one in told] == list(range(95))
    assert {one["total"] for one in told} == {94}
    assert told[0]["endpoint"].startswith("/")
    assert told[-1]["endpoint"] == ""
    await page.stop(1)
    assert (await page.hear())["success"]


async def test_a_practice_is_marked_and_comes_last(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """The page begins with a gateway, and says of a recording what it is."""
    practice = await practise(hass)
    entry = await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    await page.start("gateways")
    assert (await page.hear())["success"]
    told = (await page.event())["gateways"]
    assert [(one["id"], one["recording"]) for one in told] == [
        (entry.entry_id, False),
        (practice.entry_id, True),
    ]
    assert (told[1]["serial"], told[1]["account"]) == (None, "installer")
    # It can be probed like a gateway.
    await page.start("probe", entry_id=practice.entry_id)
    assert (await page.hear())["success"]
    total = (await page.event())["total"]
    steps = [await page.event() for _ in range(total)]
    answered = [one for one in steps if one.get("answered")]
    assert len(answered) > 40

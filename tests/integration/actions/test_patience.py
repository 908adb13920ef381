"""How long a read waits for a gateway that can't be reached."""

from functools import partial
import time

from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from gateway_simulator import GatewaySimulator

from ..helpers import INVERTERS, load, read, refusal


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up soon."""
    limits = Limits(unreachable=0.3, first_pause=0.05, longest_pause=0.1)
    client = partial(GatewayClient, limits=limits)
    monkeypatch.setattr(entry_module, "GatewayClient", client)


async def test_soon(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Nobody waits a minute before a screen for what is off."""
    entry = await load(hass, gateway)
    await gateway.stop()
    begun = time.monotonic()
    await refusal(read(hass, entry, INVERTERS), "cannot_connect_refused")
    assert time.monotonic() - begun < 1


async def test_as_long_as_is_said(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Who gives a time wants it to be used, and gets the reply if it comes."""
    entry = await load(hass, gateway)
    await gateway.restart(down_for=0.7, wait=False)
    assert await read(hass, entry, INVERTERS, timeout=10)
    await gateway.stop()
    begun = time.monotonic()
    call = read(hass, entry, INVERTERS, timeout=1)
    await refusal(call, "cannot_connect_refused")
    assert 0.7 < time.monotonic() - begun < 1.5


def test_default() -> None:
    """About five seconds, as the pages say."""
    assert Limits().unreachable == 5

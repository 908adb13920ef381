"""No TLS session is kept over a reload or another address, though it would be taken."""

from homeassistant.core import HomeAssistant
import pytest
import pytest_socket

from gateway_simulator import GatewaySimulator
from gateway_simulator.wire import Handshakes

from ..helpers import INVERTERS, load, read


async def test_reload(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A gateway whose entry is loaded anew is met as for the first time."""
    entry = await load(hass, gateway)
    gateway.cut_connections()
    await read(hass, entry, INVERTERS)
    assert gateway.handshakes == Handshakes(full=1, resumed=1), "else nothing is shown"
    await hass.config_entries.async_reload(entry.entry_id)
    await read(hass, entry, INVERTERS)
    assert gateway.handshakes == Handshakes(full=2, resumed=1)


@pytest.mark.usefixtures("disable_mock_zeroconf_resolver", "mock_async_zeroconf")
async def test_another_address(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """The same gateway by another name: once for the form, once for the entry."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"])
    entry = await load(hass, gateway)
    flow = await entry.start_reconfigure_flow(hass)
    moved = gateway.host.replace("127.0.0.1", "localhost")
    result = await hass.config_entries.flow.async_configure(
        flow["flow_id"], {**entry.data, "host": moved}
    )
    assert result["reason"] == "reconfigure_successful", result
    await hass.async_block_till_done()
    assert entry.data["host"] == moved
    await read(hass, entry, INVERTERS)
    assert gateway.handshakes == Handshakes(full=3)

"""When the gateway is asked who it is, and what is known before it was."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    GatewayError,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.wire import Tickets

from ..conftest import Connect, Start
from ..support import SETTINGS, CloseAfter, Status, account, asked, send

INFO = "GET /info"


async def test_before_anything_was_asked(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """No account is known, and the login needs the gateway's serial first."""
    client = connect(gateway)
    assert client.account == ""
    with pytest.raises(CannotConnect) as caught:
        await client.log_in()
    assert caught.value.reason == "silent"
    assert gateway.journal.requests == []


async def test_gateway_that_closes_has_told_once(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """What it has just told counts for the next connection, too."""
    gateway.tickets = Tickets.NONE
    gateway.faults.add(None, CloseAfter())
    client = connect(gateway)
    await send(client, "POST", SETTINGS, {"enable": True})
    assert asked(gateway.journal) == [INFO, f"POST {SETTINGS}"]


async def test_gateway_that_closes_during_a_login(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A login at the cloud takes time in which another may get the address."""
    gateway.tickets = Tickets.NONE
    gateway.faults.add(None, CloseAfter())
    client = connect(gateway, account())
    await send(client, "POST", SETTINGS, {"enable": True})
    assert cloud.journal.requests
    assert asked(gateway.journal) == [INFO, INFO, f"POST {SETTINGS}"]


@pytest.mark.parametrize(("status", "looks"), [(300, 1), (399, 1), (400, 0)])
async def test_redirect_may_be_an_upgrade(
    start: Start, connect: Connect, status: int, looks: int
) -> None:
    """Firmware 7 redirects what older firmware answers, so it is asked again."""
    gateway = await start("5.0")
    client = connect(gateway, Credentials(username="installer"))
    await client.identify()
    gateway.journal.clear()
    gateway.faults.add("/home", Status(status))
    with pytest.raises(GatewayError):
        await client.read("/home")
    assert asked(gateway.journal).count(INFO) == looks

"""Every firmware that the simulator knows: set-up and each of its pages."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials
from gateway_simulator import CloudSimulator, GatewaySimulator, replica_names

from ..conftest import Connect, Start
from ..support import asked

OLD = ("3.7", "3.9", "3.18", "4.10", "5.0")
NEW = tuple(name for name in replica_names() if name not in OLD)


def installer(gateway: GatewaySimulator) -> Credentials:
    """Return a login that may see every page."""
    if gateway.token_login:
        return Credentials(token=gateway.token("installer"))
    return Credentials(username="installer")


@pytest.mark.parametrize("replica", NEW)
async def test_set_up_takes_two_requests(
    start: Start, connect: Connect, cloud: CloudSimulator, replica: str
) -> None:
    """A stored token is checked once and the cloud isn't asked."""
    gateway = await start(replica)
    client = connect(gateway)

    identity = await client.identify()
    await client.log_in()

    assert asked(gateway.journal) == ["GET /info", "GET /auth/check_jwt"]
    assert not cloud.journal.requests
    assert identity.serial == gateway.serial
    assert identity.firmware == gateway.firmware
    assert identity.needs_token
    assert identity.part_number.startswith("800-")
    assert client.account == "owner"
    assert client.counters.requests == 2
    assert client.counters.failures == 0


@pytest.mark.parametrize("replica", OLD)
async def test_set_up_of_old_firmware(
    start: Start, connect: Connect, replica: str
) -> None:
    """HTTPS is tried first and fails; then one /info by HTTP is all."""
    gateway = await start(replica)
    client = connect(gateway)

    identity = await client.identify()
    await client.log_in()

    assert asked(gateway.journal) == ["GET /info"]
    assert identity.serial == gateway.serial
    assert identity.firmware == gateway.firmware
    assert not identity.needs_token
    assert client.account == "installer"
    assert client.token is None
    assert client.counters.requests == 2


@pytest.mark.parametrize("replica", replica_names())
async def test_every_page_arrives_as_it_is(
    start: Start, connect: Connect, replica: str
) -> None:
    """What a page shows is what a read returns, whatever its type and framing."""
    gateway = await start(replica)
    client = connect(gateway, installer(gateway))
    assert gateway.paths

    for path in gateway.paths:
        reply = await client.read(path)
        value = reply.value()
        if path == "/info":
            assert isinstance(value, str)
            assert value.startswith("<?xml")
            assert f"<sn>{gateway.serial}</sn>" in value
        elif path == "/production" and gateway.firmware.startswith("3."):
            assert isinstance(value, str)
            assert "<table>" in value
        elif path in ("/production", "/production.json", "/admin/lib/tariff"):
            # Phases are left out, and a schedule is made for the request.
            assert isinstance(value, dict)
            assert value.keys() == gateway.device.documents[path].keys()
        elif path == "/inventory":
            # So are removed devices.
            assert isinstance(value, list)
            assert len(value) == len(gateway.device.documents[path])
        else:
            assert value == gateway.device.documents[path], path
        assert reply.status == 200
        assert reply.firmware == gateway.firmware
        assert gateway.journal.requests[-1].target == path
    assert gateway.journal.max_in_flight == 1


async def test_https_comes_before_http(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A gateway that speaks HTTPS is never asked by HTTP."""
    client = connect(gateway)

    await client.identify()

    assert client.counters.requests == 1
    assert gateway.journal.count() == 1


async def test_identity_page_is_asked_without_login(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """No token goes to a gateway before it has said who it is."""
    await connect(gateway).identify()

    assert "Authorization" not in gateway.journal.requests[0].headers


async def test_a_read_sets_itself_up(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A client that is used at once looks first who answers."""
    await connect(gateway).read("/ivp/meters")

    assert asked(gateway.journal) == ["GET /info", "GET /ivp/meters"]

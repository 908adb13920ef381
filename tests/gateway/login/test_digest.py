"""The digest login of firmware before 7."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    LocalLoginRefused,
    NotAllowed,
    Redirected,
)
from gateway_simulator import CloudSimulator
from gateway_simulator.faults import Dribble
from tests.waiting import until

from ..conftest import Connect, Start
from ..front_door import front_door
from ..support import INVERTERS, Page, asked, send

OLD = pytest.mark.parametrize("replica", ["3.7", "3.9", "4.10", "5.0"])
INSTALLER_PAGE = "/ivp/peb/devstatus"


@OLD
@pytest.mark.parametrize("user", ["", "installer", "envoy"])
async def test_known_users_need_no_password(
    start: Start, connect: Connect, cloud: CloudSimulator, replica: str, user: str
) -> None:
    """Their passwords follow from the serial; a thorough check confirms them."""
    gateway = await start(replica)
    client = connect(gateway, Credentials(username=user))

    await client.identify()
    await client.log_in(thorough=True)
    reply = await client.read(INVERTERS)

    assert reply.value() == gateway.device.documents[INVERTERS]
    assert client.account == (user or "installer")
    assert gateway.journal.requests[-1].role in ("installer", "owner")
    assert not cloud.journal.requests


@pytest.mark.parametrize("serial", ["12233000830", "1223300083031"])
async def test_a_serial_of_another_length(
    start: Start, connect: Connect, serial: str
) -> None:
    """It is the last six of its digits, however many there are."""
    gateway = await start("5.0", serial=serial)
    client = connect(gateway, Credentials(username="envoy"))
    await client.identify()
    await client.log_in(thorough=True)
    assert (await client.read(INVERTERS)).status == 200


@OLD
async def test_a_password_that_is_given_is_used(
    start: Start, connect: Connect, replica: str
) -> None:
    """The local user's own password works as the one from the serial does."""
    gateway = await start(replica)
    credentials = Credentials(username="envoy", password=gateway.passwords["envoy"])
    client = connect(gateway, credentials)
    await client.identify()
    await client.log_in(thorough=True)
    assert client.account == "envoy"


@OLD
async def test_installers_password_is_always_made(
    start: Start, connect: Connect, replica: str
) -> None:
    """What was entered for the cloud account of later firmware does no harm."""
    gateway = await start(replica)
    client = connect(gateway, Credentials(username="installer", password="x"))
    await client.identify()
    await client.log_in(thorough=True)


@OLD
@pytest.mark.parametrize(
    "credentials",
    [
        Credentials(username="envoy", password="000000"),
        Credentials(username="somebody", password="secret"),
        Credentials(username="owner@example.com", password="secret"),
    ],
)
async def test_wrong_login_is_refused(
    start: Start, connect: Connect, replica: str, credentials: Credentials
) -> None:
    """A thorough check finds out, and so does a read; nothing is guessed."""
    gateway = await start(replica)
    client = connect(gateway, credentials)
    await client.identify()

    with pytest.raises(LocalLoginRefused) as caught:
        await client.log_in(thorough=True)
    assert caught.value.user == credentials.username
    with pytest.raises(LocalLoginRefused):
        await client.read(INVERTERS)

    assert all(request.role is None for request in gateway.journal.requests)


@pytest.mark.parametrize(
    "credentials",
    [Credentials(username="somebody"), Credentials(username="a:b", password="x")],
)
async def test_a_login_that_cant_be_is_refused_unasked(
    start: Start, connect: Connect, credentials: Credentials
) -> None:
    """Without password, or with a colon in the name, nothing is sent."""
    gateway = await start("5.0")
    client = connect(gateway, credentials)
    await client.identify()

    with pytest.raises(LocalLoginRefused) as caught:
        await client.log_in(thorough=True)
    assert caught.value.user == credentials.username
    with pytest.raises(LocalLoginRefused):
        await client.read(INVERTERS)

    assert gateway.journal.count() == gateway.journal.count(path="/info")


async def test_installers_page_isnt_allowed_to_the_local_user(
    start: Start, connect: Connect
) -> None:
    """The login is good elsewhere, so it is the user who may not see it."""
    gateway = await start("5.0")
    client = connect(gateway, Credentials(username="envoy"))

    with pytest.raises(NotAllowed) as caught:
        await client.read(INSTALLER_PAGE)

    assert (caught.value.status, caught.value.account) == (401, "envoy")
    assert caught.value.answer == "401 Unauthorized"


async def test_garbage_challenge_does_no_harm(start: Start, connect: Connect) -> None:
    """3.9 refuses a bad answer on this page with four bytes for a challenge."""
    gateway = await start("3.9")
    client = connect(gateway)
    assert (await client.read("/api/v1/production")).status == 200
    assert (await client.read(INVERTERS)).status == 200

    # The gateway has forgotten its challenges: what the client knows is stale.
    gateway.login.forget()
    gateway.journal.clear()

    assert (await client.read(INVERTERS)).status == 200
    assert gateway.journal.requests[0].status == 401


async def test_stale_challenge_is_answered_anew(start: Start, connect: Connect) -> None:
    """After a restart of the gateway a read works without anybody noticing."""
    gateway = await start("5.0")
    client = connect(gateway)
    assert (await client.read(INVERTERS)).status == 200

    await gateway.restart()

    assert (await client.read(INVERTERS)).status == 200


@pytest.mark.parametrize(
    "target",
    ["/ivp/meters?details=1", "/ivp/meters?a=1&b=x:/y", "/ivp/meters?b[]=1"],
)
async def test_query_is_part_of_the_digest(
    start: Start, connect: Connect, target: str
) -> None:
    """What is signed is exactly what is asked for."""
    gateway = await start("5.0")
    client = connect(gateway)
    await client.read(target)
    assert gateway.journal.requests[-1].target == target
    assert gateway.journal.requests[-1].role == "installer"


async def test_a_write_takes_effect_once(start: Start, connect: Connect) -> None:
    """Before its challenge a write has no effect, after it exactly one."""
    gateway = await start("4.10")
    client = connect(gateway)
    meters = gateway.device.documents["/ivp/meters"]
    eid = meters[0]["eid"]

    await send(client, "PUT", f"/ivp/meters/{eid}", {"state": "disabled"})

    writes = gateway.journal.writes
    assert [write.applied for write in writes] == [False, True]
    assert [write.status for write in writes] == [401, 200]
    await send(client, "PUT", f"/ivp/meters/{eid}", {"state": "enabled"})
    assert len(gateway.journal.writes) == 3


async def test_redirect_of_old_firmware_isnt_followed(
    start: Start, connect: Connect
) -> None:
    """A look at the firmware says that it is no upgrade."""
    gateway = await start("5.0")
    location = (("Location", "/elsewhere"),)
    gateway.faults.add("/x", Page(status=301, headers=location))
    client = connect(gateway)

    with pytest.raises(Redirected) as caught:
        await client.read("/x")

    assert caught.value.location == "/elsewhere"
    assert asked(gateway.journal).count("GET /x") == 1


@pytest.mark.parametrize("replica", ["3.9", "4.10"])
async def test_never_two_connections(
    start: Start, connect: Connect, replica: str
) -> None:
    """A challenge whose page is still on its way leaves no connection behind.

    A later write could leave on it, of which nothing is known.
    """
    gateway = await start(replica)
    gateway.faults.add(INVERTERS, Dribble(0.02), times=1)
    async with front_door(gateway) as door:
        client = connect(gateway, host=door.host)
        assert (await client.read(INVERTERS)).status == 200
        assert gateway.journal.count(path=INVERTERS) == 2
        await until(lambda: door.open <= 1)
        assert (await client.read("/info")).status == 200
        assert door.open <= 1

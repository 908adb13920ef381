"""After a 401 nothing was done, so a write is sent again: once."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, override

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    NotAllowed,
    OutcomeUnknown,
    WrongGateway,
)
from gateway_simulator import CloudSimulator, GatewaySimulator, Received
from gateway_simulator.faults import (
    Delay,
    DropAfterApplying,
    DropBeforeReply,
    Fault,
    Truncate,
    Unauthorized,
    UnauthorizedUntilLogin,
)
from gateway_simulator.wire import Answer, Reply, Tickets
from tests.waiting import until

from ..conftest import Connect
from ..support import (
    CHECK,
    DPEL,
    SETTINGS,
    CloseAfter,
    account,
    asked,
    expired_token,
    send,
)


@dataclass(frozen=True)
class ThenAnother(Fault):
    """After the reply, another gateway has the address."""

    gateway: GatewaySimulator

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then go."""
        reply = await answer(request)
        self.gateway.set_serial("999999999999")
        return reply


async def test_refused_login_repeats_once(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """After a 401 nothing was done, so with a new token it is sent again, once."""
    client = connect(gateway, account(token=expired_token(gateway)))

    reply = await send(client, "POST", SETTINGS, {"enable": True})

    assert reply.status == 200
    assert [write.status for write in gateway.journal.writes] == [401, 200]
    assert [write.applied for write in gateway.journal.writes] == [False, True]
    assert cloud.journal.count(path="/login/login.json") == 1


async def test_refused_login_that_passes_repeats_once(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """With a token that is accepted it is sent again, once."""
    gateway.faults.add(SETTINGS, UnauthorizedUntilLogin())
    await send(client, "POST", SETTINGS, {"enable": True})
    assert [write.status for write in gateway.journal.writes] == [401, 200]


@pytest.mark.parametrize("endpoint", [DPEL, SETTINGS])
async def test_second_refusal_ends_it(
    gateway: GatewaySimulator, client: GatewayClient, endpoint: str
) -> None:
    """Two refusals are not allowed, and there is no third try."""
    gateway.faults.add(SETTINGS, Unauthorized())

    with pytest.raises(NotAllowed) as caught:
        await send(client, "POST", endpoint, {"enable": True})

    assert caught.value.account == "owner"
    assert [write.status for write in gateway.journal.writes] == [401, 401]
    assert gateway.journal.count(path=CHECK) == 1


@pytest.mark.parametrize("fault", [DropBeforeReply(), DropAfterApplying(), Truncate()])
async def test_reply_lost_after_the_repetition(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect, fault: Fault
) -> None:
    """The repetition after a 401 is not repeated either."""
    client = connect(gateway, account(token=expired_token(gateway)))
    gateway.faults.add(
        lambda request: request.path == SETTINGS and bool(cloud.journal.requests), fault
    )

    with pytest.raises(OutcomeUnknown):
        await send(client, "POST", SETTINGS, {"enable": True})

    assert len(gateway.journal.writes) == 2
    assert gateway.journal.writes[0].status == 401


@pytest.mark.parametrize("renewed", [False, True])
async def test_check_that_closes_the_connection(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    *,
    renewed: bool,
) -> None:
    """The repetition needs a new connection, and asks first who is at its end."""
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()
    gateway.journal.clear()
    # A session that is resumed would tell who is there, too.
    gateway.tickets = Tickets.NONE
    gateway.faults.add(SETTINGS, Unauthorized(), times=1)
    gateway.faults.add(CHECK, CloseAfter())
    if renewed:
        gateway.faults.add(CHECK, Unauthorized(), times=1)

    await send(client, "POST", SETTINGS, {"enable": True})

    # After a renewal it is asked as well whether the right gateway has refused.
    assert asked(gateway.journal) == [
        f"POST {SETTINGS}",
        f"GET {CHECK}",
        "GET /info",
        f"POST {SETTINGS}",
    ]
    assert [write.applied for write in gateway.journal.writes] == [False, True]


@pytest.mark.parametrize("renewed", [False, True])
async def test_another_gateway_after_the_check(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    *,
    renewed: bool,
) -> None:
    """If it is another one, the write is not sent again."""
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()
    gateway.journal.clear()
    gateway.faults.add(SETTINGS, Unauthorized(), times=1)
    gateway.faults.add(CHECK, ThenAnother(gateway))
    gateway.faults.add(CHECK, CloseAfter())
    if renewed:
        gateway.faults.add(CHECK, Unauthorized(), times=1)

    with pytest.raises(WrongGateway):
        await send(client, "POST", SETTINGS, {"enable": True})

    assert [write.status for write in gateway.journal.writes] == [401]
    assert cloud.journal.requests == []


@pytest.mark.parametrize("writes", [False, True])
async def test_renewed_while_it_was_checked(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    *,
    writes: bool,
) -> None:
    """A token that was replaced meanwhile is not replaced once more."""
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()
    gateway.faults.add(SETTINGS, Unauthorized(), times=1)
    gateway.faults.add(CHECK, Delay(0.3))
    gateway.faults.add(CHECK, Unauthorized(), times=1)
    call: Coroutine[Any, Any, object] = (
        send(client, "POST", SETTINGS, {}) if writes else client.read(SETTINGS)
    )
    task = asyncio.create_task(call)
    await until(lambda: bool(gateway.journal.count(path=CHECK)))
    await client.renew_token()
    assert gateway.journal.in_flight == 1

    await task

    assert cloud.journal.count() == 2
    assert [one.status for one in gateway.journal.find(path=SETTINGS)] == [401, 200]

"""After a 401 nothing was done, so a write is sent again: once."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    NotAllowed,
    OutcomeUnknown,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import (
    DropAfterApplying,
    DropBeforeReply,
    Fault,
    Truncate,
    Unauthorized,
    UnauthorizedUntilLogin,
)

from .conftest import Connect
from .support import CHECK, DPEL, SETTINGS, account, expired_token, send


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

"""A token that was entered by hand is never replaced, and no cloud is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    LoginError,
    LoginMissing,
    NotAToken,
    TokenExpired,
    TokenForOther,
    TokenRefused,
)
from gateway_simulator import CloudSimulator, GatewaySimulator, TokenAuthority

from ..conftest import Connect
from ..support import EMAIL, PASSWORD, by_hand, expired_token, send


def carrying(gateway: GatewaySimulator, token: str) -> int:
    """Return how many requests carried a token."""
    return sum(
        token in value
        for request in gateway.journal.requests
        for _, value in request.headers.pairs
    )


async def test_token_by_hand_logs_in(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """It is all that is needed, pasted with whatever is around it."""
    client = connect(gateway, by_hand(f' Bearer "{gateway.token("installer")}"\n'))

    await client.identify()
    await client.log_in()

    assert client.account == "installer"
    assert client.token is not None
    assert client.token.serial == gateway.serial
    assert not cloud.journal.requests


async def test_expired(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """The gateway refuses it and its time is over: that is what is said."""
    client = connect(gateway, by_hand(expired_token(gateway)))
    await client.identify()

    with pytest.raises(TokenExpired):
        await client.log_in()
    with pytest.raises(TokenExpired):
        await client.read("/ivp/meters")
    with pytest.raises(TokenExpired):
        await send(client, "PUT", "/ivp/meters", [])

    assert not cloud.journal.requests
    assert [write.status for write in gateway.journal.writes] == [401]


async def test_the_gateways_clock_decides(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A token that is over by our clock and accepted by the gateway works."""
    gateway.clock_offset = timedelta(days=-20)
    token = gateway.token(
        lifetime=timedelta(days=40), issued_at=datetime.now(UTC) - timedelta(days=50)
    )
    client = connect(gateway, by_hand(token))

    assert (await client.read("/ivp/meters")).status == 200
    assert client.token is not None
    assert client.token.is_over()


async def test_for_another_gateway(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """It is recognised by what it says and sent nowhere."""
    token = gateway.token(serial="999999999999")
    client = connect(gateway, by_hand(token))
    await client.identify()

    for attempt in (client.log_in(), client.read("/ivp/meters")):
        with pytest.raises(TokenForOther) as caught:
            await attempt
        assert caught.value.expected == gateway.serial
        assert caught.value.found == "999999999999"

    assert carrying(gateway, token) == 0
    assert gateway.journal.count() == gateway.journal.count(path="/info")
    assert not cloud.journal.requests


async def test_for_a_gateway_without_owner(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A token for gateways that nobody has registered yet fits any."""
    token = gateway.token("installer", serial="un-commissioned")
    client = connect(gateway, by_hand(token))
    await client.identify()
    await client.log_in()
    assert carrying(gateway, token) == 1


async def test_refused(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A token that somebody else signed is refused, not expired."""
    forged = TokenAuthority("somebody else").make(gateway.serial)
    client = connect(gateway, by_hand(forged))
    await client.identify()

    with pytest.raises(TokenRefused):
        await client.log_in()
    with pytest.raises(TokenRefused):
        await client.read("/ivp/meters")

    assert not cloud.journal.requests


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "<html>"])
async def test_garbage(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect, token: str
) -> None:
    """What is no token is sent nowhere."""
    client = connect(gateway, by_hand(token))
    await client.identify()

    with pytest.raises(NotAToken):
        await client.log_in()

    assert gateway.journal.count() == 1
    assert not cloud.journal.requests


@pytest.mark.parametrize(
    "credentials",
    [
        Credentials(),
        Credentials(username=EMAIL),
        Credentials(password=PASSWORD),
        Credentials(username=EMAIL, password=PASSWORD, by_hand=True),
    ],
)
async def test_missing(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    credentials: Credentials,
) -> None:
    """Without account and token it is said that this firmware needs one."""
    client = connect(gateway, credentials)
    await client.identify()

    with pytest.raises(LoginMissing) as caught:
        await client.log_in()

    assert caught.value.firmware == gateway.firmware
    assert gateway.journal.count() == 1
    assert not cloud.journal.requests


async def test_login_before_anything_is_known(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Nothing is sent with a login before the gateway has said who it is."""
    client = connect(gateway)
    assert client.account == ""
    assert client.token is None
    assert client.identity is None

    await client.identify()

    assert carrying(gateway, "Bearer") == 0
    assert not isinstance(client.identity, LoginError)

"""The stand-in for the cloud."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from gateway_simulator import (
    Account,
    CloudSimulator,
    GatewaySimulator,
    TokenAuthority,
    faults,
)

_SERIAL = "122330008303"
_OWNER = Account("owner@example.com", "secret", role="owner")


@pytest.fixture
async def cloud() -> AsyncGenerator[CloudSimulator]:
    """Return a cloud with one owner."""
    async with CloudSimulator() as running:
        running.add(_OWNER)
        yield running


async def log_in(
    client: aiohttp.ClientSession,
    cloud: CloudSimulator,
    email: str = _OWNER.email,
    password: str = _OWNER.password,
) -> tuple[int, Any, aiohttp.ClientResponse]:
    """Send the login form."""
    form = {"user[email]": email, "user[password]": password}
    async with client.post(cloud.login_url, data=form) as reply:
        return reply.status, await reply.json(), reply


async def get_token(
    client: aiohttp.ClientSession, cloud: CloudSimulator, serial: str = _SERIAL
) -> tuple[int, str]:
    """Log in and ask for a token."""
    _, reply, _ = await log_in(client, cloud)
    body = {
        "session_id": reply["session_id"],
        "serial_num": serial,
        "username": "owner@example.com",
    }
    async with client.post(cloud.token_url, json=body) as answer:
        return answer.status, await answer.text()


async def test_owner(client: aiohttp.ClientSession, cloud: CloudSimulator) -> None:
    """An owner gets a token for a year, which gateways accept."""
    status, reply, response = await log_in(client, cloud)
    assert status == 200
    assert reply["message"] == "success"
    assert reply["is_consumer"] is True
    assert set(reply) >= {"manager_token", "system_id", "redirect_url"}
    assert "_enlighten_4_session" in response.cookies
    status, token = await get_token(client, cloud)
    assert status == 200
    claims = cloud.authority.check(token, _SERIAL, datetime.now(UTC))
    assert claims.role == "owner"
    left = claims.expires - datetime.now(UTC)
    assert timedelta(days=364) < left <= timedelta(days=365)
    async with GatewaySimulator("8.3") as gateway:
        header = {"Authorization": f"Bearer {token}"}
        async with client.get(f"{gateway.url}/ivp/meters", headers=header) as answer:
            assert answer.status == 200


async def test_installer(client: aiohttp.ClientSession, cloud: CloudSimulator) -> None:
    """An installer gets a token for half a day."""
    cloud.add(Account("owner@example.com", "secret", role="installer"))
    _, reply, _ = await log_in(client, cloud)
    assert reply["is_consumer"] is False
    _, token = await get_token(client, cloud)
    claims = cloud.authority.check(token, _SERIAL, datetime.now(UTC))
    assert claims.role == "installer"
    left = claims.expires - datetime.now(UTC)
    assert timedelta(hours=11) < left <= timedelta(hours=12)


async def test_wrong_password(
    client: aiohttp.ClientSession, cloud: CloudSimulator
) -> None:
    """A wrong password and an unknown address are refused."""
    for email, password in (
        ("owner@example.com", "wrong"),
        ("nobody@example.com", "secret"),
    ):
        status, reply, _ = await log_in(client, cloud, email, password)
        assert status == 401
        assert "session_id" not in reply


async def test_multi_factor(
    client: aiohttp.ClientSession, cloud: CloudSimulator
) -> None:
    """The password is right, but there is no session."""
    cloud.add(Account("owner@example.com", "secret", multi_factor=True))
    status, reply, response = await log_in(client, cloud)
    assert status == 200
    assert reply["requires_mfa"] is True
    assert "session_id" not in reply
    assert "login_otp_nonce" in response.cookies


async def test_blocked(client: aiohttp.ClientSession, cloud: CloudSimulator) -> None:
    """A blocked account is told so."""
    cloud.add(Account("owner@example.com", "secret", blocked=True))
    status, reply, _ = await log_in(client, cloud)
    assert status == 200
    assert reply["isBlocked"] is True
    assert "session_id" not in reply


async def test_no_access(client: aiohttp.ClientSession, cloud: CloudSimulator) -> None:
    """An account has tokens for its own gateways only."""
    cloud.add(Account("owner@example.com", "secret", serials=("122333444555",)))
    status, text = await get_token(client, cloud)
    assert (status, text) == (403, "Error: no access to this system")
    assert (await get_token(client, cloud, "122333444555"))[0] == 200


async def test_bad_token_requests(
    client: aiohttp.ClientSession, cloud: CloudSimulator
) -> None:
    """Without a session there is no token."""
    body = {"session_id": "guessed", "serial_num": _SERIAL, "username": "x"}
    async with client.post(cloud.token_url, json=body) as reply:
        assert reply.status == 401
    for data in (b"", b"[]", b"{}"):
        async with client.post(cloud.token_url, data=data) as reply:
            assert reply.status == 400
    async with client.get(cloud.token_url) as reply:
        assert reply.status == 404


async def test_odd_tokens(client: aiohttp.ClientSession, cloud: CloudSimulator) -> None:
    """Tokens may be for another gateway, without an end, or no tokens at all."""
    authority, now = cloud.authority, datetime.now(UTC)
    cloud.tokens.serial = "999999999999"
    _, token = await get_token(client, cloud)
    assert authority.check(token, "999999999999", now).audience == "999999999999"
    cloud.tokens.serial = None
    cloud.tokens.lifetime = timedelta(days=5)
    cloud.tokens.issued_at = now - timedelta(days=3)
    _, token = await get_token(client, cloud)
    expires = authority.check(token, _SERIAL, now).expires
    assert abs(expires - now - timedelta(days=2)) < timedelta(seconds=2)
    cloud.tokens.without_exp = True
    _, token = await get_token(client, cloud)
    async with GatewaySimulator("8.3") as gateway:
        header = {"Authorization": f"Bearer {token}"}
        async with client.get(f"{gateway.url}/ivp/meters", headers=header) as reply:
            assert reply.status == 401
    cloud.tokens.text = "<html>Sorry</html>"
    assert await get_token(client, cloud) == (200, "<html>Sorry</html>")


async def test_faults_and_journal(
    client: aiohttp.ClientSession, cloud: CloudSimulator
) -> None:
    """They work as those of gateways do."""
    cloud.faults.add("/tokens", faults.Fixed(503), times=1)
    assert (await get_token(client, cloud))[0] == 503
    assert (await get_token(client, cloud))[0] == 200
    assert cloud.journal.count(path="/tokens") == 2
    assert cloud.journal.requests[1].json()["serial_num"] == _SERIAL
    assert b"secret" in cloud.journal.requests[0].body


async def test_down(client: aiohttp.ClientSession, cloud: CloudSimulator) -> None:
    """A cloud may stop and come back at the same address; sessions stay."""
    address = cloud.url
    await cloud.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await log_in(client, cloud)
    await cloud.start()
    assert cloud.url == address
    assert cloud.port == int(address.rpartition(":")[2])
    assert (await get_token(client, cloud))[0] == 200


async def test_own_authority(client: aiohttp.ClientSession) -> None:
    """Tokens are signed by the authority that was given."""
    async with CloudSimulator(authority=TokenAuthority("other")) as cloud:
        cloud.add(_OWNER)
        _, token = await get_token(client, cloud)
        assert TokenAuthority("other").check(token, _SERIAL, datetime.now(UTC))

"""Digest login of firmware before 7, with the client of aiohttp."""

import re

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator
from gateway_simulator.login import installer_password

from .helpers import ask, raw

_INVERTERS = "/api/v1/production/inverters"


def login(gateway: GatewaySimulator, user: str) -> aiohttp.DigestAuthMiddleware:
    """Return a login that knows the user's password."""
    return aiohttp.DigestAuthMiddleware(user, gateway.passwords[user])


@pytest.mark.parametrize("replica", ["3.9", "5.0"])
@pytest.mark.parametrize("user", ["envoy", "installer"])
async def test_users(client: aiohttp.ClientSession, replica: str, user: str) -> None:
    """Both users get in; the first answer is a challenge."""
    async with GatewaySimulator(replica) as gateway:
        reply = await ask(
            client, gateway, _INVERTERS, middlewares=[login(gateway, user)]
        )
        assert reply.status == 200
        assert [r.status for r in gateway.journal.requests] == [401, 200]
        role = {"envoy": "owner", "installer": "installer"}[user]
        assert gateway.journal.requests[1].role == role


async def test_query_is_part_of_the_answer(client: aiohttp.ClientSession) -> None:
    """The answer to a challenge holds for the exact target only."""
    async with GatewaySimulator("5.0") as gateway:
        reply = await ask(
            client,
            gateway,
            "/inventory.json?deleted=1",
            middlewares=[login(gateway, "envoy")],
        )
        assert reply.status == 404
        authorization = gateway.journal.requests[-1].headers["Authorization"]
        reply = await ask(
            client, gateway, "/inventory", headers={"Authorization": authorization}
        )
        assert reply.status == 401


async def test_wrong_password(client: aiohttp.ClientSession) -> None:
    """A wrong password, an unknown user and other logins are refused."""
    async with GatewaySimulator("5.0") as gateway:
        for user, password in (("envoy", "000000"), ("somebody", "secret")):
            reply = await ask(
                client,
                gateway,
                _INVERTERS,
                middlewares=[aiohttp.DigestAuthMiddleware(user, password)],
            )
            assert reply.status == 401
        reply = await ask(
            client, gateway, _INVERTERS, headers={"Authorization": "Basic eDp5"}
        )
        assert reply.status == 401


async def test_old_challenges_end_with_a_restart(
    client: aiohttp.ClientSession,
) -> None:
    """An answer cannot be used again."""
    async with GatewaySimulator("5.0") as gateway:
        await ask(client, gateway, _INVERTERS, middlewares=[login(gateway, "envoy")])
        header = {
            "Authorization": gateway.journal.requests[-1].headers["Authorization"]
        }
        assert (await ask(client, gateway, _INVERTERS, headers=header)).status == 200
        await gateway.restart()
        assert (await ask(client, gateway, _INVERTERS, headers=header)).status == 401


async def test_challenges(client: aiohttp.ClientSession) -> None:
    """Neither algorithm nor opaque; the nonce is the time or 20 bytes."""
    for replica, nonce in (("3.9", r"\d{10}"), ("5.0", r"[\w+/]{27}=")):
        async with GatewaySimulator(replica) as gateway:
            reply = await ask(client, gateway, "/admin/lib/tariff")
            assert re.fullmatch(
                f'Digest qop="auth", realm="enphaseenergy.com", nonce="{nonce}"',
                reply.headers["WWW-Authenticate"],
            )


async def test_refusals(client: aiohttp.ClientSession) -> None:
    """Each generation says it in its own way."""
    async with GatewaySimulator("3.9") as gateway:
        reply = await ask(client, gateway, "/admin/lib/tariff")
        assert (reply.status, reply.body) == (401, b"Error: 401")
        assert reply.headers["Content-Type"] == "text/plain"
        reply = await ask(client, gateway, _INVERTERS)
        assert set(reply.json()) == {"status", "error", "info", "moreInfo"}
        assert reply.headers["WWW-Authenticate"].startswith("Digest ")
        # Bad credentials bring four bytes of garbage instead of a challenge.
        answer = await raw(
            gateway,
            f"GET {_INVERTERS} HTTP/1.1\r\nAuthorization: Digest x=y\r\n"
            "Connection: close\r\n\r\n",
        )
        assert b"\r\nWWW-Authenticate: \xd8\xb3\xe7\xfe\r\n" in answer
    async with GatewaySimulator("5.0") as gateway:
        reply = await ask(client, gateway, "/production")
        body = b"<html><body><h2>401 Unauthorized</h2></body></html>"
        assert (reply.status, reply.body) == (401, body)


async def test_open_pages(client: aiohttp.ClientSession) -> None:
    """Which pages are open depends on the generation."""
    async with GatewaySimulator("3.9") as gateway:
        for target in ("/info", "/api/v1/production", "/production"):
            assert (await ask(client, gateway, target)).status == 200
    async with GatewaySimulator("5.0") as gateway:
        assert (await ask(client, gateway, "/production.json")).status == 200
        assert (await ask(client, gateway, "/production")).status == 401


async def test_installer_pages(client: aiohttp.ClientSession) -> None:
    """The user envoy does not get to them, whether they exist or not."""
    async with GatewaySimulator("5.0") as gateway:
        for user, status in (("envoy", 401), ("installer", 404)):
            reply = await ask(
                client,
                gateway,
                "/ivp/mod/603980032/mode/power",
                middlewares=[login(gateway, user)],
            )
            assert reply.status == status


async def test_no_tokens_before_7(client: aiohttp.ClientSession) -> None:
    """There is no token check."""
    async with GatewaySimulator("5.0") as gateway:
        reply = await ask(
            client, gateway, "/auth/check_jwt", middlewares=[login(gateway, "envoy")]
        )
        assert reply.status == 404


@pytest.mark.parametrize(
    ("serial", "password"),
    [
        # Worked out with the public envoy_utils package, version 0.0.1.
        ("121536003909", "4722c2c6"),
        ("122011005062", "528hgee3"),
        ("122000000001", "7bc46h5D"),
        ("122000007101", "a8HdaG97"),
    ],
)
def test_installer_password(serial: str, password: str) -> None:
    """It follows from the serial."""
    assert installer_password(serial) == password

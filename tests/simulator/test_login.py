"""Tokens, sessions and roles of firmware 7 and newer."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator, TokenAuthority

from .helpers import ask, bearer

_VALID = b"<!DOCTYPE html><h2>Valid token.</h2>\n"


async def log_in(
    client: aiohttp.ClientSession, gateway: GatewaySimulator, role: str = "owner"
) -> dict[str, str]:
    """Check a token and return the header that carries the session."""
    reply = await ask(client, gateway, "/auth/check_jwt", role=role)
    assert reply.status == 200
    return {"Cookie": reply.headers["Set-Cookie"].partition(";")[0]}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_check_jwt(
    client: aiohttp.ClientSession, gateway: GatewaySimulator, method: str
) -> None:
    """A good token opens a session."""
    reply = await ask(client, gateway, "/auth/check_jwt", method=method)
    assert reply.status == 200
    assert reply.body == _VALID
    assert reply.headers["Content-Type"] == "text/html"
    name, _, rest = reply.headers["Set-Cookie"].partition("=")
    assert name == "sessionId"
    assert rest.partition("; ")[2] == "Secure; HttpOnly; path=/"
    assert (await ask(client, gateway, "/valid_token")).body == _VALID


async def test_session_instead_of_token(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The cookie alone is enough, as far as its role goes."""
    cookie = await log_in(client, gateway)
    for target, status in (("/ivp/meters", 200), ("/ivp/ss/dpel", 401)):
        reply = await ask(client, gateway, target, role=None, headers=cookie)
        assert reply.status == status
    both = {**cookie, **bearer(gateway, "installer")}
    reply = await ask(client, gateway, "/ivp/ss/dpel", role=None, headers=both)
    assert reply.status == 200
    assert [request.role for request in gateway.journal.requests] == [
        "owner",
        "owner",
        None,
        "installer",
    ]


async def test_session_ends_ten_minutes_after_its_last_request(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Each request keeps it alive."""
    cookie = await log_in(client, gateway)
    for seconds, status in ((590, 200), (590, 200), (600, 401), (0, 401)):
        gateway.advance(seconds)
        reply = await ask(client, gateway, "/ivp/meters", role=None, headers=cookie)
        assert reply.status == status


async def test_one_token_has_one_session(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A new login with the same token ends the session before."""
    login = bearer(gateway)
    cookies = []
    for _ in range(2):
        reply = await ask(client, gateway, "/auth/check_jwt", role=None, headers=login)
        cookies.append({"Cookie": reply.headers["Set-Cookie"].partition(";")[0]})
    other = await log_in(client, gateway)
    for cookie, status in ((cookies[0], 401), (cookies[1], 200), (other, 200)):
        reply = await ask(client, gateway, "/ivp/meters", role=None, headers=cookie)
        assert reply.status == status


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": "Basic b3duZXI6c2VjcmV0"},
        {"Cookie": "sessionId=guessed"},
        {"Cookie": "other=1;;="},
    ],
)
async def test_no_login(
    client: aiohttp.ClientSession, gateway: GatewaySimulator, header: dict[str, str]
) -> None:
    """All get the same page."""
    reply = await ask(client, gateway, "/ivp/meters", role=None, headers=header)
    assert reply.status == 401
    assert len(reply.body) == 555


async def test_bad_tokens(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The gateway checks signature, serial, maker, end and role."""
    authority = TokenAuthority.shared()
    now = datetime.now(UTC)
    good = gateway.token()
    bad = [
        gateway.token(serial="999999999999"),
        gateway.token(issued_at=now - timedelta(days=366)),
        gateway.token(lifetime=timedelta(seconds=-1)),
        TokenAuthority("somebody else").make(gateway.serial),
        authority.make(gateway.serial, expires=False),
        authority.make(gateway.serial, issuer="Somebody"),
        authority.make(gateway.serial, "stranger", lifetime=timedelta(days=1)),
        good[:-8] + "AAAAAAAA",
        good.replace(".", "", 1),
        "W10." + good.partition(".")[2],
        "e30." + good.partition(".")[2],
        good + "AAAA",
    ]
    for token in bad:
        header = {"Authorization": f"Bearer {token}"}
        for target in ("/auth/check_jwt", "/ivp/meters"):
            reply = await ask(client, gateway, target, role=None, headers=header)
            assert (reply.status, len(reply.body)) == (401, 555)


async def test_uncommissioned_tokens(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """They pass until the end of the first one that was ever seen."""

    async def status(lifetime: timedelta) -> int:
        token = gateway.token(serial="un-commissioned", lifetime=lifetime)
        header = {"Authorization": f"Bearer {token}"}
        return (
            await ask(client, gateway, "/ivp/meters", role=None, headers=header)
        ).status

    assert await status(timedelta(hours=1)) == 200
    assert await status(timedelta(hours=9)) == 200
    gateway.advance(3601)
    assert await status(timedelta(hours=9)) == 401


@pytest.mark.parametrize(
    ("target", "method", "weakest"),
    [
        ("/info", "GET", "none"),
        ("/home", "GET", "none"),
        ("/admin/lib/dba.json", "GET", "none"),
        ("/valid_token", "GET", "anybody"),
        ("/ivp/meters", "GET", "monitor"),
        ("/home.json", "GET", "owner"),
        ("/admin/lib/date_time_display.json", "GET", "prov"),
        ("/ivp/peb/newscan", "PUT", "prov"),
        ("/ivp/peb/reportsettings", "GET", "support"),
        ("/ivp/ss/dpel", "GET", "installer"),
        ("/ivp/mod/603980032/mode/power", "GET", "installer"),
        ("/ivp/pdm/energy", "GET", "installer"),
        ("/installer/agf/index.json", "GET", "installer"),
    ],
)
async def test_roles(
    client: aiohttp.ClientSession,
    gateway: GatewaySimulator,
    target: str,
    method: str,
    weakest: str,
) -> None:
    """Each endpoint takes its role and all above."""
    levels = ["none", "anybody", "owner", "prov", "support", "sysadmin", "installer"]
    levels += ["envoy"]
    place = levels.index("owner" if weakest == "monitor" else weakest)
    for role in levels:
        reply = await ask(
            client,
            gateway,
            target,
            method=method,
            role=None if role == "none" else role,
        )
        expected = 200 if levels.index(role) >= place else 401
        assert reply.status == expected, role
    if weakest == "monitor":
        assert (await ask(client, gateway, target, role="monitor")).status == 200


async def test_lifetimes(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Owner tokens last a year, installer tokens half a day."""
    owner, installer = bearer(gateway), bearer(gateway, "installer")

    async def good(header: dict[str, str]) -> bool:
        reply = await ask(client, gateway, "/ivp/meters", role=None, headers=header)
        return reply.status == 200

    assert [await good(owner), await good(installer)] == [True, True]
    gateway.advance(12 * 3600)
    assert [await good(owner), await good(installer)] == [True, False]
    gateway.advance(365 * 86400)
    assert [await good(owner), await good(installer)] == [False, False]


async def test_wrong_clock(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A gateway whose clock is wrong refuses good tokens, new ones as well."""
    login = bearer(gateway)
    gateway.clock_offset = timedelta(days=400)
    for header in (login, bearer(gateway)):
        reply = await ask(client, gateway, "/ivp/meters", role=None, headers=header)
        assert reply.status == 401
    assert gateway.journal.requests[0].at > datetime.now(UTC) + timedelta(days=399)


async def test_cookie_on_every_reply(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """One version sends the cookie again each time."""
    cookie = await log_in(client, gateway)
    reply = await ask(client, gateway, "/ivp/meters", role=None, headers=cookie)
    assert "Set-Cookie" not in reply.headers
    gateway.set_firmware("8.3.5289")
    reply = await ask(client, gateway, "/ivp/meters", role=None, headers=cookie)
    assert reply.headers["Set-Cookie"].startswith(cookie["Cookie"])
    reply = await ask(client, gateway, "/ivp/meters")
    assert "Set-Cookie" not in reply.headers


def test_default_lifetime_follows_the_role() -> None:
    """The shared authority is one object."""
    assert TokenAuthority.shared() is TokenAuthority.shared()


async def test_3_18_keeps_inverters_for_the_installer(
    client: aiohttp.ClientSession,
) -> None:
    """The owner's user is refused where other firmware lets it in."""
    async with GatewaySimulator("3.18") as gateway:
        for user, status in (("envoy", 401), ("installer", 200)):
            login = aiohttp.DigestAuthMiddleware(user, gateway.passwords[user])
            path = "/api/v1/production/inverters"
            reply = await ask(client, gateway, path, middlewares=[login])
            assert reply.status == status, user


async def test_7_3_refuses_pages_to_everybody(client: aiohttp.ClientSession) -> None:
    """Not even the highest role may see them; the inventory is open."""
    async with GatewaySimulator("7.3") as gateway:
        for path, status in (
            ("/ivp/ensemble/status", 401),
            ("/ivp/ss/gen_config", 401),
            ("/ivp/sc/pvlimit", 401),
            ("/ivp/ensemble/inventory", 200),
        ):
            reply = await ask(client, gateway, path, role="factory")
            assert reply.status == status, path
        gateway.set_firmware("7.6")
        reply = await ask(client, gateway, "/ivp/ensemble/status", role="owner")
        assert reply.status == 200


async def test_too_many_sessions(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Beyond the bound, another token gets no session until one has ended."""
    gateway.login.most_sessions = 1
    first, second = gateway.token(), gateway.token()
    check = "/auth/check_jwt"

    async def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        async with client.get(gateway.url + check, headers=headers, ssl=False) as got:
            if got.status != 200:
                assert await got.text() == "Too many sessions"
            return got.status

    assert [await status(first), await status(second), await status(first)] == [
        200,
        503,
        200,
    ]
    gateway.advance(601)
    assert await status(second) == 200

"""No password and no token shows up where somebody might read it."""

import logging
import traceback

import aiohttp
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    GatewayError,
    OutcomeUnknown,
    Redirected,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Fixed, Unauthorized

from ..conftest import Connect, Start
from ..support import CHECK, EMAIL, PASSWORD, Page, account, expired_token, send

WRONG = "Wrong-Horse-17-secret"


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/nothing", Fixed()),
        ("/login/login.json", Fixed(401, f"bad password {WRONG}")),
        ("/login/login.json", Fixed(500, f"<p>{WRONG}</p>")),
        ("/login/login.json", Fixed(200, f'{{"password": "{WRONG}"}}')),
        ("/tokens", Fixed(403, f"no token for {WRONG}")),
        ("/tokens", Fixed(200, f"Error {WRONG}")),
    ],
)
async def test_a_failed_login_tells_no_secret(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
    *,
    path: str,
    fault: Fixed,
) -> None:
    """Not in the error, its cause or its traceback, and not in the log."""
    caplog.set_level(logging.DEBUG)
    token = expired_token(gateway)
    password = PASSWORD if path == "/tokens" else WRONG
    cloud.faults.add(path, fault)
    client = connect(gateway, account(password, token))

    with pytest.raises(GatewayError) as caught:
        await client.read("/ivp/meters")

    error: BaseException | None = caught.value
    told = "".join(traceback.format_exception(caught.value))
    while error is not None:
        told += f"{error!s}{error!r}{error.args}{vars(error)}"
        error = error.__cause__
    for secret in (PASSWORD, WRONG, token, token.split(".")[2]):
        assert secret not in told
        assert secret not in caplog.text


async def test_credentials_dont_show_themselves() -> None:
    """Neither password nor token is in the text form."""
    credentials = Credentials(username=EMAIL, password=PASSWORD, token="a.b.c")
    assert PASSWORD not in repr(credentials)
    assert "a.b.c" not in repr(credentials)


async def test_calls_that_work_log_no_secret(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A login, a read and a write leave no secret in the log either."""
    caplog.set_level(logging.DEBUG)
    tokens: list[str] = []
    client = connect(gateway, account(), on_new_token=tokens.append)
    await client.identify()
    await client.log_in()
    await client.read("/ivp/meters")
    await send(client, "POST", "/ivp/ss/gen_schedule", {"enable": True})

    for secret in (PASSWORD, *tokens):
        assert secret not in caplog.text


async def test_the_token_isnt_sent_over_plain_http(
    start: Start, connect: Connect
) -> None:
    """Firmware that logs in with a token gets it by HTTPS or not at all."""
    gateway = await start("8.3", tls=False)
    client = connect(gateway)

    await client.identify()
    with pytest.raises(CannotConnect):
        await client.log_in()
    with pytest.raises(CannotConnect):
        await client.read("/ivp/meters", limit=2)

    assert gateway.journal.count() == gateway.journal.count(path="/info")
    assert all("Authorization" not in r.headers for r in gateway.journal.requests)


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_the_token_follows_no_redirect(
    gateway: GatewaySimulator,
    start: Start,
    client: GatewayClient,
    method: str,
    status: int,
) -> None:
    """A redirect isn't followed to another device, nor on the gateway itself."""
    other = await start("8.3")
    location = f"{other.url}/ivp/meters"
    gateway.faults.add(
        "/ivp/meters", Page(status=status, headers=(("Location", location),))
    )

    call = (
        client.read("/ivp/meters")
        if method == "GET"
        else send(client, method, "/ivp/meters", [])
    )
    # Nobody knows what became of a write that is answered so.
    if method == "PUT" and status in (301, 302, 303):
        with pytest.raises(OutcomeUnknown) as unknown:
            await call
        assert unknown.value.status == status
    else:
        with pytest.raises(Redirected) as caught:
            await call
        assert (caught.value.status, caught.value.location) == (status, location)
    assert not other.journal.requests
    assert gateway.journal.count(path="/ivp/meters") == 1


async def test_cookies_dont_replace_the_token(
    gateway: GatewaySimulator, client: GatewayClient, session: aiohttp.ClientSession
) -> None:
    """The cookie of a login check isn't sent: it may stand for another login."""
    await client.log_in()
    await client.read("/ivp/meters")

    assert gateway.journal.count(path=CHECK) == 1
    assert "Cookie" not in gateway.journal.requests[-1].headers
    assert not list(session.cookie_jar)


async def test_a_refused_token_isnt_told(
    gateway: GatewaySimulator, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """A token that the gateway refuses isn't quoted."""
    caplog.set_level(logging.DEBUG)
    gateway.faults.add(None, Unauthorized(), method="GET")
    token = gateway.token()
    client = connect(gateway, Credentials(token=token, by_hand=True))

    with pytest.raises(GatewayError) as caught:
        await client.read("/ivp/meters")

    assert token not in f"{caught.value!s}{caught.value!r}{caplog.text}"

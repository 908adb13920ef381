"""What the cloud can answer to a login, and that it is asked once."""

import asyncio
import time
from unittest.mock import patch

import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    AccountLocked,
    CloudFailed,
    CloudUnreachable,
    GatewayError,
    LoginError,
    LoginRefused,
    LoginUnfinished,
    MultiFactor,
    NoAccess,
    TokenForOther,
)
from custom_components.enphase_envoy_raw_data.gateway.login import cloud as cloud_login
from custom_components.enphase_envoy_raw_data.gateway.login.cloud import fetch_token
from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from gateway_simulator.faults import (
    Delay,
    Dribble,
    DropBeforeReply,
    Fault,
    Fixed,
    HugeBody,
    Truncate,
)

from ..conftest import Connect
from ..support import EMAIL, PASSWORD, Page, Pour, account, asked, expired_token

SERIAL = "122330008303"
LOGIN = "/login/login.json"
TOKENS = "/tokens"
HTML = "<html><body>Down for maintenance</body></html>"
REFUSAL = '{"message": "Wrong password. Reset it, or ask for a code in a letter"}'
WRONG = '{"success": false, "message": "Invalid email or password"}'
LATER = '{"success": false, "message": "Passwords: try again later"}'


async def test_a_token_takes_two_requests(cloud: CloudSimulator) -> None:
    """One login and one token, for the gateway that was asked for."""
    token = await fetch_token(EMAIL, PASSWORD, SERIAL)

    assert cloud.authority.check(token, SERIAL, cloud.journal.requests[0].at)
    assert asked(cloud.journal) == [f"POST {LOGIN}", f"POST {TOKENS}"]


@pytest.mark.parametrize(
    ("path", "fault", "error"),
    [
        (LOGIN, Fixed(400), LoginRefused()),
        (LOGIN, Fixed(401, '{"message": "failure"}'), LoginRefused()),
        (LOGIN, Fixed(403), LoginRefused()),
        (LOGIN, Fixed(422), LoginRefused()),
        (LOGIN, Fixed(200, '{"isBlocked": true}'), AccountLocked()),
        (LOGIN, Fixed(403, '{"isBlocked": true}'), AccountLocked()),
        (LOGIN, Fixed(200, '{"requires_mfa": true}'), MultiFactor()),
        (LOGIN, Fixed(200, '{"success": true}'), LoginUnfinished()),
        (LOGIN, Fixed(401, REFUSAL), LoginRefused()),
        (LOGIN, Fixed(401, "<html><h1>Unauthorized</h1></html>"), LoginRefused()),
        (LOGIN, Fixed(403, HTML), CloudFailed(403)),
        (LOGIN, Fixed(404, "<!DOCTYPE html><title>Moved</title>"), CloudFailed(404)),
        (LOGIN, Fixed(401, '{"message": "Try again later"}'), CloudFailed(401)),
        (LOGIN, Fixed(400, "Service unavailable"), CloudFailed(400)),
        (LOGIN, Fixed(401, '{"message": "Account is locked"}'), AccountLocked()),
        (LOGIN, Fixed(403, '{"m": "Too many failed attempts"}'), AccountLocked()),
        (LOGIN, Fixed(403, "<html>You have been blocked</html>"), CloudFailed(403)),
        (LOGIN, Fixed(403, '{"message": "OTP is required"}'), MultiFactor()),
        (LOGIN, Fixed(401, '{"e": "Enter the verification code"}'), MultiFactor()),
        (LOGIN, Fixed(401, '{"requires_mfa": true}'), MultiFactor()),
        (LOGIN, Fixed(200, WRONG), LoginRefused()),
        (
            LOGIN,
            Fixed(200, '{"success": false, "error": "no user name"}'),
            LoginRefused(),
        ),
        (LOGIN, Fixed(200, '{"error": "401 - Unauthorized"}'), LoginRefused()),
        (
            LOGIN,
            Fixed(200, '{"success": false, "m": "OTP is required"}'),
            MultiFactor(),
        ),
        (LOGIN, Fixed(200, '{"success": false, "isBlocked": true}'), AccountLocked()),
        (LOGIN, Fixed(200, '{"success": false}'), CloudFailed(None)),
        (LOGIN, Fixed(200, '{"message": "Reset your password"}'), CloudFailed(None)),
        (LOGIN, Fixed(200, LATER), CloudFailed(None)),
        (LOGIN, Fixed(200, '{"error": "503 - Down"}'), CloudFailed(503)),
        (LOGIN, Fixed(500, WRONG), CloudFailed(500)),
        (LOGIN, Fixed(429), CloudFailed(429)),
        (LOGIN, Fixed(500, HTML), CloudFailed(500)),
        (LOGIN, Fixed(503, HTML), CloudFailed(503)),
        (LOGIN, Fixed(200, HTML), CloudFailed(None)),
        (LOGIN, Fixed(200, ""), CloudFailed(None)),
        (LOGIN, Fixed(200, "[]"), CloudFailed(None)),
        (LOGIN, Fixed(200, "null"), CloudFailed(None)),
        (LOGIN, Fixed(200, '"x"'), CloudFailed(None)),
        (LOGIN, Fixed(200, "{}"), CloudFailed(None)),
        (LOGIN, Fixed(200, b"\xff\xfe"), CloudFailed(None)),
        (LOGIN, HugeBody(64 * 1024 * 1024), CloudFailed(None)),
        (LOGIN, Pour(), CloudFailed(None)),
        (TOKENS, Pour(), CloudFailed(None)),
        (LOGIN, Page(status=302, headers=(("Location", "/x"),)), CloudFailed(302)),
        (LOGIN, DropBeforeReply(), CloudUnreachable()),
        (LOGIN, Truncate(), CloudUnreachable()),
        (TOKENS, Fixed(400), NoAccess(SERIAL)),
        (TOKENS, Fixed(401), NoAccess(SERIAL)),
        (TOKENS, Fixed(403), NoAccess(SERIAL)),
        (TOKENS, Fixed(404), NoAccess(SERIAL)),
        (TOKENS, Fixed(403, "Error: no access"), NoAccess(SERIAL)),
        (TOKENS, Fixed(401, "Error: no such session"), CloudFailed(401)),
        (TOKENS, Fixed(400, "Error: malformed request"), CloudFailed(400)),
        (TOKENS, Fixed(200, "Error: no access to this system"), NoAccess(SERIAL)),
        (TOKENS, Fixed(200, " error: not yours"), NoAccess(SERIAL)),
        (TOKENS, Fixed(200, '{"error": "403 - Forbidden"}'), NoAccess(SERIAL)),
        (TOKENS, Fixed(200, '{"error": "not yours", "x": 1}'), NoAccess(SERIAL)),
        (TOKENS, Fixed(200, "Error: no such session"), CloudFailed(None)),
        (TOKENS, Fixed(200, "Error: try again later"), CloudFailed(None)),
        (TOKENS, Fixed(200, "Error: internal failure"), CloudFailed(None)),
        (TOKENS, Fixed(200, "Error."), CloudFailed(None)),
        (
            TOKENS,
            Fixed(200, '{"error": "503 - Service Unavailable"}'),
            CloudFailed(503),
        ),
        (TOKENS, Fixed(200, '{"error": ""}'), CloudFailed(None)),
        (TOKENS, Fixed(200, "Errors are rare"), CloudFailed(None)),
        (TOKENS, Fixed(403, HTML), CloudFailed(403)),
        (TOKENS, Fixed(404, "Down for maintenance"), CloudFailed(404)),
        (TOKENS, Fixed(500, HTML), CloudFailed(500)),
        (TOKENS, Fixed(200, HTML), CloudFailed(None)),
        (TOKENS, Fixed(200, ""), CloudFailed(None)),
        (TOKENS, Fixed(200, "a.b.c"), CloudFailed(None)),
        (TOKENS, Fixed(200, b"\xff\xfe\xff"), CloudFailed(None)),
        (TOKENS, Page(status=307, headers=(("Location", "/x"),)), CloudFailed(307)),
        (TOKENS, DropBeforeReply(), CloudUnreachable()),
    ],
)
async def test_each_answer_has_its_error(
    cloud: CloudSimulator, path: str, fault: Fault, error: GatewayError
) -> None:
    """Asked once, whatever it is, and no redirect followed."""
    cloud.faults.add(path, fault)

    with pytest.raises(LoginError) as caught:
        await fetch_token(EMAIL, PASSWORD, SERIAL)

    assert str(caught.value) == str(error)
    expected = [f"POST {LOGIN}"] if path == LOGIN else [f"POST {LOGIN}", "POST /tokens"]
    assert asked(cloud.journal) == expected


@pytest.mark.parametrize(
    ("status", "said", "lasting"),
    [
        (500, "", False),
        (503, HTML, False),
        (429, "<html>Slow down</html>", False),
        (403, HTML, False),
        (403, "<html>Access denied</html>", True),
        (404, "<html>No such page</html>", True),
        (405, "", True),
        (302, "", True),
    ],
)
@pytest.mark.parametrize("path", [LOGIN, TOKENS])
async def test_what_passes(
    cloud: CloudSimulator, path: str, status: int, said: str, *, lasting: bool
) -> None:
    """Only what may pass by itself is told as passing."""
    cloud.faults.add(path, Fixed(status, said))
    with pytest.raises(CloudFailed) as caught:
        await fetch_token(EMAIL, PASSWORD, SERIAL)
    assert (caught.value.status, caught.value.lasting) == (status, lasting)


@pytest.mark.parametrize(
    ("account", "error"),
    [
        (Account(EMAIL, "other"), LoginRefused),
        (Account("other@example.com", PASSWORD), LoginRefused),
        (Account(EMAIL, PASSWORD, multi_factor=True), MultiFactor),
        (Account(EMAIL, PASSWORD, blocked=True), AccountLocked),
        (Account(EMAIL, PASSWORD, serials=["1"]), NoAccess),
    ],
)
async def test_accounts_that_get_no_token(
    cloud: CloudSimulator,
    gateway: GatewaySimulator,
    connect: Connect,
    account: Account,
    error: type[LoginError],
) -> None:
    """Only the owner can change that, so the cloud isn't asked again."""
    if account.email != EMAIL:
        cloud.add(Account(EMAIL, "changed"))
    cloud.add(account)
    client = connect(gateway, account_of_the_owner())
    await client.identify()

    for _ in range(3):
        with pytest.raises(error):
            await client.log_in()
        with pytest.raises(error):
            await client.read("/ivp/meters")

    assert cloud.journal.count(path=LOGIN) == 1
    assert gateway.journal.count() == gateway.journal.count(path="/info")


account_of_the_owner = account


async def test_cloud_that_is_off(
    cloud: CloudSimulator, gateway: GatewaySimulator, connect: Connect
) -> None:
    """A refused connection is a cloud that can't be reached."""
    await cloud.stop()
    client = connect(gateway, account_of_the_owner())
    await client.identify()

    with pytest.raises(CloudUnreachable):
        await client.log_in()

    # It isn't tried again at once: callers in line would wait one by one.
    await cloud.start()
    with pytest.raises(CloudUnreachable):
        await client.log_in()
    assert not cloud.journal.requests


@pytest.mark.parametrize("path", [LOGIN, TOKENS])
@pytest.mark.parametrize("fault", [Delay(5.0), Dribble(1.0)])
async def test_cloud_that_hangs(
    cloud: CloudSimulator, monkeypatch: pytest.MonkeyPatch, path: str, fault: Fault
) -> None:
    """The time for both requests is bounded; one caller waits, not each."""
    assert cloud_login.CLOUD_LIMIT <= 20
    monkeypatch.setattr(cloud_login, "CLOUD_LIMIT", 0.3)
    cloud.faults.add(path, fault)

    begun = time.monotonic()
    with pytest.raises(CloudUnreachable):
        await fetch_token(EMAIL, PASSWORD, SERIAL)

    assert time.monotonic() - begun < 1.0
    await cloud.stop()


async def test_a_hanging_cloud_is_waited_for_once(
    cloud: CloudSimulator,
    gateway: GatewaySimulator,
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten callers in line fail together, not one time-out after the other."""
    monkeypatch.setattr(cloud_login, "CLOUD_LIMIT", 0.4)
    cloud.faults.add(LOGIN, Delay(5.0))
    client = connect(gateway, account_of_the_owner())
    await client.identify()

    begun = time.monotonic()
    results = await asyncio.gather(
        *(client.read(f"/ivp/meters?n={number}") for number in range(10)),
        return_exceptions=True,
    )

    assert {type(result) for result in results} == {CloudUnreachable}
    assert time.monotonic() - begun < 1.5
    assert cloud.journal.count() == 1
    await cloud.stop()


async def test_a_token_for_another_gateway_isnt_used(
    cloud: CloudSimulator, gateway: GatewaySimulator, connect: Connect
) -> None:
    """The cloud's mistake isn't sent to the gateway."""
    cloud.tokens.serial = "999999999999"
    client = connect(gateway, account_of_the_owner())
    await client.identify()

    with pytest.raises(TokenForOther) as caught:
        await client.log_in()

    assert caught.value.expected == gateway.serial
    assert caught.value.found == "999999999999"
    assert gateway.journal.count() == 1


async def test_the_password_is_not_sent_after_a_redirect(
    cloud: CloudSimulator,
) -> None:
    """A cloud that points elsewhere gets nobody's password there."""
    async with CloudSimulator() as elsewhere:
        location = (("Location", elsewhere.login_url),)
        cloud.faults.add(LOGIN, Page(status=307, headers=location))
        with pytest.raises(CloudFailed):
            await fetch_token(EMAIL, PASSWORD, SERIAL)
        assert not elsewhere.journal.requests


async def test_wrong_password_that_is_told_with_a_success(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """It is a wrong password: the cloud isn't asked again after half a minute.

    Else every call would be a wrong password more, which ends in a locked account.
    """
    cloud.refuses_with_success = True
    client = connect(gateway, account(password="other", token=expired_token(gateway)))
    await client.identify()
    with pytest.raises(LoginRefused):
        await client.read("/ivp/meters")
    clock = time.monotonic
    with (
        patch.object(time, "monotonic", lambda: clock() + 31),
        pytest.raises(LoginRefused),
    ):
        await client.read("/ivp/meters")
    assert asked(cloud.journal) == [f"POST {LOGIN}"]


async def test_account_without_access_that_is_told_with_a_success(
    cloud: CloudSimulator,
) -> None:
    """It is the account, and not an answer that nobody understands."""
    cloud.refuses_with_success = True
    cloud.add(Account(EMAIL, PASSWORD, serials=["1"]))
    with pytest.raises(NoAccess):
        await fetch_token(EMAIL, PASSWORD, SERIAL)

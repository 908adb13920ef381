"""How a reply of the cloud is read: its size, its pieces, its text, its cookies."""

from dataclasses import dataclass, replace
import time
from typing import override

from pyenphase import EnvoyTokenAuth
import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CloudFailed,
    CloudUnreachable,
    CodeLoginOver,
    CodeOutdated,
    CodeRejected,
    LoginError,
    MultiFactor,
    NoAccess,
)
from custom_components.enphase_envoy_raw_data.gateway.login import (
    CodeLogin,
    cloud as cloud_login,
    cloud_site,
)
from custom_components.enphase_envoy_raw_data.gateway.login.cloud import fetch_token
from custom_components.enphase_envoy_raw_data.gateway.login.cloud_site import CloudSite
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, Received
from gateway_simulator.faults import Delay, Dribble, Fault, Fixed
from gateway_simulator.wire import Answer, Reply

from ..support import EMAIL, PASSWORD, Page, asked

SERIAL = "122330008303"
LOGIN = "/login/login.json"
SEND = "/app-api/generate_mfa_login_otp"
CODE = "/app-api/validate_login_otp"
TOKENS = "/tokens"
LARGEST = 64 * 1024
WANTS_CODE = '{"message": "Enter the verification code"}'


@dataclass(frozen=True)
class Changed(Fault):
    """The reply with more in its JSON, spaces up to a size, or a cookie more."""

    added: bytes = b""
    size: int = 0
    cookie: str = ""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then change it."""
        reply = await answer(request)
        body = reply.body.replace(b"{", b"{" + self.added, 1)
        cookies = [("Set-Cookie", self.cookie)] if self.cookie else []
        headers = [*reply.headers, *cookies]
        return replace(reply, headers=headers, body=body.ljust(self.size))


async def _fails(error: type[LoginError]) -> LoginError:
    """Log in without getting a token."""
    with pytest.raises(error) as caught:
        await fetch_token(EMAIL, PASSWORD, SERIAL)
    return caught.value


@pytest.mark.parametrize("path", [LOGIN, TOKENS])
async def test_a_large_page_of_a_firewall(cloud: CloudSimulator, path: str) -> None:
    """It says nothing of password or account, however long it is."""
    page = b"<!DOCTYPE html><h1>Blocked</h1>" + b"x" * 2 * LARGEST
    cloud.faults.add(path, Page(status=403, body=page))
    error = await _fails(CloudFailed)
    assert isinstance(error, CloudFailed)
    assert error.status == 403
    assert error.lasting


@pytest.mark.parametrize("path", [LOGIN, TOKENS])
@pytest.mark.parametrize("status", [500, 502])
async def test_a_large_page_of_a_failure(
    cloud: CloudSimulator, path: str, status: int
) -> None:
    """Its status is told."""
    cloud.faults.add(path, Page(status=status, body=b"x" * 2 * LARGEST))
    error = await _fails(CloudFailed)
    assert isinstance(error, CloudFailed)
    assert error.status == status


async def test_the_largest_reply(cloud: CloudSimulator) -> None:
    """64 KiB are read, and not a byte more."""
    rule = cloud.faults.add(LOGIN, Changed(size=LARGEST))
    assert await fetch_token(EMAIL, PASSWORD, SERIAL)
    cloud.faults.remove(rule)
    cloud.faults.add(LOGIN, Changed(size=LARGEST + 1))
    await _fails(LoginError)


async def test_a_reply_in_pieces(cloud: CloudSimulator) -> None:
    """It is put together."""
    cloud.faults.add(LOGIN, Dribble(0.001))
    cloud.faults.add(TOKENS, Dribble(0.001))
    token = await fetch_token(EMAIL, PASSWORD, SERIAL)
    assert cloud.authority.check(token, SERIAL, cloud.journal.requests[0].at)


async def test_a_name_in_another_encoding(cloud: CloudSimulator) -> None:
    """A session is one whatever else the reply says."""
    cloud.faults.add(LOGIN, Changed(b'"first_name": "Ren\xe9", '))
    assert await fetch_token(EMAIL, PASSWORD, SERIAL)


@pytest.mark.parametrize("path", [LOGIN, TOKENS])
async def test_each_request_has_its_own_limit(
    cloud: CloudSimulator, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A cloud that hangs is given up after half the time for both requests."""
    assert 2 * cloud_site.REQUEST_LIMIT <= cloud_login.CLOUD_LIMIT
    monkeypatch.setattr(cloud_site, "REQUEST_LIMIT", 0.5)
    cloud.faults.add(path, Delay(15.0))
    begun = time.monotonic()
    await _fails(CloudUnreachable)
    assert time.monotonic() - begun < 10
    await cloud.stop()


async def test_the_token_page_gets_nothing_of_the_login_page(
    cloud: CloudSimulator,
) -> None:
    """It is another site, which has no use for a token against forged forms."""
    cloud.faults.add(LOGIN, Changed(cookie="XSRF-TOKEN=abc; path=/"))
    await fetch_token(EMAIL, PASSWORD, SERIAL)
    login, tokens = cloud.journal.requests
    assert login.headers["X-Requested-With"] == "XMLHttpRequest"
    assert login.headers["Referer"] == f"{cloud.url}/"
    for name in ("X-Requested-With", "Referer", "X-CSRF-Token"):
        assert name not in tokens.headers


@pytest.mark.parametrize("step", ["JSON_LOGIN_URL", "TOKEN_URL"])
async def test_nothing_is_sent_to_whoever_cannot_prove_to_be_the_cloud(
    cloud: CloudSimulator,
    gateway: GatewaySimulator,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """A certificate that nobody has signed gets neither password nor session."""
    monkeypatch.setattr(EnvoyTokenAuth, step, f"https://{gateway.host}{LOGIN}")
    await _fails(CloudUnreachable)
    assert gateway.journal.requests == []
    assert cloud.journal.count(path=TOKENS) == 0


async def test_a_password_that_cannot_be_sent(cloud: CloudSimulator) -> None:
    """Half of a pair of characters has no bytes; nothing leaves."""
    with pytest.raises(CloudFailed):
        await fetch_token(EMAIL, "\ud800", SERIAL)
    assert cloud.journal.requests == []


@pytest.mark.parametrize("cookie", ["_enlighten_4_session", "login_otp_nonce"])
async def test_one_cookie_is_enough_to_go_on(
    cloud: CloudSimulator, cookie: str
) -> None:
    """A session or a nonce: the code goes with what there is."""
    headers = {"Set-Cookie": f"{cookie}=abc; path=/"}
    cloud.faults.add(LOGIN, Fixed(401, WANTS_CODE, headers))
    sites: list[CloudSite] = []
    with pytest.raises(MultiFactor):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    (site,) = sites
    cloud.faults.add(SEND, Fixed(200))
    await CodeLogin(EMAIL, SERIAL, site).send_code()
    sent = cloud.journal.requests[-1]
    assert sent.headers["Cookie"] == f"{cookie}=abc"
    assert sent.body == b"locale=en"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "<html><h1>Unauthorized</h1></html>"),
        (401, "Error: not yours"),
    ],
)
async def test_a_refusal_of_who_asks(
    cloud: CloudSimulator, status: int, said: str
) -> None:
    """401 is about who asks, as a page as well."""
    cloud.faults.add(TOKENS, Fixed(status, said))
    assert str(await _fails(NoAccess)) == str(NoAccess(SERIAL))
    assert asked(cloud.journal) == [f"POST {LOGIN}", f"POST {TOKENS}"]


@pytest.mark.parametrize("status", [200, 401, 403, 404])
async def test_a_code_that_gets_a_large_reply(
    cloud: CloudSimulator, status: int
) -> None:
    """It says nothing of code or password, and the code doesn't leave again."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    sites: list[CloudSite] = []
    with pytest.raises(MultiFactor):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    login = CodeLogin(EMAIL, SERIAL, sites[0])
    await login.send_code()
    assert login.rejection is None
    cloud.faults.add(CODE, Page(status=status, body=b"x" * 2 * LARGEST))
    with pytest.raises(CloudFailed):
        await login.enter(cloud.second_factor.newest)
    assert login.rejection is None
    with pytest.raises(CodeOutdated):
        await login.enter(cloud.second_factor.newest)
    assert cloud.journal.count(path=CODE) == 1


@pytest.mark.parametrize(
    ("status", "said", "lasting"),
    [
        (403, "<html><h1>Access denied</h1></html>", True),
        (405, "", True),
        (302, "", True),
        (403, "<html>Down for maintenance</html>", False),
        (500, "", False),
    ],
)
async def test_a_code_that_is_not_looked_at(
    cloud: CloudSimulator, status: int, said: str, *, lasting: bool
) -> None:
    """It is told whether that passes, and counts like a code that was rejected."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    sites: list[CloudSite] = []
    with pytest.raises(MultiFactor):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    login = CodeLogin(EMAIL, SERIAL, sites[0])
    cloud.faults.add(CODE, Fixed(status, said))
    for code in ("111111", "222222", "333333"):
        with pytest.raises(CloudFailed) as caught:
            await login.enter(code)
        assert (caught.value.status, caught.value.lasting) == (status, lasting)
        assert login.rejection is caught.value
    with pytest.raises(CodeLoginOver):
        await login.enter("444444")
    assert cloud.journal.count(path=CODE) == 3


async def test_a_code_of_whoever_has_asked_for_none(cloud: CloudSimulator) -> None:
    """One that is rejected is wrong: none can be newer."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    sites: list[CloudSite] = []
    with pytest.raises(MultiFactor):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    login = CodeLogin(EMAIL, SERIAL, sites[0])
    cloud.faults.add(CODE, Fixed(200, '{"isValid": false}'))
    with pytest.raises(CodeRejected):
        await login.enter("111111")

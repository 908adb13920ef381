"""A login with a code: each answer has its error, and a code leaves once."""

import asyncio
import base64
import gc
import logging
import traceback
import weakref

import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    AccountLocked,
    CloudFailed,
    CloudUnreachable,
    CodeLoginOver,
    CodeMalformed,
    CodeOutdated,
    CodeRejected,
    CodeTooSoon,
    LoginError,
    LoginRefused,
    LoginUnfinished,
    MultiFactor,
    NoAccess,
    TokenForOther,
    TooManyCodes,
)
from custom_components.enphase_envoy_raw_data.gateway.login import CodeLogin
from custom_components.enphase_envoy_raw_data.gateway.login.cloud import fetch_token
from custom_components.enphase_envoy_raw_data.gateway.login.cloud_site import CloudSite
from gateway_simulator import CODES_SEEN, SECRETS_SEEN, Account, CloudSimulator
from gateway_simulator.faults import (
    DropAfterApplying,
    DropBeforeReply,
    Fault,
    Fixed,
    HugeBody,
)

from ..clock import later
from ..support import EMAIL, PASSWORD, asked, other_code

SERIAL = "122330008303"
LOGIN = "/login/login.json"
FORM = "/login/login"
SEND = "/app-api/generate_mfa_login_otp"
CODE = "/app-api/validate_login_otp"
TOKENS = "/tokens"
HTML = "<html><body>Access denied</body></html>"


async def begin(cloud: CloudSimulator) -> CodeLogin:
    """Return a login that waits for a code; the journal starts anew."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    sites: list[CloudSite] = []
    with pytest.raises(MultiFactor):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    (site,) = sites
    cloud.journal.clear()
    return CodeLogin(EMAIL, SERIAL, site)


async def refused(login: CodeLogin, code: str, error: type[LoginError]) -> LoginError:
    """Enter a code that isn't taken."""
    with pytest.raises(error) as caught:
        await login.enter(code)
    return caught.value


async def test_token_that_no_header_can_have(cloud: CloudSimulator) -> None:
    """The login goes on without it."""
    cloud.second_factor.odd_xsrf = "a%0Ab"
    login = await begin(cloud)
    await login.send_code()
    assert await login.enter(cloud.second_factor.newest)
    for request in cloud.journal.requests:
        assert "X-CSRF-Token" not in request.headers


@pytest.mark.parametrize("xsrf", [True, False])
@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("says", [True, False])
async def test_a_code_gives_a_token(
    cloud: CloudSimulator, *, xsrf: bool, empty: bool, says: bool
) -> None:
    """With the newest nonce, both fields in base64, and the token of the page."""
    factor = cloud.second_factor
    factor.xsrf, factor.empty_bodies, factor.says_what_it_wants = xsrf, empty, says
    login = await begin(cloud)
    await login.send_code()
    token = await login.enter(factor.newest)

    assert cloud.authority.check(token, SERIAL, cloud.journal.requests[0].at)
    assert asked(cloud.journal) == [f"POST {path}" for path in (SEND, CODE, TOKENS)]
    for request in cloud.journal.requests[:2]:
        assert request.headers["X-Requested-With"] == "XMLHttpRequest"
        assert request.headers["Referer"] == f"{cloud.url}/"
        assert ("X-CSRF-Token" in request.headers) is xsrf
    assert cloud.journal.requests[0].body == b"locale=en"
    body = cloud.journal.requests[1].body
    packed = base64.b64encode(factor.newest.encode()).decode()
    assert f"otp={packed}".replace("=", "%3D")[6:].encode() in body
    assert EMAIL.encode() not in body


@pytest.mark.parametrize(
    "typed", ["{0}{1}{2}{3}{4}{5}", " {0}{1}{2} {3}{4}{5}\n", "{0}{1}{2}-{3}{4}{5}"]
)
async def test_a_code_as_people_type_it(cloud: CloudSimulator, typed: str) -> None:
    """Spaces and dashes are no part of it."""
    login = await begin(cloud)
    await login.send_code()
    assert await login.enter(typed.format(*cloud.second_factor.newest))


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "१२३४५६", "x" * 99]
)
async def test_what_is_no_code_is_not_sent(cloud: CloudSimulator, typed: str) -> None:
    """It is told before it costs anything."""
    login = await begin(cloud)
    await refused(login, typed, CodeMalformed)
    assert cloud.journal.requests == []


async def test_a_wrong_code(cloud: CloudSimulator) -> None:
    """Another one can be tried; the same one is not sent again."""
    login = await begin(cloud)
    await login.send_code()
    error = await refused(login, other_code(cloud.second_factor.newest), CodeRejected)
    assert login.rejection is error
    await refused(login, other_code(cloud.second_factor.newest), CodeOutdated)
    assert login.rejection is error
    assert cloud.journal.count(path=CODE) == 1
    assert await login.enter(cloud.second_factor.newest)


async def test_an_old_code(cloud: CloudSimulator) -> None:
    """A code from before the newest one is told as that."""
    login = await begin(cloud)
    await login.send_code()
    old = cloud.second_factor.newest
    with later(31):
        await login.send_code()
        if old != cloud.second_factor.newest:
            await refused(login, old, CodeOutdated)
        assert await login.enter(cloud.second_factor.newest)


async def test_a_code_that_is_too_old(cloud: CloudSimulator) -> None:
    """After ten minutes, its cookie is gone, and with it the login."""
    login = await begin(cloud)
    await login.send_code()
    with later(601):
        await refused(login, cloud.second_factor.newest, CodeLoginOver)
    cloud.faults.add(CODE, Fixed(200, '{"isValid": false}'))
    with later(602):
        await refused(login, other_code(cloud.second_factor.newest), CodeOutdated)


async def test_few_wrong_codes_are_sent(cloud: CloudSimulator) -> None:
    """After three, the login has to begin anew: nobody knows how many lock."""
    login = await begin(cloud)
    await login.send_code()
    for number in range(1, 4):
        await refused(
            login, other_code(cloud.second_factor.newest, number), CodeRejected
        )
    await refused(login, cloud.second_factor.newest, CodeLoginOver)
    assert cloud.journal.count(path=CODE) == 3


async def test_a_code_leaves_once(cloud: CloudSimulator) -> None:
    """Not again after a lost reply, and not by pressing twice."""
    login = await begin(cloud)
    await login.send_code()
    rule = cloud.faults.add(CODE, DropAfterApplying())
    await refused(login, cloud.second_factor.newest, CloudUnreachable)
    cloud.faults.remove(rule)
    await refused(login, cloud.second_factor.newest, CodeOutdated)
    assert cloud.journal.count(path=CODE) == 1

    login = await begin(cloud)
    await login.send_code()
    code = other_code(cloud.second_factor.newest)
    results = await asyncio.gather(
        *(login.enter(code) for _ in range(5)), return_exceptions=True
    )
    assert [type(one) for one in results] == [CodeRejected] + 4 * [CodeOutdated]
    assert cloud.journal.count(path=CODE) == 1


async def test_the_next_code_takes_half_a_minute(cloud: CloudSimulator) -> None:
    """Asking sooner is refused here, and says how long to wait."""
    login = await begin(cloud)
    await login.send_code()
    with pytest.raises(CodeTooSoon) as caught:
        await login.send_code()
    assert 20 <= caught.value.seconds <= 30
    with later(25), pytest.raises(CodeTooSoon):
        await login.send_code()
    with later(31):
        await login.send_code()
    assert cloud.journal.count(path=SEND) == 2


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("o***r@example.com", "o***r@example.com"),
        ("***-***-1234", "***-***-1234"),
        ("somewhere", ""),
        ("", ""),
    ],
)
async def test_where_it_was_sent(cloud: CloudSimulator, said: str, shown: str) -> None:
    """As far as the reply tells."""
    cloud.second_factor.sent_to = said
    login = await begin(cloud)
    assert login.sent_to == ""
    await login.send_code()
    assert login.sent_to == shown


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fixed(429), TooManyCodes()),
        (Fixed(200, '{"success": false, "isBlocked": true}'), TooManyCodes()),
        (Fixed(401), CodeLoginOver()),
        (Fixed(403, '{"error": "x"}'), CodeLoginOver()),
        (Fixed(403, HTML), CloudFailed(403)),
        (Fixed(500, HTML), CloudFailed(500)),
        (Fixed(404), CloudFailed(404)),
        (Fixed(302, "", {"Location": "/x"}), CloudFailed(302)),
        (Fixed(200, HTML), CloudFailed(None)),
        (Fixed(200, '{"success": false}'), CloudFailed(None)),
        (Fixed(200, "[]"), CloudFailed(None)),
        (HugeBody(64 * 1024 * 1024), CloudFailed(None)),
        (DropBeforeReply(), CloudUnreachable()),
    ],
)
async def test_no_code_is_sent(
    cloud: CloudSimulator, fault: Fault, error: LoginError
) -> None:
    """Each answer of the page that sends codes has its error; it is asked once."""
    login = await begin(cloud)
    cloud.faults.add(SEND, fault)
    with pytest.raises(LoginError) as caught:
        await login.send_code()
    assert str(caught.value) == str(error)
    assert asked(cloud.journal) == [f"POST {SEND}"]


@pytest.mark.parametrize(
    ("path", "fault", "error"),
    [
        (CODE, Fixed(200, '{"isValid": false, "isBlocked": false}'), CodeRejected()),
        (CODE, Fixed(400), CodeRejected()),
        (CODE, Fixed(404), CodeRejected()),
        (CODE, Fixed(409), CodeRejected()),
        (CODE, Fixed(422, '{"error": "x"}'), CodeRejected()),
        (CODE, Fixed(404, HTML), CloudFailed(404)),
        (CODE, Fixed(429), AccountLocked()),
        (CODE, Fixed(200, '{"isValid": false, "isBlocked": true}'), AccountLocked()),
        (CODE, Fixed(401), CodeLoginOver()),
        (CODE, Fixed(401, HTML), CodeLoginOver()),
        (CODE, Fixed(403), CodeLoginOver()),
        (CODE, Fixed(403, HTML), CloudFailed(403)),
        (CODE, Fixed(500, HTML), CloudFailed(500)),
        (CODE, Fixed(200, HTML), CloudFailed(None)),
        (CODE, Fixed(200, ""), CloudFailed(None)),
        (CODE, Fixed(200, '{"session_id": 5}'), CloudFailed(None)),
        (CODE, HugeBody(64 * 1024 * 1024), CloudFailed(None)),
        (CODE, DropBeforeReply(), CloudUnreachable()),
        (TOKENS, Fixed(403), NoAccess(SERIAL)),
        (TOKENS, Fixed(500), CloudFailed(500)),
        (TOKENS, Fixed(200, "Error"), CloudFailed(None)),
        (TOKENS, DropBeforeReply(), CloudUnreachable()),
    ],
)
async def test_no_token_for_a_code(
    cloud: CloudSimulator, path: str, fault: Fault, error: LoginError
) -> None:
    """Each answer has its error, and nothing is asked twice."""
    login = await begin(cloud)
    await login.send_code()
    cloud.journal.clear()
    cloud.faults.add(path, fault)
    assert str(await refused(login, cloud.second_factor.newest, LoginError)) == str(
        error
    )
    expected = [CODE] if path == CODE else [CODE, TOKENS]
    assert asked(cloud.journal) == [f"POST {one}" for one in expected]


async def test_a_code_that_was_taken_is_not_wanted_again(
    cloud: CloudSimulator,
) -> None:
    """If the tokens' page fails then, the next try is for the token alone."""
    login = await begin(cloud)
    await login.send_code()
    rule = cloud.faults.add(TOKENS, Fixed(503))
    await refused(login, cloud.second_factor.newest, CloudFailed)
    cloud.faults.remove(rule)
    assert await login.enter("")
    assert cloud.journal.count(path=CODE) == 1
    cloud.tokens.serial = "199999999999"
    await refused(login, "", TokenForOther)


async def test_success_without_a_nonce_is_no_login(cloud: CloudSimulator) -> None:
    """It is told as what it is, and nobody is asked for a code."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    cloud.second_factor.without_nonce = True
    sites: list[CloudSite] = []
    with pytest.raises(LoginUnfinished):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    assert not sites


async def test_no_code_without_cookies(cloud: CloudSimulator) -> None:
    """A login that nothing can go on with is not offered."""
    cloud.faults.add(LOGIN, Fixed(401, '{"message": "Enter the verification code"}'))
    sites: list[CloudSite] = []
    with pytest.raises(MultiFactor):
        await fetch_token(EMAIL, PASSWORD, SERIAL, sites.append)
    assert not sites


async def test_the_form_of_browsers(cloud: CloudSimulator) -> None:
    """A cloud that answers 406 gets the same by its form, once."""
    cloud.wants_form = True
    assert await fetch_token(EMAIL, PASSWORD, SERIAL)
    assert asked(cloud.journal) == [f"POST {path}" for path in (LOGIN, FORM, TOKENS)]
    login = await begin(cloud)
    await login.send_code()
    assert await login.enter(cloud.second_factor.newest)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (None, LoginUnfinished()),
        (Fixed(200, "<html>Log in</html>"), LoginUnfinished()),
        (Fixed(401), LoginRefused()),
        (Fixed(406), CloudFailed(406)),
        (Fixed(500, HTML), CloudFailed(500)),
    ],
)
async def test_no_login_by_the_form(
    cloud: CloudSimulator, fault: Fault | None, error: LoginError
) -> None:
    """Its page doesn't tell why, so a wrong password counts like one all the same."""
    cloud.wants_form = True
    cloud.add(Account(EMAIL, "another"))
    if fault:
        cloud.faults.add(FORM, fault)
    with pytest.raises(LoginError) as caught:
        await fetch_token(EMAIL, PASSWORD, SERIAL)
    assert str(caught.value) == str(error)
    assert cloud.journal.count(path=FORM) == 1


async def test_an_account_without_this_gateway(cloud: CloudSimulator) -> None:
    """By the form, too, nobody can say more than that it didn't work."""
    cloud.wants_form = True
    cloud.add(Account(EMAIL, PASSWORD, serials=["1"]))
    with pytest.raises(LoginUnfinished):
        await fetch_token(EMAIL, PASSWORD, SERIAL)


async def test_logins_share_no_cookies(cloud: CloudSimulator) -> None:
    """Each has its own, which goes with it."""
    first, second = await begin(cloud), await begin(cloud)
    await first.send_code()
    code = cloud.second_factor.newest
    await second.send_code()
    assert await first.enter(code)
    assert await second.enter(cloud.second_factor.newest)
    sent = [one.headers.get("Cookie") for one in cloud.journal.requests]
    assert len(set(sent)) == len(sent)
    site = weakref.ref(first._site)  # noqa: SLF001
    del first
    gc.collect()
    assert site() is None


async def test_no_secret_is_told(
    cloud: CloudSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in an error, a cause, a traceback or the log, whatever the cloud quotes."""
    caplog.set_level(logging.DEBUG)
    login = await begin(cloud)
    await login.send_code()
    told = ""
    code = cloud.second_factor.newest
    for number, fault in enumerate(
        (Fixed(500, code), Fixed(200, code), Fixed(400, f"bad {code}"))
    ):
        rule = cloud.faults.add(CODE, fault)
        error = await refused(
            login, other_code(cloud.second_factor.newest, number), LoginError
        )
        told += "".join(traceback.format_exception(error)) + f"{vars(error)}"
        cloud.faults.remove(rule)
    cloud.faults.add(TOKENS, Fixed(500, code))
    error = await refused(login, other_code(cloud.second_factor.newest, 9), LoginError)
    told += "".join(traceback.format_exception(error)) + caplog.text
    assert PASSWORD not in told
    for secret in (*CODES_SEEN, *SECRETS_SEEN):
        assert len(secret) < 6 or secret not in told

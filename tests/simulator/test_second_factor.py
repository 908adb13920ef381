"""The second factor of the stand-in for the cloud."""

import base64
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest

from gateway_simulator import CODES_SEEN, Account, CloudSimulator

EMAIL = "owner@example.com"
PASSWORD = "secret-of-the-owner"
GENERATE = "/app-api/generate_mfa_login_otp"
VALIDATE = "/app-api/validate_login_otp"
PAGE = {"X-Requested-With": "XMLHttpRequest", "Referer": "https://example.com/"}


def packed(text: str) -> str:
    """Return a text in base64."""
    return base64.b64encode(text.encode()).decode()


def form_of(code: str, email: str = EMAIL) -> dict[str, str]:
    """Return the form that carries a code."""
    return {
        "email": packed(email),
        "otp": packed(code),
        "xhrFields[withCredentials]": "true",
    }


class Browser:
    """One login at the site."""

    def __init__(self, cloud: CloudSimulator, session: aiohttp.ClientSession) -> None:
        """Begin without cookies."""
        self._cloud = cloud
        self._session = session

    async def post(
        self, path: str, form: dict[str, str], headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Send a form and return status and reply."""
        sent = PAGE if headers is None else headers
        url = self._cloud.url + path
        async with self._session.post(url, data=form, headers=sent) as reply:
            text = await reply.text()
            is_json = reply.content_type == "application/json"
            return reply.status, await reply.json() if is_json else text

    async def log_in(self, path: str = "/login/login.json") -> tuple[int, Any]:
        """Send the password."""
        form = {"user[email]": EMAIL, "user[password]": PASSWORD}
        return await self.post(path, form)

    def cookie(self, name: str) -> str:
        """Return a cookie."""
        return next(
            (one.value for one in self._session.cookie_jar if one.key == name), ""
        )


@pytest.fixture
async def cloud() -> AsyncGenerator[CloudSimulator]:
    """Return a cloud with an account that has a second factor."""
    async with CloudSimulator() as running:
        running.add(Account(EMAIL, PASSWORD, multi_factor=True))
        yield running


@pytest.fixture
async def browser(cloud: CloudSimulator) -> AsyncGenerator[Browser]:
    """Return a browser with cookies of its own."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Browser(cloud, session)


async def test_a_code_logs_in(cloud: CloudSimulator, browser: Browser) -> None:
    """The reply to it is that of an ordinary login, with a session for the tokens."""
    assert await browser.log_in() == (200, {"requires_mfa": True})
    before, nonce = browser.cookie("_enlighten_4_session"), "login_otp_nonce"
    first = browser.cookie(nonce)
    sent = await browser.post(GENERATE, {"locale": "en"})
    assert sent == (200, {"success": True, "isBlocked": False})
    assert browser.cookie(nonce) not in ("", first)

    code = cloud.second_factor.newest
    assert code in CODES_SEEN
    status, reply = await browser.post(VALIDATE, form_of(code))
    assert (status, reply["message"]) == (200, "success")
    assert browser.cookie("_enlighten_4_session") != before
    body = {"session_id": reply["session_id"], "serial_num": "1", "username": EMAIL}
    async with aiohttp.ClientSession() as other:
        answer = await other.post(cloud.token_url, json=body)
        assert answer.status == 200
    # It is used up, and so is the login.
    assert (await browser.post(VALIDATE, form_of(code)))[0] == 401


async def test_wrong_codes(cloud: CloudSimulator, browser: Browser) -> None:
    """Each is told as wrong, until the account is locked."""
    cloud.second_factor.most_wrong = 3
    await browser.log_in()
    await browser.post(GENERATE, {"locale": "en"})
    old = cloud.second_factor.newest
    await browser.post(GENERATE, {"locale": "en"})
    wrong = {"isValid": False, "isBlocked": False}
    assert await browser.post(VALIDATE, form_of(old)) == (200, wrong)
    assert await browser.post(VALIDATE, form_of("x")) == (200, wrong)
    locked = (200, {"isValid": False, "isBlocked": True})
    assert await browser.post(VALIDATE, form_of("y")) == locked
    right = cloud.second_factor.newest
    assert await browser.post(VALIDATE, form_of(right)) == locked
    assert (await browser.log_in())[1]["isBlocked"] is True
    assert (await browser.post(GENERATE, {}))[1]["isBlocked"] is True
    cloud.second_factor.forget(EMAIL)
    assert (await browser.log_in())[1] == {"requires_mfa": True}


async def test_what_has_to_come_along(cloud: CloudSimulator, browser: Browser) -> None:
    """Headers of the page, base64, the right account and the XSRF token."""
    cloud.second_factor.xsrf = True
    await browser.log_in()
    await browser.post(GENERATE, {"locale": "en"})
    assert (await browser.post(GENERATE, {}, {}))[0] == 401
    form = form_of(cloud.second_factor.newest)
    assert (await browser.post(VALIDATE, form))[0] == 422
    right = {**PAGE, "X-CSRF-Token": browser.cookie("XSRF-TOKEN").replace("%3D", "=")}
    for spoilt in (
        {**form, "email": EMAIL},
        {**form, "email": packed("other@example.com")},
        {**form, "xhrFields[withCredentials]": "1"},
    ):
        assert (await browser.post(VALIDATE, spoilt, right))[0] == 400
    assert (await browser.post(VALIDATE, form, right))[1]["message"] == "success"


async def test_moods(cloud: CloudSimulator, browser: Browser) -> None:
    """What the pages may say in other words, or leave out."""
    factor = cloud.second_factor
    factor.says_what_it_wants = False
    factor.sent_at_login = True
    assert (await browser.log_in())[1] == {"success": True, "isBlocked": False}
    assert len(factor.codes) == 1
    factor.empty_bodies = True
    assert await browser.post(GENERATE, {"locale": "en"}) == (200, "")
    factor.empty_bodies = False
    factor.sent_to = "o***r@example.com"
    assert factor.sent_to in (await browser.post(GENERATE, {}))[1]["message"]
    factor.most_codes = 3
    assert (await browser.post(GENERATE, {}))[1]["isBlocked"] is True
    factor.end_logins()
    assert (await browser.post(GENERATE, {}))[0] == 401
    factor.without_nonce = True
    factor.says_what_it_wants = True
    assert (await browser.log_in())[1] == {"success": True, "isBlocked": False}


async def test_the_form_of_browsers(cloud: CloudSimulator, browser: Browser) -> None:
    """It logs in where the other page answers 406; cookies are all that tells."""
    cloud.wants_form = True
    assert (await browser.log_in())[0] == 406
    status, page = await browser.log_in("/login/login")
    assert status == 200
    assert "MyEnlighten" in page
    assert browser.cookie("login_otp_nonce")
    cloud.add(Account(EMAIL, PASSWORD))
    await browser.log_in("/login/login")
    body = {
        "session_id": browser.cookie("_enlighten_4_session"),
        "serial_num": "1",
        "username": EMAIL,
    }
    async with aiohttp.ClientSession() as other:
        assert (await other.post(cloud.token_url, json=body)).status == 200
        cloud.add(Account(EMAIL, "changed"))
        _, page = await browser.log_in("/login/login")
        assert "Wrong password" in page
        body["session_id"] = browser.cookie("_enlighten_4_session")
        assert (await other.post(cloud.token_url, json=body)).status == 401


async def test_other_methods(cloud: CloudSimulator, browser: Browser) -> None:
    """Nothing is got there."""
    async with aiohttp.ClientSession() as session:
        assert (await session.get(cloud.login_url)).status == 404
    assert (await browser.post("/elsewhere", {}))[0] == 404

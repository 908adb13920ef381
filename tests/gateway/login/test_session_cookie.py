"""The session that a token check opens, for pages that take nothing else."""

from dataclasses import dataclass, field, replace
from typing import override

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import NotAllowed
from gateway_simulator import CloudSimulator, GatewaySimulator, Received
from gateway_simulator.faults import Fault, Fixed, Unauthorized
from gateway_simulator.wire import Answer, Reply

from ..conftest import Connect
from ..support import CHECK, SETTINGS, account, asked, send

PAGE = "/ivp/meters"


@dataclass(frozen=True)
class Opens(Fault):
    """Each reply opens a session, or the one that it is told."""

    cookies: list[str] = field(default_factory=list)
    """Those that were handed out, as they come back."""

    cookie: str = ""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Add the cookie."""
        reply = await answer(request)
        cookie = self.cookie or f"sessionId=session{len(self.cookies)}"
        self.cookies.append(cookie)
        headers = [pair for pair in reply.headers if pair[0] != "Set-Cookie"]
        headers.append(("Set-Cookie", f"{cookie}; Secure; HttpOnly; path=/"))
        return replace(reply, headers=headers)


@dataclass(frozen=True)
class WantsSession(Fault):
    """A page that looks at nothing but the session."""

    opens: Opens

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Refuse the request without the latest one."""
        cookies = self.opens.cookies
        request.plan.refuse_login = not cookies or cookie_of(request) != cookies[-1]
        return await answer(request)


def cookie_of(request: Received) -> str | None:
    """Return the cookie of a request."""
    return request.headers.get("Cookie")


def cookies_at(gateway: GatewaySimulator) -> list[str | None]:
    """Return the cookie of each request that was received."""
    return [cookie_of(request) for request in gateway.journal.requests]


@pytest.fixture
def opens(gateway: GatewaySimulator, client: GatewayClient) -> Opens:
    """Return what is known of the sessions that the check opens."""
    opens = Opens()
    gateway.faults.add(CHECK, opens)
    return opens


async def test_page_that_wants_a_session(
    gateway: GatewaySimulator, client: GatewayClient, opens: Opens
) -> None:
    """After a 401 it gets the session of the check, and so do all that follow."""
    gateway.faults.add(PAGE, WantsSession(opens))
    for _ in range(2):
        assert (await client.read(PAGE)).status == 200
    assert asked(gateway.journal) == [
        f"GET {PAGE}",
        f"GET {CHECK}",
        f"GET {PAGE}",
        f"GET {PAGE}",
    ]
    session = "sessionId=session0"
    assert cookies_at(gateway) == [None, None, session, session]
    assert all("Authorization" in one.headers for one in gateway.journal.requests)


async def test_write_to_a_page_that_wants_a_session(
    gateway: GatewaySimulator, client: GatewayClient, opens: Opens
) -> None:
    """A write is carried out once."""
    gateway.faults.add(SETTINGS, WantsSession(opens))
    await send(client, "POST", SETTINGS, {"enable": True})
    assert [write.applied for write in gateway.journal.writes] == [False, True]
    assert cookie_of(gateway.journal.writes[-1]) == "sessionId=session0"


async def test_session_that_has_ended(
    gateway: GatewaySimulator, client: GatewayClient, opens: Opens
) -> None:
    """The check opens another one, which takes its place."""
    gateway.faults.add(PAGE, WantsSession(opens))
    await client.read(PAGE)
    opens.cookies.append("sessionId=anothers")
    gateway.journal.clear()
    await client.read(PAGE)
    assert cookies_at(gateway) == [
        "sessionId=session0",
        "sessionId=session0",
        "sessionId=session2",
    ]


async def test_refused_with_a_session(
    gateway: GatewaySimulator, client: GatewayClient, opens: Opens
) -> None:
    """A second refusal is about the account, and there is no third try."""
    gateway.faults.add(PAGE, Unauthorized())
    with pytest.raises(NotAllowed):
        await client.read(PAGE)
    assert gateway.journal.count(path=PAGE) == 2
    assert gateway.journal.count(path=CHECK) == 1
    # The role is blamed only after the session of the check was shown.
    assert cookies_at(gateway) == [None, None, opens.cookies[0]]


async def test_no_cookie_where_none_is_needed(
    gateway: GatewaySimulator, client: GatewayClient, opens: Opens
) -> None:
    """The session of a check that nothing led to stays unused."""
    await client.log_in()
    await client.read(PAGE)
    await send(client, "POST", SETTINGS, {})
    assert cookies_at(gateway) == [None] * 3


async def test_gateway_that_opens_a_session_with_each_reply(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It gets the latest one back, and need not open another."""
    opens = Opens()
    gateway.faults.add(PAGE, opens)
    for _ in range(3):
        await client.read(PAGE)
    await send(client, "POST", SETTINGS, {})
    assert cookies_at(gateway) == [None, *opens.cookies]
    assert len(set(opens.cookies)) == 3


async def test_session_ends_with_its_token(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """With a new token the old session is not shown again."""
    opens = Opens()
    client = connect(gateway, account(token=gateway.token()))
    gateway.faults.add(PAGE, opens)
    await client.read(PAGE)
    await client.read(PAGE)
    gateway.faults.clear()
    assert cookie_of(gateway.journal.requests[-1]) == opens.cookies[0]
    for page in (PAGE, CHECK):
        gateway.faults.add(page, Unauthorized(), times=1)
    gateway.journal.clear()

    await client.read(PAGE)

    assert cloud.journal.count(path="/tokens") == 1
    first, check, info, again = cookies_at(gateway)
    assert first == check == opens.cookies[1]
    assert info is None
    assert again is None


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=abc",
        "other=abc",
        "sessionId=",
        "sessionId=" + "a" * 257,
        'sessionId="a b"',
        'sessionId="a\\073b"',
        "sessionId=a,b",
        "sessionId=ü",
    ],
)
async def test_what_is_no_session(
    gateway: GatewaySimulator, client: GatewayClient, cookie: str
) -> None:
    """Nothing goes back that could be more than a session."""
    gateway.faults.add(PAGE, Opens(cookie=cookie))
    await client.read(PAGE)
    await client.read(PAGE)
    assert cookies_at(gateway) == [None, None]


async def test_session_of_a_refusal(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """One that comes with a status that is no success is one as well."""
    gateway.faults.add(PAGE, Opens())
    gateway.faults.add(PAGE, Fixed(404))
    for _ in range(2):
        with pytest.raises(Exception, match="404"):
            await client.read(PAGE)
    assert cookies_at(gateway) == [None, "sessionId=session0"]

"""After a 401 the token is checked first; one cloud login serves all who wait."""

import asyncio

import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    NoLoginCheck,
    NotAllowed,
    TokenRefused,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import (
    DropBeforeReply,
    Fixed,
    Unauthorized,
    UnauthorizedUntilLogin,
)

from ..conftest import Connect
from ..support import (
    CHECK,
    DPEL,
    INVERTERS,
    SETTINGS,
    account,
    asked,
    expired_token,
    send,
)

PATHS = [f"/ivp/meters?reader={number}" for number in range(20)]


async def test_twenty_reads_of_different_pages_log_in_once(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Everybody gets a reply, and the cloud sees one login."""
    tokens: list[str] = []
    client = connect(
        gateway, account(token=expired_token(gateway)), on_new_token=tokens.append
    )

    replies = await asyncio.gather(*(client.read(path) for path in PATHS))

    assert [reply.status for reply in replies] == [200] * 20
    assert asked(cloud.journal) == ["POST /login/login.json", "POST /tokens"]
    assert len(tokens) == 1
    assert client.token is not None
    assert not client.token.is_over()
    assert gateway.journal.count(path=CHECK) == 1
    assert gateway.journal.max_in_flight == 1
    assert (
        gateway.journal.requests[-1].headers["Authorization"] == f"Bearer {tokens[0]}"
    )


async def test_twenty_reads_of_one_page_log_in_once(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Readers of one page share its request, the login included."""
    client = connect(gateway, account(token=expired_token(gateway)))

    await asyncio.gather(*(client.read(INVERTERS) for _ in range(20)))

    assert cloud.journal.count(path="/login/login.json") == 1
    assert asked(gateway.journal) == [
        "GET /info",
        f"GET {INVERTERS}",
        f"GET {CHECK}",
        "GET /info",
        f"GET {INVERTERS}",
    ]


async def test_twenty_writes_log_in_once(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A write that meets the expired token is sent again once, the others once."""
    client = connect(gateway, account(token=expired_token(gateway)))

    await asyncio.gather(
        *(send(client, "POST", SETTINGS, {"number": n}) for n in range(20))
    )

    assert cloud.journal.count(path="/login/login.json") == 1
    assert len(gateway.journal.writes) == 21
    assert [write.status for write in gateway.journal.writes] == [401, *[200] * 20]


async def test_first_login_without_token(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Without a stored token the cloud is asked once before the first request."""
    tokens: list[str] = []
    client = connect(gateway, account(), on_new_token=tokens.append)

    await client.identify()
    await client.log_in()

    assert asked(gateway.journal) == ["GET /info", f"GET {CHECK}"]
    assert cloud.journal.count() == 2
    login, wanted = cloud.journal.requests
    assert login.body == (
        b"user%5Bemail%5D=owner%40example.com&user%5Bpassword%5D=Correct-Horse-42"
    )
    assert wanted.json()["serial_num"] == gateway.serial
    assert wanted.json()["username"] == "owner@example.com"
    assert len(tokens) == 1


@pytest.mark.parametrize("stored", ["garbage", "a.b.c", "other"])
async def test_useless_stored_token_is_replaced(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect, stored: str
) -> None:
    """A stored token that is none, or another gateway's, isn't even sent."""
    if stored == "other":
        stored = gateway.token(serial="999999999999")
    client = connect(gateway, account(token=stored))

    await client.identify()
    await client.log_in()

    assert cloud.journal.count(path="/tokens") == 1
    assert gateway.journal.count(path=CHECK) == 1
    assert stored not in str([r.headers.pairs for r in gateway.journal.requests])


async def test_set_up_with_expired_token(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """The login check finds a stored token expired and gets a new one."""
    client = connect(gateway, account(token=expired_token(gateway)))

    await client.identify()
    await client.log_in()

    assert cloud.journal.count(path="/tokens") == 1
    assert gateway.journal.count(path=CHECK) == 2


async def test_accepted_token_is_tried_once_more(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A 401 that passes is settled without any cloud."""
    gateway.faults.add("/ivp/meters", UnauthorizedUntilLogin())
    client = connect(gateway, account(token=gateway.token()))

    reply = await client.read("/ivp/meters")

    assert reply.status == 200
    assert asked(gateway.journal)[1:] == [
        "GET /ivp/meters",
        f"GET {CHECK}",
        "GET /ivp/meters",
    ]
    assert not cloud.journal.requests


@pytest.mark.parametrize("role", ["owner", "monitor"])
async def test_second_refusal_means_not_allowed(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect, role: str
) -> None:
    """With an accepted token it is the role, which no login changes."""
    client = connect(gateway, account(token=gateway.token(role)))

    with pytest.raises(NotAllowed) as caught:
        await client.read(DPEL)

    assert (caught.value.status, caught.value.account) == (401, role)
    assert "401 Authorization Required" in caught.value.answer
    assert "<" not in caught.value.answer
    assert "setTimeout" not in caught.value.answer
    assert asked(gateway.journal)[1:] == [f"GET {DPEL}", f"GET {CHECK}", f"GET {DPEL}"]
    assert not cloud.journal.requests


async def test_403_means_not_allowed_at_once(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Nothing is checked and nothing repeated."""
    gateway.faults.add("/ivp/meters", Fixed(403, "no"))
    client = connect(gateway, account(token=gateway.token()))

    with pytest.raises(NotAllowed) as caught:
        await client.read("/ivp/meters")

    assert (caught.value.status, caught.value.answer) == (403, "no")
    assert asked(gateway.journal) == ["GET /info", "GET /ivp/meters"]
    assert not cloud.journal.requests


async def test_new_token_that_is_refused_is_the_end(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A gateway that refuses every token doesn't send us to the cloud each time."""
    gateway.faults.add(CHECK, Unauthorized())
    gateway.faults.add("/ivp/meters", Unauthorized())
    client = connect(gateway, account(token=gateway.token()))

    for _ in range(3):
        with pytest.raises(TokenRefused):
            await client.read("/ivp/meters")

    assert cloud.journal.count(path="/login/login.json") == 1


async def test_new_token_refused_at_set_up(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Set-up says it, too, and asks the cloud once."""
    gateway.faults.add(CHECK, Unauthorized())
    client = connect(gateway, account())
    await client.identify()

    for _ in range(3):
        with pytest.raises(TokenRefused):
            await client.log_in()

    assert cloud.journal.count(path="/login/login.json") == 1


@pytest.mark.parametrize(
    ("fault", "error"), [(Fixed(503, "starting"), Busy), (Fixed(500), Busy)]
)
async def test_a_gateway_that_starts_says_nothing_about_the_token(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    fault: Fixed,
    error: type[Exception],
) -> None:
    """A login check that fails for another reason leads to no login."""
    gateway.faults.add(CHECK, fault)
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()

    with pytest.raises(error):
        await client.log_in()

    assert not cloud.journal.requests


async def test_login_check_without_reply(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A lost check is a lost connection, not a refused login."""
    gateway.faults.add(CHECK, DropBeforeReply())
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()

    with pytest.raises(CannotConnect):
        await client.log_in()

    assert not cloud.journal.requests


async def test_renewing_early_is_one_login(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Renewing twice at once is one cloud login, and the new token is used."""
    tokens: list[str] = []
    old = gateway.token()
    client = connect(gateway, account(token=old), on_new_token=tokens.append)
    await client.identify()
    await client.log_in()

    await asyncio.gather(client.renew_token(), client.renew_token())
    await client.read("/ivp/meters")

    assert cloud.journal.count(path="/login/login.json") == 1
    assert len(tokens) == 1
    assert tokens != [old]
    last = gateway.journal.requests[-1]
    assert last.headers["Authorization"] == f"Bearer {tokens[0]}"


@pytest.mark.parametrize("status", [300, 301, 400, 404, 405, 410])
async def test_check_that_is_not_there(
    gateway: GatewaySimulator, connect: Connect, status: int
) -> None:
    """A page that isn't there is no gateway that is starting, and no dead token."""
    client = connect(gateway)
    await client.identify()
    gateway.faults.add(CHECK, Fixed(status, "not here"))
    with pytest.raises(NoLoginCheck) as caught:
        await client.log_in()
    assert (caught.value.status, caught.value.answer) == (status, "not here")

"""The gateway's own words go before its status, and before a role is blamed."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    GatewayError,
    Outcome,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    InfoFailed,
    LocalLoginRefused,
    NoLoginCheck,
    NotAGateway,
    NotAllowed,
    Refused,
    TokenRefused,
    TooManySessions,
)
from gateway_simulator import CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Fixed, Unauthorized

from ..conftest import Connect, Start
from ..support import CHECK, SETTINGS, account, asked, by_hand

PAGE = "/ivp/meters"
SAID = "Too many sessions are open."


async def written(client: GatewayClient) -> Outcome:
    """Return what becomes of a write to SETTINGS."""
    body = build_body({"enable": True}, "POST")
    return await client.write(Write(method="POST", endpoint=SETTINGS, body=body))


@pytest.mark.parametrize("status", [401, 403, 429, 503])
@pytest.mark.parametrize(
    "said", [SAID, "<html><h1>maximum number of active sessions</h1></html>"]
)
async def test_too_many_sessions(
    gateway: GatewaySimulator, client: GatewayClient, status: int, said: str
) -> None:
    """It is asked once: another check of the login would want a session more."""
    gateway.faults.add(PAGE, Fixed(status, said))
    with pytest.raises(TooManySessions) as caught:
        await client.read(PAGE)
    assert caught.value.status == status
    assert "sessions" in caught.value.answer
    assert asked(gateway.journal) == [f"GET {PAGE}"]


@pytest.mark.parametrize("status", [401, 503])
async def test_too_many_sessions_for_a_write(
    gateway: GatewaySimulator, client: GatewayClient, status: int
) -> None:
    """Nothing was done, and it leaves once."""
    gateway.faults.add(SETTINGS, Fixed(status, SAID))
    try:
        error: object = (await written(client)).result
    except GatewayError as err:
        error = err
    assert isinstance(error, TooManySessions)
    assert asked(gateway.journal) == [f"POST {SETTINGS}"]
    assert not any(write.applied for write in gateway.journal.writes)


@pytest.mark.parametrize("status", [401, 403, 503])
async def test_too_many_sessions_at_the_check(
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    connect: Connect,
    status: int,
) -> None:
    """The token isn't taken for dead, so the cloud isn't asked for another one."""
    client = connect(gateway, account(token=gateway.token()))
    await client.identify()
    rule = gateway.faults.add(CHECK, Fixed(status, SAID))
    with pytest.raises(TooManySessions):
        await client.log_in()
    gateway.faults.add(PAGE, Unauthorized(), times=1)
    with pytest.raises(TooManySessions):
        await client.read(PAGE)
    assert rule.hits == 2
    assert cloud.journal.requests == []


@pytest.mark.parametrize("status", [401, 403, 503])
async def test_too_many_sessions_for_the_identity(
    gateway: GatewaySimulator, connect: Connect, status: int
) -> None:
    """The identity page says it as well, by any of these."""
    gateway.faults.add("/info", Fixed(status, SAID))
    with pytest.raises(TooManySessions) as caught:
        await connect(gateway).identify()
    assert (caught.value.status, caught.value.answer) == (status, SAID)


@pytest.mark.parametrize("status", [200, 401, 403, 500])
async def test_status_in_words(
    gateway: GatewaySimulator, client: GatewayClient, status: int
) -> None:
    """A page that isn't there is no success, and no question of the role."""
    gateway.faults.add(PAGE, Fixed(status, '{"err": "404 - Not Found", "msg": "x"}'))
    with pytest.raises(Refused) as caught:
        await client.read(PAGE)
    assert caught.value.status == 404
    assert "Not Found" in caught.value.answer
    assert asked(gateway.journal) == [f"GET {PAGE}"]


async def test_write_that_is_refused_with_a_success(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It has the status of the words, and leaves once."""
    gateway.faults.add(SETTINGS, Fixed(200, '{"err": "405 - Method Not Allowed"}'))
    outcome = await written(client)
    assert isinstance(outcome.result, Refused)
    assert outcome.result.status == outcome.status == 405
    assert asked(gateway.journal) == [f"POST {SETTINGS}"]


async def test_write_whose_words_refuse_the_login(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """With status 200, nobody knows for certain that nothing was done: once."""
    gateway.faults.add(SETTINGS, Fixed(200, '{"error": "401 - Unauthorized"}'))
    outcome = await written(client)
    assert isinstance(outcome.result, NotAllowed)
    assert asked(gateway.journal) == [f"POST {SETTINGS}"]


@pytest.mark.parametrize(
    "body",
    [
        '{"error": "404 - Not Found", "devices": []}',
        '{"err": ""}',
        '{"error": 0}',
        '{"message": "404 pages were read"}',
        '{"err": "1404 - x"}',
        '{"err": "404 - ' + "x" * 1000 + '"}',
        '{"err": "404',
        '["404"]',
        "404 - Not Found",
        "{}",
    ],
)
async def test_a_page_that_only_speaks_of_errors(
    gateway: GatewaySimulator, client: GatewayClient, body: str
) -> None:
    """Only a body that is a refusal and nothing else goes before the status."""
    gateway.faults.add(PAGE, Fixed(200, body))
    assert (await client.read(PAGE)).body.decode() == body


async def test_sessions_of_others(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Others have opened all sessions; when theirs have ended, it works again."""
    gateway.login.most_sessions = 2
    for _ in range(2):
        await log_in(connect(gateway, account(token=gateway.token())))
    client = connect(gateway, account(token=gateway.token()))
    with pytest.raises(TooManySessions):
        await log_in(client)
    # A read needs no session, and only a refusal leads to the check.
    await client.read(PAGE)
    gateway.faults.add(PAGE, Unauthorized(), times=1)
    with pytest.raises(TooManySessions):
        await client.read(PAGE)
    gateway.advance(601)
    await log_in(client)
    assert cloud.journal.requests == []


async def log_in(client: GatewayClient) -> None:
    """Log in as at set-up."""
    await client.identify()
    await client.log_in()


UNAUTHORIZED = '{"error": "401 - Unauthorized"}'
MISSING = '{"err": "404 - Not Found", "msg": "x"}'
GONE = '{"error": "503 - Service Unavailable", "informational": "gone"}'


@pytest.mark.parametrize("said", [UNAUTHORIZED, '{"err": "403 - Forbidden"}'])
async def test_check_that_refuses_with_a_success(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect, said: str
) -> None:
    """A token is no good if the check says so in words; no role is blamed for it."""
    client = connect(gateway, by_hand(gateway.token()))
    await client.identify()
    gateway.faults.add(CHECK, Fixed(200, said))
    with pytest.raises(TokenRefused):
        await client.log_in()
    gateway.faults.add(PAGE, Unauthorized())
    with pytest.raises(TokenRefused):
        await client.read(PAGE)
    gateway.faults.clear()
    gateway.faults.add(CHECK, Fixed(200, said), times=1)
    await log_in(connect(gateway, account(token=gateway.token())))
    assert cloud.journal.count(path="/tokens") == 1


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (200, MISSING, 404),
        (401, MISSING, 404),
        (500, MISSING, 404),
        (200, GONE, 503),
        (503, GONE, 503),
        (503, '{"message": "gone for good"}', 503),
        (501, "", 501),
        (505, "<html>", 505),
        (200, '{"err": "501 - Not Implemented"}', 501),
    ],
)
async def test_check_that_is_gone(
    gateway: GatewaySimulator, connect: Connect, status: int, said: str, told: int
) -> None:
    """It is told as lasting: no good token, and no gateway that is starting."""
    client = connect(gateway)
    await client.identify()
    gateway.faults.add(CHECK, Fixed(status, said))
    with pytest.raises(NoLoginCheck) as caught:
        await client.log_in()
    assert caught.value.status == told


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, ""),
        (503, "starting"),
        (503, '{"message": "Resource busy, please retry after 30 seconds"}'),
        (504, '{"error": "504 - Gateway Timeout"}'),
        (429, "{}"),
    ],
)
async def test_check_that_passes(
    gateway: GatewaySimulator, connect: Connect, status: int, said: str
) -> None:
    """A gateway that is starting says nothing about the token."""
    client = connect(gateway)
    await client.identify()
    gateway.faults.add(CHECK, Fixed(status, said))
    with pytest.raises(Busy) as caught:
        await client.log_in()
    assert (caught.value.status, caught.value.endpoint) == (status, CHECK)


async def test_page_that_asks_to_be_asked_again(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What says that it is busy is not told as gone, also if it says so in JSON."""
    said = '{"message": "Resource busy, please retry after 30 seconds"}'
    gateway.faults.add(PAGE, Fixed(503, said))
    with pytest.raises(Busy):
        await client.read(PAGE)


@pytest.mark.parametrize("status", [200, 500])
async def test_local_password_that_is_refused_in_words(
    start: Start, connect: Connect, status: int
) -> None:
    """Firmware before 7 has no page for that, so others have to say it."""
    gateway = await start("5.0", tls=False)
    client = connect(gateway, account(token=""))
    await client.identify()
    gateway.faults.add(None, Fixed(status, UNAUTHORIZED))
    with pytest.raises(LocalLoginRefused):
        await client.log_in(thorough=True)


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (200, '{"err": "503 - Service Unavailable"}', 503),
        (500, '{"err": "504 - Gateway Timeout"}', 504),
        (429, "later", 429),
    ],
)
async def test_identity_that_is_busy(
    gateway: GatewaySimulator, connect: Connect, status: int, said: str, told: int
) -> None:
    """Its own words go before its status there as well."""
    gateway.faults.add("/info", Fixed(status, said))
    with pytest.raises(Busy) as caught:
        await connect(gateway).identify()
    assert (caught.value.status, caught.value.endpoint) == (told, "/info")
    assert caught.value.answer == said


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (500, "<h1>It broke</h1>", 500),
        (502, "bad gateway", 502),
        (501, "", 501),
        (200, MISSING, 404),
        (404, '{"error": "500 - Internal Server Error"}', 500),
    ],
)
async def test_identity_that_fails(
    gateway: GatewaySimulator, connect: Connect, status: int, said: str, told: int
) -> None:
    """A gateway that fails on it is told with its words, not as another device."""
    gateway.faults.add("/info", Fixed(status, said))
    with pytest.raises(InfoFailed) as caught:
        await connect(gateway).identify()
    assert caught.value.status == told
    assert caught.value.answer in said


@pytest.mark.parametrize(
    ("status", "said"), [(404, "nginx"), (400, ""), (401, ""), (200, "{}"), (404, SAID)]
)
async def test_something_that_is_no_gateway(
    gateway: GatewaySimulator, connect: Connect, status: int, said: str
) -> None:
    """A page that no gateway would show belongs to another device."""
    gateway.faults.add("/info", Fixed(status, said))
    with pytest.raises(NotAGateway):
        await connect(gateway).identify()

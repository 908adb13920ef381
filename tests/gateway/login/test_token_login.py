"""What a login by token asks of cloud and gateway, and what it says of itself."""

from datetime import timedelta

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Credentials
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    LoginError,
    MultiFactor,
    NoLoginCheck,
    NotAToken,
    TokenExpired,
    TokenForOther,
    TooManySessions,
)
from custom_components.enphase_envoy_raw_data.gateway.login import CodeLogin
from gateway_simulator import Account, CloudSimulator, GatewaySimulator
from gateway_simulator.faults import Fixed
from gateway_simulator.wire import Tickets

from ..clock import later
from ..conftest import Connect
from ..support import (
    CHECK,
    EMAIL,
    PASSWORD,
    SETTINGS,
    CloseAfter,
    account,
    asked,
    by_hand,
    expired_token,
    send,
)

PAGE = "/ivp/meters"
LOGIN = "/login/login.json"


def with_second_factor(
    cloud: CloudSimulator, token: str, waiting: list[CodeLogin]
) -> Credentials:
    """Return an account with a second factor, and somebody there for the code."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    return Credentials(
        username=EMAIL,
        password=PASSWORD,
        token=token,
        on_code_wanted=waiting.append,
    )


async def test_an_account_that_needs_a_code_is_not_tried(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """The cloud would send the owner a code that nobody can enter."""
    client = connect(
        gateway,
        Credentials(
            username=EMAIL,
            password=PASSWORD,
            token=expired_token(gateway),
            needs_code=True,
        ),
    )
    with pytest.raises(MultiFactor):
        await client.read(PAGE)
    assert asked(cloud.journal) == []


async def test_an_account_that_turns_out_to_need_a_code_is_tried_once(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Not even after the pause, until the owner has logged in."""
    cloud.add(Account(EMAIL, PASSWORD, multi_factor=True))
    client = connect(gateway, account(token=expired_token(gateway)))
    for seconds in (0, 2 * 3600, 60 * 86400):
        with later(seconds), pytest.raises(MultiFactor):
            await client.read(PAGE)
    assert asked(cloud.journal) == [f"POST {LOGIN}"]


async def test_a_rejected_password_is_no_second_factor(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """It is tried again after the pause."""
    cloud.add(Account(EMAIL, "changed"))
    client = connect(gateway, account(token=expired_token(gateway)))
    with pytest.raises(LoginError):
        await client.read(PAGE)
    cloud.add(Account(EMAIL, PASSWORD))
    with later(3660):
        assert (await client.read(PAGE)).status == 200


async def test_whoever_is_there_gets_the_login_that_waits(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Its code gives a token of this account for this gateway; no password leaves."""
    waiting: list[CodeLogin] = []
    client = connect(gateway, with_second_factor(cloud, "", waiting))
    await client.identify()
    with pytest.raises(MultiFactor):
        await client.log_in()
    (login,) = waiting
    await login.send_code()
    token = await login.enter(cloud.second_factor.newest)

    wanted = cloud.journal.requests[-1].json()
    assert (wanted["serial_num"], wanted["username"]) == (gateway.serial, EMAIL)
    assert cloud.journal.count(path=LOGIN) == 1
    await client.use_login(Credentials(token=token, by_hand=True))
    assert (await client.read(PAGE)).status == 200
    assert gateway.journal.requests[-1].headers["Authorization"] == f"Bearer {token}"


async def test_a_new_login_takes_the_place_of_the_old_one(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Its token is used, and its account renews it, with no code if it needs none."""
    waiting: list[CodeLogin] = []
    client = connect(
        gateway, with_second_factor(cloud, expired_token(gateway), waiting)
    )
    with pytest.raises(MultiFactor):
        await client.read(PAGE)
    cloud.add(Account("other@example.com", "New-Horse-43"))
    token = gateway.token()
    await client.use_login(
        Credentials(
            username="other@example.com",
            password="New-Horse-43",
            token=f' Bearer "{token}"\n',
        )
    )
    assert (await client.read(PAGE)).status == 200
    assert gateway.journal.requests[-1].headers["Authorization"] == f"Bearer {token}"

    cloud.journal.clear()
    await client.renew_token()
    assert asked(cloud.journal) == [f"POST {LOGIN}", "POST /tokens"]
    assert b"other%40example.com" in cloud.journal.requests[0].body


@pytest.mark.parametrize("useless", ["garbage", "other"])
async def test_a_useless_new_login_changes_nothing(
    gateway: GatewaySimulator, connect: Connect, useless: str
) -> None:
    """The old token goes on."""
    token = gateway.token()
    client = connect(gateway, by_hand(token))
    await client.read(PAGE)
    if useless == "other":
        useless = gateway.token(serial="999999999999")
    with pytest.raises((NotAToken, TokenForOther)):
        await client.use_login(by_hand(useless))
    await client.read(PAGE)
    assert gateway.journal.requests[-1].headers["Authorization"] == f"Bearer {token}"


async def test_a_token_that_names_no_gateway_is_tried(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Only the gateway can tell whether it is good."""
    token = gateway.authority.make("")
    client = connect(gateway, by_hand(token))
    gateway.faults.add(CHECK, Fixed(200, "<!DOCTYPE html><h2>Valid token.</h2>"))
    await client.identify()
    await client.log_in()
    assert gateway.journal.requests[-1].headers["Authorization"] == f"Bearer {token}"


async def test_no_account_before_there_is_a_token(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """Nobody knows the role yet."""
    await cloud.stop()
    client = connect(gateway, account())
    await client.identify()
    with pytest.raises(LoginError):
        await client.log_in()
    assert client.account == ""
    assert client.token is None


async def test_a_write_with_a_token_needs_one_look_at_the_gateway(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Who it is was told right before, even if it ends each connection."""
    gateway.tickets = Tickets.NONE
    gateway.faults.add("/info", CloseAfter())
    client = connect(gateway, account(token=gateway.token()))
    await send(client, "POST", SETTINGS, {"enable": True})
    assert asked(gateway.journal) == ["GET /info", f"POST {SETTINGS}"]


async def test_an_expired_token_tells_of_the_clocks(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A gateway whose clock is wrong refuses good tokens, so both are told."""
    gateway.clock_offset = timedelta(hours=5)
    client = connect(gateway, by_hand(expired_token(gateway)))
    await client.identify()
    with pytest.raises(TokenExpired) as caught:
        await client.log_in()
    assert caught.value.minutes_off == 300


async def test_a_check_that_fails_is_told_whole(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """With its status, its words and its page, which isn't the caller's."""
    client = connect(gateway)
    await client.identify()
    rule = gateway.faults.add(CHECK, Fixed(503, "starting"))
    with pytest.raises(Busy) as busy:
        await client.log_in()
    assert (busy.value.status, busy.value.answer) == (503, "starting")
    assert busy.value.endpoint == CHECK

    gateway.faults.remove(rule)
    gateway.faults.add(CHECK, Fixed(503, "Too many sessions are open."))
    with pytest.raises(TooManySessions) as full:
        await client.log_in()
    assert full.value.status == 503
    assert full.value.answer == "Too many sessions are open."


@pytest.mark.parametrize(
    ("status", "said", "is_gone"),
    [
        (501, "no such thing", True),
        (505, "no such thing", True),
        (503, '{"error": "This interface was removed"}', True),
        (503, '{"error": "Resource busy, please retry after 30 seconds"}', False),
        (502, '{"error": "This interface was removed"}', False),
        (408, "too slow", False),
        (429, "too many", False),
    ],
)
async def test_a_check_that_is_gone_or_busy(
    gateway: GatewaySimulator,
    connect: Connect,
    status: int,
    said: str,
    *,
    is_gone: bool,
) -> None:
    """Only what may pass by itself is worth another try."""
    gateway.faults.add(CHECK, Fixed(status, said))
    client = connect(gateway)
    await client.identify()
    with pytest.raises(NoLoginCheck if is_gone else Busy) as caught:
        await client.log_in()
    assert f"status={status}" in str(caught.value)

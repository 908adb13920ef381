"""How long the cloud is left alone, rejection by rejection, and over a restart."""

from dataclasses import asdict
import json
import time

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    LoginPause,
    Rejections,
    kept_rejections,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import LoginRefused
from gateway_simulator import Account, CloudSimulator, GatewaySimulator

from ..clock import later
from ..conftest import Connect
from ..support import EMAIL, PASSWORD, asked

HOUR = 3600.0
DAY = 24 * HOUR
LOGIN = "POST /login/login.json"

# Seconds that a test may take between two looks at the clock.
SLACK = 60.0


def rejections(in_a_row: int = 1, left: float = HOUR) -> Rejections:
    """Return what is kept of a wrong password."""
    return Rejections(
        reason="LoginRefused", in_a_row=in_a_row, until=time.time() + left
    )


async def _read(
    connect: Connect, gateway: GatewaySimulator, pause: LoginPause
) -> LoginRefused | None:
    """Have a new client log in with the account; return how it was refused."""
    client = connect(
        gateway, Credentials(username=EMAIL, password=PASSWORD, pause=pause)
    )
    try:
        await client.read("/ivp/meters")
    except LoginRefused as err:
        return err
    return None


async def test_each_rejection_makes_the_pause_longer(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """An hour, six of them, and so on up to a month: five in eleven days."""
    cloud.add(Account(EMAIL, "changed"))
    kept: list[Rejections] = []
    pause = LoginPause(on_rejected=kept.append)
    passed = 0.0
    lengths = [HOUR, 6 * HOUR, 36 * HOUR, 9 * DAY, 30 * DAY, 30 * DAY]
    for number, length in enumerate(lengths, start=1):
        with later(passed):
            assert await _read(connect, gateway, pause)
            assert kept[-1].in_a_row == number
            assert kept[-1].until == pytest.approx(time.time() + length, abs=SLACK)
        with later(passed + length - SLACK):
            assert await _read(connect, gateway, pause)
        assert asked(cloud.journal) == number * [LOGIN]
        passed += length + SLACK


async def test_a_login_that_succeeds_ends_the_row(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """The next rejection is the first one again, and nothing is held up till then."""
    cloud.add(Account(EMAIL, "changed"))
    kept: list[Rejections] = []
    pause = LoginPause(on_rejected=kept.append)
    assert await _read(connect, gateway, pause)
    cloud.add(Account(EMAIL, PASSWORD))
    with later(HOUR + SLACK):
        assert await _read(connect, gateway, pause) is None
        cloud.add(Account(EMAIL, "changed"))
        assert await _read(connect, gateway, pause)
    assert [one.in_a_row for one in kept] == [1, 1]


def test_a_success_ends_a_pause_that_goes_on() -> None:
    """Whoever has a token by now need not wait for the end of a pause."""
    pause = LoginPause()
    pause.failed(LoginRefused())
    pause.succeeded()
    pause.check()


async def test_a_kept_pause_ends_and_its_row_goes_on(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """It ends when it would have without a restart, and the next one is longer."""
    cloud.add(Account(EMAIL, "changed"))
    kept: list[Rejections] = []
    pause = LoginPause(rejections(in_a_row=2, left=2 * HOUR), kept.append)
    with later(2 * HOUR - SLACK):
        assert await _read(connect, gateway, pause)
        assert asked(cloud.journal) == []
    with later(2 * HOUR + SLACK):
        assert await _read(connect, gateway, pause)
        assert asked(cloud.journal) == [LOGIN]
        assert [one.in_a_row for one in kept] == [3]
        assert kept[0].until == pytest.approx(time.time() + 36 * HOUR, abs=SLACK)


async def test_a_wrong_clock_makes_no_endless_pause(
    gateway: GatewaySimulator, cloud: CloudSimulator, connect: Connect
) -> None:
    """A clock that was years ahead or is years behind holds up no longer than usual."""
    pause = LoginPause(rejections(in_a_row=1, left=3650 * DAY))
    with later(HOUR - SLACK):
        assert await _read(connect, gateway, pause)
    with later(HOUR + SLACK):
        assert await _read(connect, gateway, pause) is None
    assert cloud.journal.count(path="/login/login.json") == 1


def test_what_is_kept_can_be_read_again() -> None:
    """As JSON, whole."""
    for in_a_row in (1, 2, 100):
        kept = rejections(in_a_row)
        assert kept_rejections(json.loads(json.dumps(asdict(kept)))) == kept


@pytest.mark.parametrize(
    "odd",
    [
        {"in_a_row": 0},
        {"in_a_row": -1},
        {"in_a_row": "2"},
        {"until": "soon"},
        {"until": None},
        {"reason": None},
    ],
)
def test_what_is_odd_is_no_pause(odd: dict[str, object]) -> None:
    """Nothing is held up by what nobody has kept."""
    assert kept_rejections(asdict(rejections()) | odd) is None


def test_an_odd_number_is_bounded() -> None:
    """A pause can be reckoned for whatever number was kept."""
    found = kept_rejections(asdict(rejections()) | {"in_a_row": 10**9})
    assert found is not None
    assert found.in_a_row == 100
    with pytest.raises(LoginRefused):
        LoginPause(found).check()

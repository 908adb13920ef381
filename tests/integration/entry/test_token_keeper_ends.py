"""With its entry, the keeper of a token ends, whatever it is doing."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults
from tests.integration.helpers import disable, remove
from tests.unloading.bench import timers
from tests.waiting import until

from ..helpers import EMAIL, PASSWORD, load, reauths
from ..repair import issues

LOGIN: Final = "/login/login.json"

type End = Callable[[HomeAssistant, MockConfigEntry], Awaitable[object]]


async def _unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload the entry."""
    await hass.config_entries.async_unload(entry.entry_id)


ENDS: Final = pytest.mark.parametrize("end", [_unload, disable, remove])

FAULTS: Final = pytest.mark.parametrize(
    "fault",
    [
        faults.Delay(0.2),
        faults.Fixed(503, "later"),
        faults.DropBeforeReply(),
        faults.Fixed(200, "<html>"),
    ],
)


async def _with_due_token(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return a loaded entry whose token is due for renewal."""
    issued = dt_util.utcnow() - timedelta(days=340)
    return await load(hass, gateway, token=gateway.token(issued_at=issued))


def _later(hass: HomeAssistant) -> None:
    """Let the time come at which tokens are looked at."""
    for timer in timers(hass):
        timer._run()  # noqa: SLF001 - as the loop does when it is due
        timer.cancel()


@ENDS
@FAULTS
async def test_ended_while_it_renews(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    end: End,
    fault: faults.Fault,
) -> None:
    """Nobody asks the cloud any more, and the entry stays as it is."""
    entry = await _with_due_token(hass, gateway)
    data = dict(entry.data)
    cloud.faults.add(None, faults.Delay(0.2))
    cloud.faults.add(None, fault)
    _later(hass)
    await until(lambda: cloud.journal.in_flight)
    await end(hass, entry)
    assert timers(hass) == []
    await hass.async_block_till_done(wait_background_tasks=True)
    # No timer, so that nobody will ever come back.
    assert timers(hass) == []
    assert cloud.journal.count(path=LOGIN) == 1
    assert dict(entry.data) == data
    assert not reauths(hass)
    assert not issues(hass)


@ENDS
async def test_ended_while_it_is_refused(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    end: End,
) -> None:
    """Nobody is asked for a login that nobody needs."""
    entry = await _with_due_token(hass, gateway)
    cloud.add(Account(EMAIL, f"not {PASSWORD}"))
    cloud.faults.add(None, faults.Delay(0.2))
    _later(hass)
    await until(lambda: cloud.journal.in_flight)
    await end(hass, entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not reauths(hass)
    assert timers(hass) == []
    assert cloud.journal.count(path=LOGIN) == 1


async def test_one_keeper_after_many_reloads(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
) -> None:
    """Reloads in the middle of renewals don't add to those who renew."""
    entry = await _with_due_token(hass, gateway)
    cloud.faults.add(None, faults.Delay(0.05))
    cloud.faults.add(None, faults.Fixed(503, "later"))
    for _ in range(5):
        cloud.journal.clear()
        _later(hass)
        await until(lambda: cloud.journal.in_flight)
        await hass.config_entries.async_reload(entry.entry_id)
        assert len(timers(hass)) == 1
    await hass.async_block_till_done(wait_background_tasks=True)
    cloud.journal.clear()
    _later(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert cloud.journal.count() == 1
    assert len(timers(hass)) == 1


async def test_stopped_with_home_assistant(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
) -> None:
    """When Home Assistant stops, without unloading anything, nothing is left."""
    await _with_due_token(hass, gateway)
    cloud.faults.add(None, faults.Delay(0.2))
    _later(hass)
    await until(lambda: cloud.journal.in_flight)
    await hass.async_stop(force=True)
    assert timers(hass) == []
    assert gateway.connections == 0

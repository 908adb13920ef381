"""Rejected logins: the cloud is asked again ever more rarely, also after a restart."""

from datetime import timedelta
import json

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from gateway_simulator import Account, CloudSimulator, GatewaySimulator

from ..dialog import Dialog
from ..helpers import (
    EMAIL,
    INVERTERS,
    PASSWORD,
    entry_data,
    later,
    load,
    make_entry,
    read,
    reauths,
    set_up,
)

LOGIN = "/login/login.json"

REFUSED = [
    (Account(EMAIL, "changed"), "refuses the user name or password"),
    (Account(EMAIL, PASSWORD, blocked=True), "has locked"),
    (Account(EMAIL, PASSWORD, multi_factor=True), "second factor"),
]


def _due_token(gateway: GatewaySimulator) -> str:
    """Return a token that is still good for weeks and due to be renewed."""
    return gateway.token(issued_at=dt_util.utcnow() - timedelta(days=340))


def expired_token(gateway: GatewaySimulator) -> str:
    """Return a token that the gateway refuses."""
    return gateway.token(issued_at=dt_util.utcnow() - timedelta(days=400))


async def _logins(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    cloud: CloudSimulator,
    hours: int,
) -> list[int]:
    """Let hours pass; return those in which the cloud was asked for a login."""
    asked = []
    for hour in range(hours):
        before = cloud.journal.count(path=LOGIN)
        for _ in range(4):
            await later(hass, freezer, minutes=15)
        asked += [hour] * (cloud.journal.count(path=LOGIN) - before)
    return asked


async def test_pauses_grow(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A password that was changed is tried five times in eleven days, not each day."""
    entry = await load(hass, gateway, token=_due_token(gateway))
    cloud.add(Account(EMAIL, "changed"))
    first, *others = await _logins(hass, freezer, cloud, 11 * 24)
    assert first == 0
    assert len(others) == 4
    pauses = [
        later - earlier
        for earlier, later in zip([first, *others], others, strict=False)
    ]
    # An hour, then six times as long each time; the keeper looks every six hours.
    for pause, least in zip(pauses, (1, 6, 36, 216), strict=False):
        assert least <= pause <= least + 7
    assert len(reauths(hass)) == 1
    dialog = await Dialog.under_way(hass)
    assert "refuses this user name or password" in dialog.description
    # The old token is still good, so nobody notices.
    assert await read(hass, entry, INVERTERS)


async def test_a_mistake_of_the_cloud_heals(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A cloud that accepts the login again ends the pause and takes the form back."""
    entry = await load(hass, gateway, token=_due_token(gateway))
    old = entry.data["token"]
    cloud.add(Account(EMAIL, "changed"))
    assert await _logins(hass, freezer, cloud, 1) == [0]
    assert len(reauths(hass)) == 1
    assert entry.data["login_pause"]["in_a_row"] == 1

    cloud.add(Account(EMAIL, PASSWORD))
    assert len(await _logins(hass, freezer, cloud, 2)) == 1
    assert entry.data["token"] != old
    assert "login_pause" not in entry.data
    assert not reauths(hass)

    # The next rejection, a year later, begins with the short pause.
    cloud.add(Account(EMAIL, "changed"))
    freezer.tick(timedelta(days=340))
    await _logins(hass, freezer, cloud, 1)
    assert entry.data["login_pause"]["in_a_row"] == 1


@pytest.mark.parametrize(("account", "words"), REFUSED)
async def test_restarts_do_not_ask_again(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    *,
    account: Account,
    words: str,
) -> None:
    """Ten starts in an hour are one rejected login, and each says what is wrong."""
    cloud.add(account)
    data = entry_data(gateway, token=expired_token(gateway))
    for _ in range(10):
        entry = await set_up(hass, make_entry(hass, gateway, data))
        assert entry.state is ConfigEntryState.SETUP_ERROR
        assert words in str(entry.reason)
        assert len(reauths(hass)) == 1
        # As Home Assistant stores it.
        data = json.loads(json.dumps(dict(entry.data)))
        await hass.config_entries.async_remove(entry.entry_id)
        freezer.tick(timedelta(minutes=5))
    assert cloud.journal.count(path=LOGIN) == 1
    # A person has to be there for a code, so the cloud isn't asked at all then.
    assert ("second_factor" in data) is account.multi_factor
    if account.multi_factor:
        return

    freezer.tick(timedelta(minutes=30))
    entry = await set_up(hass, make_entry(hass, gateway, data))
    assert cloud.journal.count(path=LOGIN) == 2
    assert entry.data["login_pause"]["in_a_row"] == 2


@pytest.mark.parametrize(("years", "hour"), [(50, 7), (1, 7), (-1, 0)])
async def test_wrong_clock(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    *,
    years: int,
    hour: int,
) -> None:
    """A pause is no longer than it was, however wrong the clock is or was."""
    until = dt_util.utcnow() + timedelta(days=365 * years)
    kept = {"reason": "LoginRefused", "in_a_row": 2, "until": until.timestamp()}
    await load(hass, gateway, token=_due_token(gateway), login_pause=kept)
    # The second pause has six hours; after that comes the keeper's next look.
    assert await _logins(hass, freezer, cloud, 10) == [hour]


@pytest.mark.parametrize("way", ["reauth", "reconfigure"])
async def test_the_owner_ends_the_pause(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
    way: str,
) -> None:
    """Who enters another password doesn't wait, now or at the next renewal."""
    role = "installer"
    entry = await load(hass, gateway, token=_due_token(gateway))
    cloud.add(Account(EMAIL, "changed", role=role))
    await _logins(hass, freezer, cloud, 12)
    assert entry.data["login_pause"]["in_a_row"] == 3

    dialog = await (
        Dialog.under_way(hass) if way == "reauth" else Dialog.reconfigure(hass, entry)
    )
    result = await dialog.submit(
        host=gateway.host, username=EMAIL, password="changed", use_manual_token=False
    )
    assert result["type"] == "abort"
    assert "login_pause" not in entry.data
    assert entry.state is ConfigEntryState.LOADED
    # An installer's token is renewed nine hours later, a third of the old pause.
    assert len(await _logins(hass, freezer, cloud, 10)) == 1

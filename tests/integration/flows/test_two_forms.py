"""Two forms for one account, and a form that is closed and opened again."""

from dataclasses import replace
from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator, faults

from ..dialog import Dialog
from ..helpers import (
    DOMAIN,
    EMAIL,
    INVERTERS,
    PASSWORD,
    entry_data,
    load,
    make_entry,
    read,
    set_up,
)
from .codes import CODE, LOGIN, SEND, ask, enter, factor, given, wrong

SHORT = timedelta(seconds=30)


async def test_closed_and_opened_again(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """However often, one code is sent in 30 seconds; the form says why, and waits."""
    dialog = await ask(hass, gateway, cloud)
    for _ in range(4):
        hass.config_entries.flow.async_abort(dialog.result["flow_id"])
        freezer.tick(7)
        dialog = await Dialog.add(hass)
        await dialog.submit(**given(gateway))
        assert dialog.result["step_id"] == "code"
        assert dialog.errors == {"new_code": "code_too_soon_elsewhere"}
        assert "another login" in dialog.complaint
    assert "2 seconds" in dialog.complaint
    assert cloud.journal.count(path=SEND) == 1
    freezer.tick(3)
    await enter(dialog, new_code=True)
    assert not dialog.errors
    assert cloud.journal.count(path=SEND) == 2
    result = await enter(dialog, cloud.second_factor.newest)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_two_at_once(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The second one takes no code of the first, and sends none twice."""
    entry = await load(hass, gateway, second_factor=True, password="")
    async with GatewaySimulator("8.2") as other:
        first = await ask(hass, other, cloud)
        second = await Dialog.reconfigure(hass, entry)
        await second.submit(**given(gateway))
        assert second.errors == {"new_code": "code_too_soon_elsewhere"}
        bad = wrong(cloud)
        await enter(second, bad)
        assert second.errors == {"code": "code_rejected"}
        await enter(first, bad)
        assert first.errors == {"code": "code_outdated"}
        assert cloud.journal.count(path=CODE) == 1
        result = await enter(first, cloud.second_factor.newest)
        assert result["type"] is FlowResultType.CREATE_ENTRY
        # The first is done, so nothing keeps the second one waiting.
        await enter(second, new_code=True)
        assert not second.errors
        result = await enter(second, cloud.second_factor.newest)
        assert result["reason"] == "reconfigure_successful"
    assert cloud.journal.count(path=LOGIN) == 2
    assert cloud.journal.count(path=SEND) == 2


async def test_another_account_has_its_own(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """The accounts of two people don't wait for each other."""
    await ask(hass, gateway, cloud)
    other = replace(factor(), email="other@example.com")
    cloud.add(other)
    dialog = await Dialog.add(hass)
    await dialog.submit(**given(gateway, username=other.email))
    assert not dialog.errors
    assert cloud.journal.count(path=SEND) == 2


@pytest.mark.parametrize("user", [EMAIL, "other@example.com"])
@pytest.mark.parametrize("second_factor", [True, False])
async def test_forgotten_stays_forgotten(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    user: str,
    second_factor: bool,
) -> None:
    """Whoever had it forgotten a year ago has not to remember that; others keep it."""
    cloud.add(replace(factor(), email=user))
    token = gateway.token(lifetime=timedelta(seconds=-60))
    data = entry_data(gateway, token=token, password="", second_factor=second_factor)
    await set_up(hass, make_entry(hass, gateway, data))
    dialog = await Dialog.under_way(hass)
    await dialog.submit(**given(gateway, username=user))
    forgotten = second_factor and user == EMAIL
    assert dialog.shown["forget_password"] is forgotten
    await enter(dialog, wrong(cloud), forget_password=not forgotten)
    assert dialog.shown["forget_password"] is not forgotten
    await enter(dialog, cloud.second_factor.newest, forget_password=forgotten)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert entry.data["password"] == ("" if forgotten else PASSWORD)


async def test_a_login_that_is_over_starts_no_pause(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Nothing was said against password or code, so calls still get their token."""
    entry = await load(hass, gateway, token=gateway.token(lifetime=SHORT))
    cloud.add(factor(password="changed"))
    dialog = await Dialog.reconfigure(hass, entry)
    await dialog.submit(**given(gateway, password="changed"))
    cloud.faults.add(CODE, faults.Fixed(401))
    await enter(dialog, cloud.second_factor.newest)
    assert dialog.errors == {"base": "code_login_over"}
    assert "login_pause" not in entry.data
    cloud.add(replace(factor(), multi_factor=False))
    # Clocks may differ by some minutes.
    gateway.advance(600)
    assert await read(hass, entry, INVERTERS)

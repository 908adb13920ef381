"""What was written to one gateway is never put back at the one in its place."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import CloudSimulator, GatewaySimulator
from tests.integration.dialog import Dialog
from tests.integration.helpers import EMAIL, call, load, refusal

from ..support import CHANGE, SETTINGS, day_at, write

NEW = "999900001111"
QUARTER: dict[str, Any] = {"minutes": 15}


async def exchange(
    hass: HomeAssistant, entry: MockConfigEntry, gateway: GatewaySimulator, serial: str
) -> None:
    """Put another gateway in its place, which has the same settings by now."""
    gateway.set_serial(serial)
    await gateway.restart()
    dialog = await Dialog.reconfigure(hass, entry)
    login = {"host": gateway.host, "username": EMAIL, "use_manual_token": False}
    await dialog.submit(**login)
    result = await dialog.submit(exchanged=True, **login)
    assert result["reason"] == "reconfigure_successful"
    gateway.journal.clear()


async def listed(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the newest write as `list_writes` shows it."""
    reply = await call(hass, "list_writes", config_entry_id=entry.entry_id)
    return reply["writes"][0]


def restore(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> Any:
    """Call `restore_data` for the newest write."""
    given = {"config_entry_id": entry.entry_id, "risk_acknowledged": True}
    return call(hass, "restore_data", **given | {"endpoint": SETTINGS} | fields)


@pytest.mark.parametrize("test_mode", [False, True])
async def test_record(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    *,
    test_mode: bool,
) -> None:
    """The new one is not even asked, although it shows what was written."""
    old = gateway.serial
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    await exchange(hass, entry, gateway, NEW)
    said = await refusal(
        restore(hass, entry, test_mode=test_mode),
        "restore_other_gateway",
        callers_mistake=True,
    )
    assert old in said
    assert NEW in said
    assert gateway.journal.requests == []
    assert day_at(gateway) == "Sun"
    row = await listed(hass, entry)
    assert not row["can_be_restored"]
    assert row["reason"] == said.rstrip(".")


async def test_record_of_the_new_one(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """What was written to the new gateway can be put back there."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    await exchange(hass, entry, gateway, NEW)
    data = {"exercise_config": {"day": "Mon"}}
    await write(hass, entry, data=data, merge=True)
    await restore(hass, entry)
    assert day_at(gateway) == "Sun"


async def test_old_one_is_back(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A gateway that was repaired gets its own values, over a restart, too."""
    old = gateway.serial
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    await exchange(hass, entry, gateway, NEW)
    await exchange(hass, entry, gateway, old)
    await restore(hass, entry)
    assert day_at(gateway) == "Sat"


@pytest.mark.parametrize("kept", [{}, {"serial": ""}, {"serial": 17}])
async def test_record_that_names_no_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator, kept: dict[str, Any]
) -> None:
    """Rows of an earlier build may be those of any gateway that the entry had."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True)
    (row,) = entry.runtime_data.log.writes
    del row["serial"]
    row.update(kept)
    gateway.journal.clear()
    said = await refusal(
        restore(hass, entry), "restore_gateway_unknown", callers_mistake=True
    )
    assert gateway.journal.requests == []
    assert (await listed(hass, entry))["reason"] == said.rstrip(".")


async def test_temporary_write(
    hass: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """One at the new gateway ends with what that had, not with the old one's value."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE, merge=True, restore_after=QUARTER)
    await exchange(hass, entry, gateway, NEW)
    data = {"exercise_config": {"day": "Mon"}}
    await write(hass, entry, data=data, merge=True, restore_after=QUARTER)
    (pending,) = entry.runtime_data.restores.pending
    assert pending.serial == NEW
    assert [leaf.before for leaf in pending.leaves] == ["Sun"]

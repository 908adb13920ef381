"""Pages of batteries and relays are there without any: the scripts look first."""

from typing import Any

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
import pytest

from gateway_simulator import GatewaySimulator

from .bench import CONTROL, FIELDS, INVENTORY, STORAGE, TARIFF, Bench
from .field import refuse, without_storage

_STORAGE = [INVENTORY, STORAGE, CONTROL]

without_batteries = pytest.mark.parametrize(
    "gateway", ["7.6", "7.6-no-meters", "8.3-closing", "8.3-stale"], indirect=True
)


@without_batteries
async def test_no_batteries(bench: Bench) -> None:
    """The tariff has battery settings all the same; they are left alone."""
    tariff = await bench.read(TARIFF)
    assert tariff["tariff"]["storage_settings"]["reserved_soc"]
    with pytest.raises(HomeAssistantError, match="since this gateway has no batteries"):
        await bench.make_and_run("battery.yaml")
    assert bench.sent() == []


@pytest.mark.parametrize("gateway", ["3.7", "3.18", "5.0", "7.3"], indirect=True)
async def test_no_pages_of_batteries(bench: Bench) -> None:
    """That they are missing or refused to everybody says the same."""
    with pytest.raises(HomeAssistantError, match="since this gateway has no batteries"):
        await bench.make_and_run("battery.yaml")
    assert bench.sent() == []


@pytest.mark.parametrize("left", _STORAGE)
@pytest.mark.parametrize("gateway", ["8.2-three-phase"], indirect=True)
async def test_one_page_is_enough(bench: Bench, left: str) -> None:
    """Batteries are seen in whichever page can be read."""
    refuse(bench, [page for page in _STORAGE if page != left], 401)
    bench.gateway.device.documents[TARIFF]["tariff"]["storage_settings"][
        "opt_schedules"
    ] = False
    await bench.make_and_run("battery.yaml")
    assert len(bench.sent()) == 1


async def test_ac_batteries(bench: Bench) -> None:
    """They count, too, although only one page knows of them."""
    assert bench.gateway.device.documents[STORAGE] == {"devices:": []}
    await bench.make_and_run("battery.yaml")
    assert len(bench.sent()) == 1


async def test_passing_trouble(bench: Bench) -> None:
    """A page that fails for the moment is no proof that there are none."""
    without_storage(bench)
    refuse(bench, [CONTROL], 500)
    with pytest.raises(
        HomeAssistantError,
        match=r"could not be seen whether there are batteries\. .*500",
    ):
        await bench.make_and_run("battery.yaml")
    assert bench.sent() == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"opt_schedules": False}, "opt_schedules"),
        ({"reserve": 30, "charge_from_grid": True}, "reserved_soc, charge_from_grid"),
    ],
)
async def test_settings_that_are_not_there(
    bench: Bench, given: dict[str, Any], named: str
) -> None:
    """Neither a section nor a field of the tariff is invented."""
    tariff = bench.gateway.device.documents[TARIFF]["tariff"]
    if len(given) == 1:
        del tariff["storage_settings"]["opt_schedules"]
    else:
        del tariff["storage_settings"]
    await bench.make("battery.yaml")
    with pytest.raises(
        HomeAssistantError, match=f"tariff of this gateway has no {named}"
    ):
        await bench.run(**given)
    assert bench.sent() == []


@pytest.mark.parametrize("name", ["grid_relay.yaml", "dry_contact.yaml"])
@pytest.mark.parametrize(
    "gateway",
    ["7.6", "7.6-no-meters", "8.2-three-phase", "8.3-closing", "8.3-stale"],
    indirect=True,
)
async def test_no_controller(
    bench: Bench, name: str, notifications: list[ServiceCall]
) -> None:
    """Relay and contacts are shown without the hardware, and say yes to everything."""
    with pytest.raises(
        HomeAssistantError, match="this gateway has no system controller"
    ):
        await bench.make_and_run(name)
    assert bench.sent() == []
    assert notifications == []


@pytest.mark.parametrize("name", ["grid_relay.yaml", "dry_contact.yaml"])
async def test_inventory_is_refused(bench: Bench, name: str) -> None:
    """Then the position tells what came of it."""
    refuse(bench, [INVENTORY], 401)
    await bench.make_and_run(name)
    assert len(bench.sent()) == 1


async def test_no_such_ac_battery(bench: Bench) -> None:
    """A serial that is not in the inventory is not written."""
    with pytest.raises(HomeAssistantError, match="has no AC battery 121730099999"):
        await bench.make_and_run("ac_battery_sleep.yaml", serial="121730099999")
    assert bench.sent() == []


@pytest.mark.parametrize(
    ("name", "page", "unseen"),
    [
        ("grid_relay.yaml", INVENTORY, "a system controller"),
        ("dry_contact.yaml", INVENTORY, "a system controller"),
        ("ac_battery_sleep.yaml", "/inventory", "such an AC battery"),
    ],
)
async def test_inventory_fails(bench: Bench, name: str, page: str, unseen: str) -> None:
    """What can't be seen at the moment is not written to; later it is."""
    (fault,) = refuse(bench, [page], 500)
    with pytest.raises(
        HomeAssistantError,
        match=rf"could not be seen whether there is {unseen}\. .*500",
    ):
        await bench.make_and_run(name)
    assert bench.sent() == []
    bench.gateway.faults.remove(fault)
    await bench.run(**FIELDS[name])
    assert len(bench.sent()) == 1


async def test_ac_battery_without_an_inventory(bench: Bench) -> None:
    """Without the page, the list of batteries that sleep tells what came of it."""
    refuse(bench, ["/inventory"], 401)
    await bench.make_and_run("ac_battery_sleep.yaml")
    assert len(bench.sent()) == 1


@without_batteries
async def test_reserve_without_batteries(
    bench: Bench, gateway: GatewaySimulator, notifications: list[ServiceCall]
) -> None:
    """The automation goes by the hardware, too."""
    await bench.automate("battery_reserve.yaml", at="00:00:00", risk_acknowledged=True)
    await bench.start()
    await bench.until(lambda: notifications)
    (told,) = notifications
    assert told.data["message"] == (
        "Nothing was sent: this gateway has no batteries. "
        "It is looked at again each day."
    )
    assert gateway.journal.writes == []

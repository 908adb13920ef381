"""What goes wrong makes a script fail with words, and never writes twice."""

from typing import Any

from homeassistant.core import Context, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_capture_events,
)

from gateway_simulator import GatewaySimulator, faults

from .bench import DOMAIN, FIELDS, NAMES, PAGES, RELAY, TARIFF, Bench

VERIFIED = [name for name in NAMES if name != "grid_profile.yaml"]
"""Scripts whose page shows what was written; the grid profile has another way."""


@pytest.mark.parametrize("name", NAMES)
async def test_risk_not_acknowledged(bench: Bench, name: str) -> None:
    """As it comes from the import, a script sends nothing."""
    with pytest.raises(ServiceValidationError, match="Turn on Risk acknowledged"):
        await bench.make_and_run(name, risk_acknowledged=False)
    assert bench.gateway.journal.writes == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"who_may_send": "nobody"}, "is read-only"),
        ({"allowed_endpoints": ["/ivp/none"]}, "is not among the endpoints"),
    ],
)
async def test_locked(
    hass: HomeAssistant, bench: Bench, name: str, options: dict[str, Any], words: str
) -> None:
    """The owner's options hold for scripts, too."""
    refused = async_capture_events(hass, f"{DOMAIN}_refused")
    hass.config_entries.async_update_entry(bench.entry, options=options)
    with pytest.raises(ServiceValidationError, match=words):
        await bench.make_and_run(name)
    assert bench.gateway.journal.writes == []
    assert [event.data["endpoint"] for event in refused] == [PAGES[name]]


@pytest.mark.parametrize("name", NAMES)
async def test_users_who_are_no_administrators(
    bench: Bench, hass_read_only_user: MockUser, name: str
) -> None:
    """A script that such a user starts is refused as their own call is."""
    await bench.make(name)
    with pytest.raises(
        ServiceValidationError, match="administrators and automations may send"
    ):
        await bench.run(Context(user_id=hass_read_only_user.id), **FIELDS[name])
    assert bench.gateway.journal.writes == []


@pytest.mark.parametrize("name", VERIFIED)
async def test_ignored(
    bench: Bench, name: str, notifications: list[ServiceCall]
) -> None:
    """The gateway says 200 and does nothing: a strict verification tells."""
    bench.gateway.faults.add(PAGES[name], faults.IgnoreWrite())
    with pytest.raises(HomeAssistantError, match="seconds later it did not show it"):
        await bench.make_and_run(name, verify_seconds=0)
    assert len(bench.sent()) == 1
    assert notifications == []


@pytest.mark.parametrize(
    "name", [name for name in VERIFIED if name != "grid_relay.yaml"]
)
async def test_ignored_and_told(bench: Bench, name: str) -> None:
    """With Yes, and tell, the response has it, and the script goes on."""
    bench.gateway.faults.add(PAGES[name], faults.IgnoreWrite())
    reply = await bench.make_and_run(name, verify="on", verify_seconds=0)
    assert reply["verification"]["verified"] is False
    assert len(bench.sent()) == 1


@pytest.mark.parametrize("name", NAMES)
async def test_reply_lost(bench: Bench, name: str) -> None:
    """Nobody knows whether it was carried out, and it is not repeated."""
    bench.gateway.faults.add(
        lambda request: request.method != "GET", faults.DropAfterApplying()
    )
    with pytest.raises(HomeAssistantError, match="carried out is unknown"):
        await bench.make_and_run(name)
    assert len(bench.sent()) == 1


@pytest.mark.parametrize(
    "name", ["grid_profile.yaml", "limit_power.yaml", "production.yaml"]
)
async def test_other_account(
    bench: Bench, name: str, gateway: GatewaySimulator
) -> None:
    """Pages for installers refuse an owner, and the error says so."""
    data = {**bench.entry.data, "token": gateway.token("owner")}
    bench.hass.config_entries.async_update_entry(bench.entry, data=data)
    await bench.hass.config_entries.async_reload(bench.entry.entry_id)
    with pytest.raises(HomeAssistantError, match="role owner"):
        await bench.make_and_run(name)


@pytest.mark.parametrize(
    "name",
    ["production.yaml", "grid_relay.yaml", "dry_contact.yaml", "ac_battery_sleep.yaml"],
)
@pytest.mark.parametrize("given", [[], ["maybe"]])
async def test_nothing_is_guessed(bench: Bench, name: str, given: list[str]) -> None:
    """Without a clear on or off, nothing is written."""
    await bench.make(name)
    with pytest.raises(HomeAssistantError, match="bool got invalid input"):
        await bench.run(**dict(zip(FIELDS[name], given, strict=False)))
    assert bench.sent() == []


async def test_unknown_limit(bench: Bench) -> None:
    """Export or production has to be one of the two."""
    with pytest.raises(HomeAssistantError, match="bool got invalid input"):
        await bench.make_and_run("limit_power.yaml", limited="both")
    assert bench.sent() == []


async def test_battery_without_a_change(bench: Bench) -> None:
    """A call that names nothing is refused."""
    await bench.make("battery.yaml")
    with pytest.raises(ServiceValidationError, match="nothing to change"):
        await bench.run()
    assert bench.sent() == []


async def test_mode_while_the_cloud_optimises(bench: Bench) -> None:
    """It is accepted and ignored; after the end of the optimisation it counts."""
    storage = bench.gateway.device.documents[TARIFF]["tariff"]["storage_settings"]
    storage["opt_schedules"] = True
    await bench.make("battery.yaml", verify_seconds=0)
    with pytest.raises(
        HomeAssistantError, match=r"did not show it: tariff\.storage_settings\.mode"
    ):
        await bench.run(mode="backup")
    await bench.run(opt_schedules=False)
    await bench.run(mode="backup")
    storage = (await bench.read(TARIFF))["tariff"]["storage_settings"]
    assert (storage["mode"], storage["opt_schedules"]) == ("backup", False)


async def test_cloud_puts_back(
    hass: HomeAssistant, bench: Bench, notifications: list[ServiceCall]
) -> None:
    """The second look finds it, and the owner hears of it."""
    bench.gateway.faults.add(TARIFF, faults.PutBackAfter(60), method="PUT")

    @callback
    def a_minute_passes(_: Event) -> None:
        bench.gateway.advance(60)

    hass.bus.async_listen(f"{DOMAIN}_sent", a_minute_passes)
    reply = await bench.make_and_run("battery.yaml", look_again=0.1)
    assert reply["verification"]["verified"] is True
    assert reply["kept"] is False
    assert reply["found"]["reserved_soc"] == 20.0
    (told,) = notifications
    assert told.data["title"] == "Battery settings were put back"
    assert "mode, reserved_soc" in told.data["message"]
    assert len(bench.sent()) == 1


async def test_cloud_leaves_it(bench: Bench, notifications: list[ServiceCall]) -> None:
    """The second look finds it; AC batteries don't show what they give."""
    reply = await bench.make_and_run("battery.yaml", look_again=0.1)
    assert reply["kept"] is True
    assert [call.data["message"] for call in notifications] == [
        "The settings are stored, and nothing shows whether they hold."
    ]


async def test_relay_that_does_not_move(
    hass: HomeAssistant, notifications: list[ServiceCall], bench: Bench
) -> None:
    """The gateway shows the wish, the relay stays, and the owner hears of it."""
    bench.gateway.device.follow_after = 600
    reply = await bench.make_and_run("grid_relay.yaml", follow_seconds=1)
    assert (reply["followed"], reply["position"]) == (False, "closed")
    assert (await bench.read(RELAY))["mains_admin_state"] == "open"
    (told,) = notifications
    assert told.data["message"] == "The relay should be open and is closed."
    assert len(bench.sent()) == 1


async def test_relay_that_takes_its_time(bench: Bench) -> None:
    """The script waits for the relay."""
    bench.gateway.device.follow_after = 1
    reply = await bench.make_and_run("grid_relay.yaml")
    assert (reply["followed"], reply["position"]) == (True, "open")

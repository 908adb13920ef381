"""The last writes are kept over restarts, bounded, and shown redacted."""

from datetime import datetime
import json
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import DOMAIN, load, read, refusal

from ..support import CHANGE, SETTINGS, over_http, write


def kept(stored: dict[str, Any], entry: MockConfigEntry) -> list[dict[str, Any]]:
    """Return the writes in Home Assistant's storage."""
    writes: list[dict[str, Any]] = stored[f"{DOMAIN}.{entry.entry_id}"]["data"][
        "writes"
    ]
    return writes


async def test_write(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    stored: dict[str, Any],
    hass_admin_user: MockUser,
) -> None:
    """When, what, by whom, and what became of it, with body before and after."""
    entry = await load(hass, gateway)
    before = gateway.device.documents[SETTINGS]
    await write(
        hass,
        entry,
        data=CHANGE,
        merge=True,
        verify=True,
        context=Context(user_id=hass_admin_user.id),
    )
    after = {**before, "exercise_config": before["exercise_config"] | {"day": "Sun"}}
    (write_,) = kept(stored, entry)
    assert datetime.fromisoformat(write_.pop("at")).tzinfo
    assert 0 <= write_.pop("duration") < 5
    assert len(write_.pop("id")) == 26
    assert write_ == {
        "method": "POST",
        "endpoint": SETTINGS,
        "status": 200,
        "firmware": gateway.firmware,
        "serial": gateway.serial,
        "verified": True,
        "user": hass_admin_user.id,
        "senders": [],
        "form": False,
        "cut": [],
        "sent": after,
        "before": before,
        "after": after,
    }


async def test_before_from_an_earlier_read(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """What a read has shown is known before; nothing is read for the record."""
    entry = await load(hass, gateway)
    shown = await read(hass, entry, SETTINGS)
    await write(hass, entry, data=CHANGE)
    await write(hass, entry, data=CHANGE)
    first, second = kept(stored, entry)
    assert (first["before"], first["after"]) == (shown, None)
    # The write has made the earlier reply useless.
    assert second["before"] is None
    assert gateway.journal.count(method="GET", path=SETTINGS) == 1


async def test_two_hundred_are_kept(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """The newest 200 stay, over a restart and with what comes after it."""
    entry = await load(hass, gateway)
    for number in range(203):
        await write(hass, entry, data={"n": number})
    assert [write["sent"]["n"] for write in kept(stored, entry)] == [*range(3, 203)]
    await hass.config_entries.async_reload(entry.entry_id)
    writes = entry.runtime_data.log.writes
    assert [write["sent"]["n"] for write in writes] == [*range(3, 203)]
    await write(hass, entry, data={"n": 203})
    assert [write["sent"]["n"] for write in kept(stored, entry)] == [*range(4, 204)]


async def test_size_is_bounded(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """However much is written, the storage stays small."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, json.dumps({"a": "x" * 200_000})))
    for _ in range(3):
        await read(hass, entry, SETTINGS)
        await write(
            hass,
            entry,
            data={"a": "ü" * 100_000},
            verify=True,
            verify_seconds=0,
        )
    rows = kept(stored, entry)
    assert len(json.dumps(rows, ensure_ascii=False)) < 3 * 3 * 66_000
    assert [sorted(row["cut"]) for row in rows] == [["after", "before", "sent"]] * 3


async def test_two_megabytes_are_kept(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """The oldest go when the record gets too large, and the newest stay whole."""
    entry = await load(hass, gateway)
    for number in range(40):
        await write(hass, entry, data={"n": number, "a": "x" * 60_000})
    rows = kept(stored, entry)
    assert 34 <= len(rows) < 36
    assert [row["sent"]["n"] for row in rows] == [*range(40 - len(rows), 40)]
    assert len(json.dumps(rows, ensure_ascii=False)) <= 2 * 1024 * 1024
    assert all(row["cut"] == [] for row in rows)


async def test_pages_are_bounded(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """However many pages are written, the firmware of 200 is remembered."""
    entry = await load(hass, gateway)
    gateway.faults.add(None, faults.Fixed(200))
    for number in range(205):
        await write(hass, entry, f"/page/{number}", data={})
    pages = stored[f"{DOMAIN}.{entry.entry_id}"]["data"]["firmware"]
    assert list(pages) == [f"/page/{number}" for number in range(5, 205)]


async def test_long_integers(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """Integers beyond 64 bits are kept as text, which any storage can hold."""
    entry = await load(hass, gateway)
    await read(hass, entry, SETTINGS)
    await write(hass, entry, data={"n": 2**70}, verify=True)
    assert json.loads(gateway.journal.writes[0].body) == {"n": 2**70}
    (write_,) = kept(stored, entry)
    assert write_["sent"] == {"n": str(2**70)}
    assert write_["after"]["n"] == str(2**70)


@pytest.mark.parametrize(
    "page", [b"\x00\x01", b"[" * 400 + b"]" * 400], ids=["binary", "deep"]
)
async def test_unusable_page_before(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any], page: bytes
) -> None:
    """A page that nobody can use doesn't make an error of a write that succeeded."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(200, page), method="GET", times=1)
    await refusal(
        read(hass, entry, SETTINGS),
        "unusable_reply_too_deep" if page[:1] == b"[" else "unusable_reply_not_text",
    )
    await write(hass, entry, data=CHANGE)
    (write_,) = kept(stored, entry)
    assert (write_["status"], write_["sent"]) == (200, CHANGE)


async def test_removed_with_the_entry(
    hass: HomeAssistant, gateway: GatewaySimulator, stored: dict[str, Any]
) -> None:
    """Nothing stays behind when the entry is removed."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE)
    assert f"{DOMAIN}.{entry.entry_id}" in stored
    await hass.config_entries.async_remove(entry.entry_id)
    assert not [key for key in stored if key.startswith(DOMAIN)]


@over_http
async def test_diagnostics(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
) -> None:
    """They show which pages were written when, without values, users and serials."""
    assert await async_setup_component(hass, "diagnostics", {})
    entry = await load(hass, gateway)
    gateway.faults.add(None, faults.Fixed(200, '{"a": "my own house"}'))
    await write(
        hass,
        entry,
        f"/ivp/x/{gateway.serial}/202512345678?serial={gateway.serial}",
        data={"a": "my own house"},
        merge=True,
        verify=True,
        context=Context(user_id=hass_admin_user.id),
    )
    found: Any = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    (write_,) = found["writes"]
    assert datetime.fromisoformat(write_.pop("at")).tzinfo
    assert write_.pop("duration") >= 0
    assert write_ == {
        "method": "POST",
        "status": 200,
        "firmware": gateway.firmware,
        "verified": True,
        "endpoint": "/ivp/x/**REDACTED**/**REDACTED**",
    }
    text = json.dumps(found)
    for secret in (gateway.serial, "my own house", hass_admin_user.id, "202512345678"):
        assert secret not in text

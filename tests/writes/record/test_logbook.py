"""The logbook tells in plain words what was written, and who started it."""

from datetime import timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import DOMAIN, load

from ..house import sending
from ..support import CHANGE, SETTINGS, choose, outcome, over_http, write

pytestmark = [over_http, pytest.mark.usefixtures("recorder_mock")]


@pytest.fixture
def mock_recorder_before_hass(
    async_test_recorder: Any, disable_translations_once: None
) -> None:
    """Have the recorder ready before Home Assistant starts, which reads all texts."""


@pytest.fixture
async def entry(
    hass: HomeAssistant, recorder_mock: Any, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return an entry in a Home Assistant with a logbook."""
    assert await async_setup_component(hass, "logbook", {})
    return await load(hass, gateway)


async def lines(
    hass: HomeAssistant, client: WebSocketGenerator, **more: Any
) -> list[Any]:
    """Return what the logbook shows of us, oldest first."""
    await hass.async_block_till_done()
    await async_wait_recording_done(hass)
    socket = await client(hass)
    begin = dt_util.utcnow() - timedelta(hours=1)
    await socket.send_json_auto_id(
        {"type": "logbook/get_events", "start_time": begin.isoformat(), **more}
    )
    message = await socket.receive_json()
    assert message["success"], message
    return [line for line in message["result"] if line.get("domain") == DOMAIN]


async def test_rehearsed(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Nothing was sent, and the lines say so."""
    gateway.faults.add(SETTINGS, faults.Fixed(403), method="POST")
    await outcome(write(hass, entry, data=CHANGE))
    await choose(hass, entry, rehearse=True)
    await outcome(write(hass, entry, data=CHANGE))
    await write(hass, entry, data=CHANGE, method="PUT")
    told = {
        "endpoint": SETTINGS,
        "outcome": "restored",
        "paths": ["a"],
        "planned": "2026-01-01T12:00:00+00:00",
        "rehearsed": True,
    }
    hass.bus.async_fire(f"{DOMAIN}_restored", told)
    real, refused, taken, restored = await lines(hass, hass_ws_client)
    assert "rehearsal" not in real["message"]
    assert refused["message"] == (
        f"would have refused POST {SETTINGS} with status 403 (rehearsal); "
        "nothing was sent"
    )
    assert taken["message"] == (
        f"would have got PUT {SETTINGS} (rehearsal); nothing was sent"
    )
    assert restored["message"].startswith(f"would have got a at {SETTINGS} back")


@pytest.mark.parametrize(
    ("fault", "call", "words"),
    [
        (None, {}, "accepted POST {}"),
        (None, {"verify": True}, "accepted POST {}, verified"),
        (
            faults.IgnoreWrite(),
            {"verify": True, "verify_seconds": 0},
            "accepted POST {}, but does not show it",
        ),
        (faults.Fixed(400), {}, "refused POST {} with status 400"),
        (faults.busy(), {}, "refused POST {} with status 503"),
        (faults.DropAfterApplying(), {}, "was sent POST {}, outcome unknown"),
        (faults.Truncate(), {}, "accepted POST {}"),
    ],
)
async def test_line(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    *,
    fault: faults.Fault | None,
    call: dict[str, Any],
    words: str,
) -> None:
    """The gateway, what became of it, and when."""
    if fault:
        gateway.faults.add(SETTINGS, fault)
    await outcome(write(hass, entry, data=CHANGE, **call))
    (line,) = await lines(hass, hass_ws_client)
    assert line["name"] == entry.title
    assert line["message"] == words.format(SETTINGS)
    assert abs(line["when"] - dt_util.utcnow().timestamp()) < 60


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "hat POST {} angenommen, geprüft"),
        ("fr", "a accepté POST {}, vérifié"),
        ("fi", "accepted POST {}, verified"),
    ],
)
async def test_language(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    *,
    language: str,
    words: str,
) -> None:
    """The line has the language of the system, whoever looks at it."""
    await hass.config.async_update(language=language)
    await write(hass, entry, data=CHANGE, verify=True)
    (line,) = await lines(hass, hass_ws_client)
    assert line["message"] == words.format(SETTINGS)


@pytest.mark.parametrize("endpoint", [SETTINGS, "/prov"])
async def test_the_page_of_the_device(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    endpoint: str,
) -> None:
    """It shows our lines, those of a test included, although it has no entities."""
    await outcome(write(hass, entry, endpoint, data=CHANGE))
    await write(hass, entry, endpoint, data=CHANGE, test_mode=True)
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    found = await lines(hass, hass_ws_client, device_ids=[device.id])
    assert len(found) == 2
    assert found[0]["name"] == entry.title
    assert found[1]["message"] == f"test of POST {endpoint}, nothing sent"
    assert await lines(hass, hass_ws_client, device_ids=["other"]) == []


async def test_refusal(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    """A lock that held is in the logbook, too."""
    await outcome(write(hass, entry, "/prov", data={}))
    (line,) = await lines(hass, hass_ws_client)
    assert line["name"] == entry.title
    assert line["message"] == "is locked for POST /prov; nothing was sent"


async def test_user(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    """The user who started it stands beside the line."""
    context = Context(user_id=hass_admin_user.id)
    await write(hass, entry, data=CHANGE, context=context)
    await choose(hass, entry, who_may_send="nobody")
    await outcome(write(hass, entry, data=CHANGE, context=context))
    found = await lines(hass, hass_ws_client)
    assert [line["context_user_id"] for line in found] == [hass_admin_user.id] * 2


async def test_automation(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    """The automation that started it stands beside the line."""
    automation = {
        "id": "limit",
        "alias": "Limit the export",
        "triggers": {"trigger": "event", "event_type": "too_much"},
        "actions": sending(entry),
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    hass.bus.async_fire("too_much")
    (line,) = await lines(hass, hass_ws_client)
    assert line["message"] == f"accepted POST {SETTINGS}"
    assert line["context_name"] == "Limit the export"
    assert line["context_domain"] == "automation"

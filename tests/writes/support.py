"""What the tests of this folder share."""

from collections.abc import Awaitable
from typing import Any

from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, TEXTS, load

DPEL = "/ivp/ss/dpel"
INFO = "/info"
STREAM = "/ivp/livedata/stream"

SETTINGS = "/ivp/ss/gen_schedule"

PARTS = "/ivp/ss/enc_settings"
"""A page to which a merge sends only the top-level keys that are named."""

"""What an owner may write. The gateway replaces the document by what it gets."""

SENT = f"{DOMAIN}_sent"
REFUSED = f"{DOMAIN}_refused"
TESTED = f"{DOMAIN}_tested"

CHANGE: dict[str, Any] = {"exercise_config": {"day": "Sun"}}
"""A change of one field of SETTINGS, where Saturday is the day at first."""

OPTIONS: dict[str, Any] = {
    "who_may_send": "administrators",
    "allowed_senders": [],
    "in_sidebar": True,
    "opened_pages": [],
    "allowed_endpoints": [],
    "confirm_firmware": False,
    "certificate": "warn",
    "event_bodies": False,
}
"""The options as they are before anybody chooses."""

REHEARSAL = ("rehearse", "rehearse_until", "rehearse_for")
"""The fields of the form about rehearsing; what they mean is stored, if any."""

GROUPS = {
    "pages": ("opened_pages", "allowed_endpoints"),
    "rehearsal": REHEARSAL,
    "changes": ("confirm_firmware", "certificate"),
    "events": ("event_bodies",),
}
"""The groups of the form, which aren't stored."""

# Home Assistant's http integration keeps itself in its requests by name.
over_http = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")


def day_at(gateway: GatewaySimulator) -> str:
    """Return the day that the gateway has, which is Sat at first."""
    return str(gateway.device.documents[SETTINGS]["exercise_config"]["day"])


def days_written(gateway: GatewaySimulator) -> list[str]:
    """Return the day of each write that the gateway has received."""
    return [
        request.json()["exercise_config"]["day"] for request in gateway.journal.writes
    ]


async def write(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    endpoint: str = SETTINGS,
    *,
    context: Context | None = None,
    **fields: Any,
) -> Any:
    """Call `send_data` by POST and return its whole reply."""
    given = {
        "config_entry_id": entry.entry_id,
        "endpoint": endpoint,
        "method": "POST",
        "risk_acknowledged": True,
        "test_mode": False,
    }
    return await hass.services.async_call(
        DOMAIN,
        "send_data",
        given | fields,
        blocking=True,
        return_response=True,
        context=context,
    )


async def outcome(awaitable: Awaitable[Any]) -> Any:
    """Return what a call hands back, or the key of the error it ends with."""
    try:
        return await awaitable
    except HomeAssistantError as err:
        return err.translation_key


async def load_as_installer(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> MockConfigEntry:
    """Return a loaded entry that may write what owners may not."""
    return await load(hass, gateway, token=gateway.token("installer"))


async def choose(
    hass: HomeAssistant, entry: MockConfigEntry, **options: Any
) -> dict[str, Any]:
    """Choose options as an owner does; the others get their defaults."""
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["type"] is FlowResultType.FORM
    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], grouped(OPTIONS | options)
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY, result
    return dict(result)


def grouped(options: dict[str, Any]) -> dict[str, Any]:
    """Return options as the form has them."""
    rest = dict(options)
    patterns = rest["allowed_endpoints"]
    if isinstance(patterns, list):
        rest["allowed_endpoints"] = "\n".join(map(str, patterns))
    rest.setdefault("rehearse", False)
    groups = {
        name: {option: rest.pop(option) for option in group if option in rest}
        for name, group in GROUPS.items()
    }
    return rest | groups


def option_texts(kind: str) -> dict[str, str]:
    """Return the words of one kind for each option, in the order of the form."""
    step = TEXTS["options"]["step"]["init"]
    texts: dict[str, str] = dict(step[kind])
    for group in GROUPS:
        texts |= step["sections"][group][kind]
    return texts


def option_name(option: str) -> str:
    """Return the words under which the form shows an option."""
    return option_texts("data")[option]


def asked(gateway: GatewaySimulator) -> list[str]:
    """Return method and target of every request received, in order."""
    return [
        f"{request.method} {request.target}" for request in gateway.journal.requests
    ]


def hear(hass: HomeAssistant, *names: str) -> list[Event]:
    """Return a list that gets every event of ours from now on."""
    heard: list[Event] = []

    @callback
    def note(event: Event) -> None:
        """Keep it."""
        heard.append(event)

    for name in names or (SENT, REFUSED):
        hass.bus.async_listen(name, note)
    return heard


def data_of(event: Event) -> dict[str, Any]:
    """Return the data of an event without its duration, which must be sensible.

    It is without the device, too, which the entry has had.
    """
    data = dict(event.data)
    device_id = data.pop("device_id")
    assert device_id is None or len(device_id) == 32
    if event.event_type == SENT:
        assert 0 <= data.pop("duration") < 30
    return data


def sent_data(entry: MockConfigEntry, **changes: Any) -> dict[str, Any]:
    """Return what the event of a successful write to SETTINGS has in it."""
    usual = {
        "entry": entry.entry_id,
        "gateway": entry.title,
        "endpoint": SETTINGS,
        "method": "POST",
        "status": 200,
        "verified": None,
        "user": None,
    }
    return usual | changes

"""What the logbook says about writes."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from homeassistant.components.logbook.const import (
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .moments import moment_in
from .record import EVENT_REFUSED, EVENT_SENT, EVENT_TESTED
from .restoring import EVENT_RESTORED
from .words import words, writable

LONGEST_TEXT: Final = 255
"""Characters of a gateway's name or of an endpoint in a line."""

_NAME: Final = "Enphase Envoy Raw Data"

_ICONS: Final = {
    EVENT_REFUSED: "mdi:lock-outline",
    EVENT_RESTORED: "mdi:database-refresh-outline",
    EVENT_SENT: "mdi:database-edit-outline",
    EVENT_TESTED: "mdi:test-tube",
}

_OUTCOMES: Final = {
    "already": "logbook_restore_already",
    "conflict": "logbook_restore_conflict",
    "left": "logbook_restore_left",
    "refused": "logbook_restore_refused",
    "restored": "logbook_restored",
}

_ACCEPTED: Final = {
    True: "logbook_verified",
    False: "logbook_not_shown",
    None: "logbook_accepted",
}


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, Any]]], None],
) -> None:
    """Describe the events; who started a write is added by the logbook.

    Anybody who may fire events can fire these with anything in them, and the
    recorder drops the data of an event that is too large. The line says so then: an
    error would take the whole logbook away.
    """

    def line(event: Event, key: str, facts: dict[str, str]) -> dict[str, Any]:
        """Return a line about the gateway that the event names."""
        name = event.data.get("gateway")
        return {
            LOGBOOK_ENTRY_NAME: _short(name)
            if isinstance(name, str) and name
            else _NAME,
            LOGBOOK_ENTRY_ICON: _ICONS[str(event.event_type)],
            LOGBOOK_ENTRY_MESSAGE: words(hass, f"common.{key}", **facts),
        }

    @callback
    def describe_sent(event: Event) -> dict[str, Any]:
        """Say what the gateway did with a write."""
        facts = _facts(event.data)
        key = _key_of(event.data) if facts else "logbook_sent_odd"
        return line(event, key, facts)

    @callback
    def describe_refused(event: Event) -> dict[str, Any]:
        """Say that a lock held."""
        facts = _facts(event.data)
        return line(event, "logbook_locked" if facts else "logbook_locked_odd", facts)

    @callback
    def describe_restored(event: Event) -> dict[str, Any]:
        """Say what became of a write that ends by itself."""
        facts = _restored_facts(event.data)
        key = _OUTCOMES.get(str(event.data.get("outcome"))) if facts else None
        if key and event.data.get("rehearsed") is True:
            key = "logbook_restore_rehearsed"
        return line(event, key or "logbook_restore_odd", facts)

    @callback
    def describe_tested(event: Event) -> dict[str, Any]:
        """Say that a call was in test mode."""
        facts = _facts(event.data)
        return line(event, "logbook_tested" if facts else "logbook_tested_odd", facts)

    async_describe_event(DOMAIN, EVENT_RESTORED, describe_restored)
    async_describe_event(DOMAIN, EVENT_SENT, describe_sent)
    async_describe_event(DOMAIN, EVENT_REFUSED, describe_refused)
    async_describe_event(DOMAIN, EVENT_TESTED, describe_tested)


def _facts(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was written, and with which status; empty if that isn't there."""
    method, endpoint = data.get("method"), data.get("endpoint")
    if not isinstance(method, str) or not isinstance(endpoint, str):
        return {}
    return {
        "method": _short(method),
        "endpoint": _short(endpoint),
        "status": str(_status_of(data)),
    }


def _restored_facts(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was to be put back, and when; empty if that isn't there."""
    endpoint, paths = data.get("endpoint"), data.get("paths")
    at = moment_in(data.get("planned"))
    if not isinstance(endpoint, str) or at is None or not isinstance(paths, list):
        return {}
    return {
        "endpoint": _short(endpoint),
        "paths": _short(", ".join(map(str, paths))),
        "planned": f"{dt_util.as_local(at):%H:%M}",
    }


def _key_of(data: Mapping[str, Any]) -> str:
    """Return the key of the text for what became of a write."""
    status, verified = _status_of(data), data.get("verified")
    if status is None:
        return "logbook_unknown" if "status" in data else "logbook_sent_odd"
    if data.get("rehearsed") is True:
        accepted = 200 <= status < 300
        return "logbook_rehearsed" if accepted else "logbook_rehearsed_refused"
    if not 200 <= status < 300 or data.get("refused") is True:
        return "logbook_refused"
    return _ACCEPTED[verified if isinstance(verified, bool) else None]


def _status_of(data: Mapping[str, Any]) -> int | None:
    """Return the status of the reply; None if there was none, or it isn't one."""
    status = data.get("status")
    return status if isinstance(status, int) and 100 <= status <= 999 else None


def _short(text: str) -> str:
    """Return a text that can be shown, whatever somebody has made of it."""
    text = writable(text)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"

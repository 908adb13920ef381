"""What the logbook says about writes."""

from collections.abc import Callable
from typing import Any

from homeassistant.components.logbook.const import (
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.core import Event, HomeAssistant, callback

from .const import DOMAIN
from .record import EVENT_REFUSED, EVENT_SENT

_VERIFIED = {True: ", verified", False: ", but does not show it", None: ""}


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, Any]]], None],
) -> None:
    """Describe the events; who started a write is added by the logbook."""

    @callback
    def describe_sent(event: Event) -> dict[str, Any]:
        """Say what the gateway did with a write."""
        data = event.data
        what = f"{data['method']} {data['endpoint']}"
        status = data["status"]
        if status is None:
            message = f"was sent {what}, outcome unknown"
        elif 200 <= status < 300:
            message = f"accepted {what}{_VERIFIED[data['verified']]}"
        else:
            message = f"refused {what} with status {status}"
        return {LOGBOOK_ENTRY_NAME: data["gateway"], LOGBOOK_ENTRY_MESSAGE: message}

    @callback
    def describe_refused(event: Event) -> dict[str, Any]:
        """Say that a lock held."""
        data = event.data
        return {
            LOGBOOK_ENTRY_NAME: data["gateway"],
            LOGBOOK_ENTRY_MESSAGE: (
                f"is locked for {data['method']} {data['endpoint']}; nothing was sent"
            ),
        }

    async_describe_event(DOMAIN, EVENT_SENT, describe_sent)
    async_describe_event(DOMAIN, EVENT_REFUSED, describe_refused)

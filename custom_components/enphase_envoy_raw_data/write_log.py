"""The last writes of an entry, kept over restarts, and the firmware they met."""

import json
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .gateway import Json, Reply, Write, handed_on
from .gateway.endpoint import same_page
from .gateway.errors import UnusableReply

STORAGE_VERSION: Final = 1

MOST_WRITES: Final = 50

LONGEST_VALUE: Final = 4096
"""Characters of JSON; a tariff has about 2,000. With three values a write, the
file stays below 700 kB."""

MOST_PAGES: Final = 200
"""Pages whose firmware is remembered; 155 are known."""


class WriteLog:
    """What was written to one gateway."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Keep the writes of this entry."""
        self._store: Store[dict[str, Any]] = Store(
            hass, STORAGE_VERSION, f"{DOMAIN}.{entry_id}", private=True
        )
        self.writes: list[dict[str, Any]] = []
        self._firmware: dict[str, str] = {}

    async def async_load(self) -> None:
        """Read what was stored."""
        if stored := await self._store.async_load():
            self.writes = stored["writes"]
            self._firmware = stored["firmware"]

    async def async_add(
        self, write: Write, *, verified: bool | None, user: str | None, after: Json
    ) -> None:
        """Remember a write that was sent."""
        self.writes.append(
            {
                "at": dt_util.utcnow().isoformat(),
                "method": write.method,
                "endpoint": write.endpoint,
                "status": write.status,
                "duration": round(write.duration, 3),
                "firmware": write.firmware,
                "verified": verified,
                "user": user,
                "sent": _bounded(write.sent_body.value if write.sent_body else None),
                "before": _bounded(_value_of(write.before)),
                "after": _bounded(after),
            }
        )
        del self.writes[:-MOST_WRITES]
        await self.async_confirm(write.endpoint, write.firmware)

    def firmware_at(self, endpoint: str) -> str | None:
        """Return the firmware that the last write to a page met."""
        return self._firmware.get(same_page(endpoint))

    async def async_confirm(self, endpoint: str, firmware: str) -> None:
        """Remember that the page may be written with this firmware."""
        page = same_page(endpoint)
        self._firmware.pop(page, None)
        self._firmware[page] = firmware
        while len(self._firmware) > MOST_PAGES:
            del self._firmware[next(iter(self._firmware))]
        await self._store.async_save(
            {"writes": self.writes, "firmware": self._firmware}
        )

    async def async_remove(self) -> None:
        """Delete what was stored."""
        await self._store.async_remove()


def _value_of(reply: Reply | None) -> Json:
    """Return what a reply says; nothing if it can't be handed on."""
    if reply is None:
        return None
    try:
        return reply.value()
    except UnusableReply:
        return None


def _bounded(value: Json) -> Json:
    """Return a value, or the start of its JSON if it is long."""
    value = handed_on(value)
    text = json.dumps(value, ensure_ascii=False)
    return value if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE]

"""The repair of what was not put back: its owner decides."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResult
from homeassistant.util import dt as dt_util

from ..entry import RawDataConfigEntry, loaded, serial_of
from ..guards import drop_firmware_issue
from ..restoring import Pending, drop_issue, fire_restored, restores_of

FIRMWARE_NOT_CONFIRMED = "firmware_not_confirmed"


class RestoreRepair(RepairsFlow):
    """Asks whether to put something back anyway, or to leave it as it is."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Ask about the facts of the issue, which the text may name."""
        self._facts = data
        self._entry_id = str(data.get("entry_id"))

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Offer both ways."""
        return self.async_show_menu(
            menu_options=["put_back", "leave"], description_placeholders=self._facts
        )

    async def async_step_put_back(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Have it put back now, or as soon as the entry is loaded."""
        entry, pending = await self._find()
        if entry and pending:
            await self._put_back(self.hass, entry, pending)
        return self._done()

    async def async_step_leave(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Forget it."""
        entry, pending = await self._find()
        if entry and pending:
            restores = restores_of(self.hass, self._entry_id)
            restores.take(pending.id)
            await restores.async_keep()
            fire_restored(self.hass, entry, pending, "left")
        return self._done()

    async def _find(self) -> tuple[RawDataConfigEntry | None, Pending | None]:
        """Return what it is about, as far as it is still there."""
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        restores = restores_of(self.hass, self._entry_id)
        if entry:
            await restores.async_load()
        return entry, restores.get(str(self._facts.get("restore_id")))

    async def _put_back(
        self, hass: HomeAssistant, entry: RawDataConfigEntry, pending: Pending
    ) -> None:
        """Take away what stood in the way, except for the locks."""
        restores = restores_of(hass, entry.entry_id)
        restores.put(
            pending.anyway(
                dt_util.utcnow().timestamp(), serial_of(entry) or pending.serial
            )
        )
        try:
            await restores.async_keep()
            await self._confirm_firmware(hass, entry, pending)
        finally:
            # Also if nobody waits for it any more: nothing else would think of it.
            runtime = loaded(entry)
            if runtime and runtime.schedule:
                runtime.schedule.hurry(pending.id)

    async def _confirm_firmware(
        self, hass: HomeAssistant, entry: RawDataConfigEntry, pending: Pending
    ) -> None:
        """Let the page be written with its firmware, if that has stood in the way."""
        runtime = loaded(entry)
        identity = runtime.client.identity if runtime else None
        if runtime and identity and pending.obstacle == FIRMWARE_NOT_CONFIRMED:
            await runtime.log.async_confirm(pending.endpoint, identity.firmware)
            drop_firmware_issue(hass, entry, pending.endpoint)

    def _done(self) -> FlowResult[Any, Any]:
        """End; the issue comes again if it still can't be put back."""
        drop_issue(self.hass, self._entry_id, str(self._facts.get("restore_id")))
        return self.async_create_entry(data={})

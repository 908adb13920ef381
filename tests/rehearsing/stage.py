"""A house in which an owner rehearses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from custom_components.enphase_envoy_raw_data.record import log
from custom_components.enphase_envoy_raw_data.rehearsing import kept
from tests.integration.helpers import DOMAIN, call, read
from tests.restoring.house import House, day
from tests.writes.support import OPTIONS, SETTINGS, choose, grouped

MARK = " (rehearsal)"


@dataclass(slots=True, kw_only=True)
class Stage(House):
    """One entry that can rehearse."""

    async def begin(self, **fields: Any) -> None:
        """Choose it in the options."""
        await choose(self.hass, self.entry, rehearse=True, **fields)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def end_rehearsal(self) -> None:
        """Choose in the options that it is over."""
        await choose(self.hass, self.entry)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def refused(self, **fields: Any) -> tuple[dict[str, str], dict[str, str]]:
        """Try to begin; return the errors of the form, and the facts in it."""
        options = self.hass.config_entries.options
        flow = await options.async_init(self.entry.entry_id)
        form: Any = await options.async_configure(
            flow["flow_id"], grouped(OPTIONS | {"rehearse": True} | fields)
        )
        options.async_abort(flow["flow_id"])
        return form["errors"], form["description_placeholders"]

    async def shown_day(self) -> Any:
        """Return the day that `read_data` tells."""
        page = await read(self.hass, self.entry, SETTINGS)
        return page["exercise_config"]["day"]

    async def rows(self) -> Any:
        """Return the writes that `list_writes` lists, the newest first."""
        reply = await call(
            self.hass, "list_writes", config_entry_id=self.entry.entry_id
        )
        return reply["writes"]

    async def put_back(self, **fields: Any) -> Any:
        """Call `restore_data`."""
        given = {"config_entry_id": self.entry.entry_id, "risk_acknowledged": True}
        return await call(self.hass, "restore_data", **given | fields)

    @property
    def kept(self) -> dict[str, Any]:
        """Return what the storage has of the rehearsal."""
        file = self.storage[f"{DOMAIN}.rehearsal.{self.entry.entry_id}"]
        return dict(file["data"])

    @property
    def until(self) -> datetime | None:
        """Return when it ends."""
        stored = self.entry.options["rehearsal_until"]
        return dt_util.parse_datetime(stored) if stored else None

    @property
    def model(self) -> str:
        """Return the model that the device page shows."""
        (device,) = dr.async_entries_for_config_entry(
            dr.async_get(self.hass), self.entry.entry_id
        )
        return str(device.model)

    @override
    def forget(self) -> None:
        House.forget(self)
        for one in self.hass.data[kept._REHEARSALS].values():  # noqa: SLF001 - a new process has none
            one.wake(None)
        self.hass.data[kept._REHEARSALS].clear()  # noqa: SLF001 - there is no other way
        self.hass.data[log._LOGS].clear()  # noqa: SLF001 - as above


__all__ = ["MARK", "Stage", "day"]

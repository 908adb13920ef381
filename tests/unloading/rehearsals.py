"""Jobs in a rehearsal, and its end."""

from typing import Any, ClassVar, override

from homeassistant.util import dt as dt_util

from custom_components.enphase_envoy_raw_data.rehearsing import (
    is_rehearsing,
    rehearsal_of,
)
from tests.writes.support import SETTINGS

from .bench import Bench
from .jobs import Job, Send


async def begin(bench: Bench) -> None:
    """Have a loaded entry that rehearses."""
    await bench.load()
    options = {"rehearse": True, "rehearsal_since": dt_util.utcnow().isoformat()}
    bench.hass.config_entries.async_update_entry(bench.entry, options=options)
    await bench.hass.async_block_till_done()
    bench.rehearsal = rehearsal_of(bench.hass, bench.entry).rehearsal


class Rehearse(Send):
    """A write that is rehearsed."""

    words = "Rehearse a write with restore_after"
    rehearses = True
    fields: ClassVar[dict[str, Any]] = {
        "data": {"exercise_config": {"day": "Sun"}},
        "merge": True,
        "restore_after": {"minutes": 15},
    }

    @override
    async def prepare(self, bench: Bench) -> None:
        await begin(bench)

    @override
    def check(self, bench: Bench) -> None:
        kept = bench.stored_pending
        if not bench.is_there:
            assert not kept
            assert not bench.rehearsed, "kept for an entry that is gone"
            return
        taken = bench.rehearsal.writes
        assert bench.rehearsed == [one.stored() for one in taken], "not stored"
        assert len(kept) == len(taken)
        assert all(one["rehearsed"] for one in kept)


class SendForReal(Send):
    """A write that was rehearsed before."""

    words = "Send for real what was rehearsed"
    written_before: ClassVar[list[str]] = [SETTINGS]

    @override
    async def prepare(self, bench: Bench) -> None:
        await begin(bench)
        await super().run(bench)
        bench.hass.config_entries.async_update_entry(bench.entry, options={})
        await bench.hass.async_block_till_done()
        bench.gateway.journal.clear()
        bench.events.clear()

    @override
    async def run(self, bench: Bench) -> Any:
        (rehearsed,) = bench.recorded
        return await bench.call(
            "send_rehearsed", write_id=rehearsed["id"], risk_acknowledged=True
        )


class EndRehearsal(Job):
    """The end of a rehearsal in which something was to be put back."""

    words = "End a rehearsal"
    has_caller = False
    written_before: ClassVar[list[str]] = [SETTINGS]

    @override
    async def prepare(self, bench: Bench) -> None:
        await begin(bench)
        await Rehearse().run(bench)
        bench.gateway.journal.clear()

    @override
    async def run(self, bench: Bench) -> Any:
        bench.hass.config_entries.async_update_entry(bench.entry, options={})
        await bench.hass.async_block_till_done()

    @override
    def check(self, bench: Bench) -> None:
        if not bench.is_there:
            assert not bench.rehearsed, "kept for an entry that is gone"
            return
        assert not is_rehearsing(bench.entry)
        assert not bench.rehearsal.writes
        assert not bench.entry.title.endswith("(rehearsal)")
        if bench.is_loaded and bench.hass.is_running:
            assert not bench.stored_pending, "a rehearsed write would be put back"
            assert not bench.rehearsed

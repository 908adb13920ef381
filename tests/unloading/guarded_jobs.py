"""What a guard refuses when its time has come, or its turn."""

from typing import Any, ClassVar, override

from tests.writes.support import DPEL

from .bench import Bench
from .jobs import SendInLine
from .restore_jobs import NotPutBack


class Guarded(NotPutBack):
    """Something that is due is refused by a guard; its owner is asked."""

    options: ClassVar[dict[str, Any]]
    """What the owner has chosen meanwhile."""

    refusal: ClassVar[str]
    """The key of the error with which the guard refuses."""

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        entries = bench.hass.config_entries
        entries.async_update_entry(bench.entry, options=self.options)

    @override
    def check(self, bench: Bench) -> None:
        super().check(bench)
        if bench.is_there and bench.is_loaded and bench.hass.is_running:
            (one,) = bench.pending
            assert one.obstacle == self.refusal, "not what the guard says"
            assert one.attempts == 0, "counted as a write"


class LockedWhenDue(Guarded):
    """Nobody may send any more."""

    words = "Find that what is due is locked"
    options: ClassVar[dict[str, Any]] = {"who_may_send": "nobody"}
    refusal = "locked_for_everybody"


class PageLockedWhenDue(Guarded):
    """Its endpoint is not in the list of those that may be written."""

    words = "Find that what is due is not in the list"
    options: ClassVar[dict[str, Any]] = {"allowed_endpoints": [DPEL]}
    refusal = "locked_by_list"


class OtherFirmwareWhenDue(Guarded):
    """The gateway has another firmware than the write has met."""

    words = "Find that what is due waits for the firmware to be confirmed"
    options: ClassVar[dict[str, Any]] = {"confirm_firmware": True}
    refusal = "firmware_not_confirmed"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.set_firmware("8.3.9999")
        await bench.gateway.restart()

    @override
    def check(self, bench: Bench) -> None:
        super().check(bench)
        if not bench.is_there:
            assert not bench.issues


class SendLockedInLine(SendInLine):
    """A write that is locked while it waits for a read."""

    words = "Write that is locked while it waits for its turn"
    writes = False
    ends_with = "locked_for_everybody"
    refusal: ClassVar[str] = "locked_for_everybody"

    @override
    async def run(self, bench: Bench) -> Any:
        entries = bench.hass.config_entries
        bench.hass.loop.call_soon(
            lambda: entries.async_update_entry(
                bench.entry, options={"who_may_send": "nobody"}
            )
        )
        return await super().run(bench)

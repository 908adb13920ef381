"""Jobs that last: a write that ends by itself, and a recording."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Final, override

from homeassistant.util import dt as dt_util

from tests.waiting import until
from tests.writes.support import SETTINGS, day_at

from .bench import Bench, timers
from .jobs import Action, Send
from .points import Point

# Of a place that is passed again and again, the first and the last times.
_FIRST: Final = 2
_LAST: Final = 1

_DAY: Final = "Sun"


def ends_of(points: list[Point]) -> list[Point]:
    """Return the first and the last times that each place is passed."""
    times: defaultdict[object, int] = defaultdict(int)
    for point in points:
        times[point.place] = max(times[point.place], point.time)
    return [
        point
        for point in points
        if point.time <= _FIRST or point.time > times[point.place] - _LAST
    ]


class SendForAWhile(Send):
    """A write that ends by itself, later."""

    words = "Write with restore_after"
    fields: ClassVar[dict[str, Any]] = {
        "data": {"exercise_config": {"day": _DAY}},
        "merge": True,
        "restore_after": {"minutes": 15},
    }

    @override
    def check(self, bench: Bench) -> None:
        written = len(bench.gateway.journal.writes)
        assert written <= 1, "sent twice"
        kept = bench.stored_pending
        if not bench.is_there:
            assert not kept, "kept for an entry that is gone"
            return
        told = [one.stored() for one in bench.pending]
        assert told == kept, f"not stored: {told} {kept}"
        assert len(kept) == written, "nobody puts it back, or nothing has to be"
        assert day_at(bench.gateway) == (_DAY if written else "Sat")


class PutBackWhenDue(SendForAWhile):
    """What a write for a while has changed is put back by itself."""

    words = "Put back by itself when it is due"
    written_before: ClassVar[list[str]] = [SETTINGS]
    has_caller = False
    by_script = False

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        await SendForAWhile().run(bench)
        bench.gateway.journal.clear()
        assert day_at(bench.gateway) == _DAY
        restores = bench.restores
        (one,) = restores.pending
        # As if a quarter of an hour had passed.
        restores.put(replace(one, due=dt_util.utcnow().timestamp()))
        await restores.async_save()

    @override
    async def run(self, bench: Bench) -> Any:
        (timer,) = [
            one
            for one in timers(bench.hass)
            if "RestoreSchedule" in repr(one._args)  # noqa: SLF001 - nothing else tells
        ]
        timer._run()  # noqa: SLF001 - as the loop does when it is due
        timer.cancel()
        await bench.hass.async_block_till_done(wait_background_tasks=True)

    @override
    def check(self, bench: Bench) -> None:
        written = len(bench.gateway.journal.writes)
        assert written <= 1, "sent twice"
        assert day_at(bench.gateway) == ("Sat" if written else _DAY)
        kept = bench.stored_pending
        if not bench.is_there:
            assert not kept, "kept for an entry that is gone"
            return
        told = [one.stored() for one in bench.pending]
        assert told == kept, f"not stored: {told} {kept}"
        if bench.is_loaded and bench.hass.is_running:
            assert written, "forgotten"
            assert not kept, "not settled"
        # Without a proof, the next start looks whether it is done.
        assert written or kept, "forgotten"
        assert all(one["attempts"] == written for one in kept)
        assert all(one["state"] == "waiting" for one in kept)


class Record(Action):
    """A recording of all pages."""

    words = "Record the gateway"

    @override
    def chosen(self, points: list[Point]) -> list[Point]:
        return ends_of(points)

    @override
    async def run(self, bench: Bench) -> Any:
        return await bench.call("record_gateway")

    @override
    async def settled(self, bench: Bench) -> None:
        await until(lambda: not _unfinished(bench))

    @override
    def check(self, bench: Bench) -> None:
        assert not _unfinished(bench), "a part of a recording is left"


def _unfinished(bench: Bench) -> list[Path]:
    """Return the files of recordings that did not get whole."""
    folder = Path(bench.hass.config.path(bench.entry.domain, "recordings"))
    return [path for path in folder.glob("*") if path.suffix != ".zip"]

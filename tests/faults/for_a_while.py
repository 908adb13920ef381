"""What is tried under each fault: writes that end by themselves."""

import asyncio
from dataclasses import replace
from typing import override

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from tests.writes.support import CHANGE, day_at, write

from .bench import Bench
from .cell import told
from .operations import Operation, Outcome, Write, claim

# Seconds since a write after which a page surely shows it, or never will.
_LONG_AGO = 3600

# Seconds for one try.
_LONGEST = 20


async def _write_for_a_while(bench: Bench) -> None:
    """Write for a quarter of an hour."""
    await write(
        bench.hass,
        bench.entry,
        data=CHANGE,
        merge=True,
        restore_after={"minutes": 15},
        verify_seconds=1,
    )


async def _let_it_be_due(bench: Bench) -> None:
    """Have the time of what is waited for come, and wait for the end of one try."""
    schedule = bench.entry.runtime_data.schedule
    assert schedule
    now = dt_util.utcnow().timestamp()
    for one in bench.restores.pending:
        bench.restores.put(replace(one, due=now, left_at=now - _LONG_AGO))
        schedule.hurry(one.id)
    async with asyncio.timeout(_LONGEST):
        while schedule._task:  # noqa: ASYNC110, SLF001 - nothing else tells
            await asyncio.sleep(0.01)


class WriteForAWhile(Write):
    """A write that is to end by itself."""

    key = "while-writing"
    words = "Write with restore_after"
    without_cloud = True
    played = "with tasks"
    # A look before, and a proof after it.
    limit = 7

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Write to a page for a quarter of an hour."""
        try:
            await _write_for_a_while(bench)
        except HomeAssistantError as err:
            got = told(bench, str(err))
            return Outcome(got=got, requests=_writes(bench), error=err)
        return Outcome(got="Done", requests=_writes(bench))

    @override
    def judge(self, bench: Bench, outcome: Outcome) -> None:
        """Fail, too, unless what may have been done is kept to be put back."""
        super().judge(bench, outcome)
        assert len(bench.pending) == int(claim(outcome) is not False), outcome

    @override
    async def works(self, bench: Bench) -> str:
        """Let it become due."""
        was_kept, was_done = bool(bench.pending), bench.applied > 0
        works = await Operation.works(self, bench)
        await _let_it_be_due(bench)
        assert not bench.pending
        assert day_at(bench.gateway) == "Sat"
        if not was_kept:
            return f"{works}; nothing is kept"
        return f"{works}; put back" if was_done else f"{works}; nothing to put back"


class PutBackWhenDue(Write):
    """What was written for a while is put back."""

    key = "putting-back"
    words = "Put back by itself when it is due"
    without_cloud = True
    played = "with tasks"
    # A read, a read before the write, the write, and its proof.
    limit = 8

    @override
    async def start(self, bench: Bench) -> None:
        """Have something that has to be put back."""
        await super().start(bench)
        await _write_for_a_while(bench)
        bench.gateway.journal.clear()

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Let it become due."""
        await _let_it_be_due(bench)
        if not (left := bench.pending):
            return Outcome(got="Put back", requests=_writes(bench))
        (one,) = left
        what = "Later" if one.state == "waiting" else "Asks its owner"
        got = f"{what}: {told(bench, one.reason)}"
        return Outcome(got=got, requests=_writes(bench))

    @override
    def judge(self, bench: Bench, outcome: Outcome) -> None:
        """Fail if it was done twice or forgotten."""
        assert bench.applied <= 1
        assert (day_at(bench.gateway) == "Sat") == (bench.applied == 1)
        if not bench.pending:
            assert bench.applied == 1

    @override
    async def works(self, bench: Bench) -> str:
        """Let it be tried again."""
        was_done = bench.applied > 0
        works = await Operation.works(self, bench)
        asks = [one for one in bench.pending if one.state != "waiting"]
        if asks:
            return f"{works}; its owner decides"
        before = bench.applied
        await _let_it_be_due(bench)
        assert not bench.pending
        assert day_at(bench.gateway) == "Sat"
        assert bench.applied == before + (not was_done)
        return works


def _writes(bench: Bench) -> str:
    """Return how many writes have arrived; reads differ in number."""
    count = len(bench.gateway.journal.writes)
    return "1 write" if count == 1 else f"{count} writes"

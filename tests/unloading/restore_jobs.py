"""What ends otherwise than by being put back, and what its owner makes of that."""

from dataclasses import replace
from typing import Any, ClassVar, override

from custom_components.enphase_envoy_raw_data.restoring import (
    ISSUE_CONFLICT,
    State,
    tell,
)
from gateway_simulator import faults
from tests.writes.support import SETTINGS, day_at

from .bench import Bench
from .jobs import Job, begin_repair
from .long_jobs import PutBackWhenDue, SendForAWhile

_SOMEBODYS: str = "Mon"
"""The day that somebody else has chosen meanwhile."""


class NotPutBack(PutBackWhenDue):
    """Something that is due is looked at, and nothing is written."""

    writes = False
    state: ClassVar[State] = State.CONFLICT
    """What it waits for afterwards."""

    @override
    def check(self, bench: Bench) -> None:
        kept = bench.stored_pending
        if not bench.is_there:
            assert not kept, "kept for an entry that is gone"
            return
        (one,), (told,) = kept, bench.pending
        # Why it couldn't be put back yet is found anew after a start.
        assert told.stored() | {"reason": ""} == one | {"reason": ""}, "not stored"
        if bench.is_loaded and bench.hass.is_running:
            assert one["state"] == self.state.value, "not looked at"
            asked = [key for key in bench.issues if key.startswith("restore_")]
            assert bool(asked) is (self.state is State.CONFLICT), asked


class Conflict(NotPutBack):
    """Somebody else has changed what is due."""

    words = "Find that somebody else has changed what is due"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        document: Any = bench.gateway.device.documents[SETTINGS]
        document["exercise_config"]["day"] = _SOMEBODYS


class RefusedWhenDue(NotPutBack):
    """Another gateway is at the address by now."""

    words = "Find that what is due is another gateway's"

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        restores = bench.restores
        (one,) = restores.pending
        restores.put(replace(one, serial="999900001111"))
        await restores.async_save()


class FailedWhenDue(NotPutBack):
    """The gateway doesn't say what is there."""

    words = "Find that nobody can say what is there"
    state = State.WAITING

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        bench.gateway.faults.add(SETTINGS, faults.Fixed(500, "no"), method="GET")


class Answer(Job):
    """The repair of what somebody else has changed."""

    sets_up = True
    answer: ClassVar[str]

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        await SendForAWhile().run(bench)
        restores = bench.restores
        (one,) = restores.pending
        asked = one.to_owner("conflict", "somebody else has changed it")
        restores.put(asked)
        await restores.async_save()
        restores.tell_change()
        tell(bench.hass, bench.entry, asked, ISSUE_CONFLICT)
        bench.gateway.journal.clear()

    @override
    async def run(self, bench: Bench) -> Any:
        flow = await begin_repair(bench.hass, bench.entry, ISSUE_CONFLICT)
        flows = bench.hass.data["repairs"]["flow_manager"]
        choice = {"next_step_id": self.answer}
        await flows.async_configure(flow["flow_id"], choice)
        await bench.hass.async_block_till_done(wait_background_tasks=True)

    @override
    def check(self, bench: Bench) -> None:
        written = len(bench.gateway.journal.writes)
        kept = bench.stored_pending
        if not bench.is_there:
            assert not kept, "kept for an entry that is gone"
            return
        if bench.hass.is_running:
            told = [one.stored() for one in bench.pending]
            assert told == kept, f"not stored: {told} {kept}"
        assert day_at(bench.gateway) == ("Sat" if written else "Sun")
        self.check_answer(bench, written, kept)

    def check_answer(self, bench: Bench, written: int, kept: list[Any]) -> None:
        """Fail if something else than the answer was done."""
        if kept and bench.is_loaded and kept[0]["state"] == State.CONFLICT.value:
            assert ISSUE_CONFLICT in bench.issues, "nobody asks any more"


class AnswerPutBack(Answer):
    """It is put back all the same."""

    words = "Repair: put back what somebody else has changed"
    answer = "put_back"
    writes = True
    written_before: ClassVar[list[str]] = [SETTINGS]
    says_what_became = False

    @override
    def check_answer(self, bench: Bench, written: int, kept: list[Any]) -> None:
        super().check_answer(bench, written, kept)
        assert written or kept, "forgotten"


class AnswerLeave(Answer):
    """It is left as it is."""

    words = "Repair: leave what somebody else has changed"
    answer = "leave"

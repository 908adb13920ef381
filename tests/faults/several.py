"""What is tried under each fault: calls for two gateways, one without a fault."""

from typing import Any, Final, override

from homeassistant.exceptions import HomeAssistantError

from tests.integration.helpers import INVERTERS, call
from tests.writes.support import CHANGE, SETTINGS

from .bench import Bench
from .cell import told
from .operations import Operation, Outcome, Write, claim

# A read, the check of its login, and the read again.
_MOST_WITHOUT_REPEATS: Final = 3


class WithTwo(Operation):
    """What is tried with a second gateway."""

    without_cloud = True
    played = "with tasks"

    @override
    async def start(self, bench: Bench) -> None:
        """Have two."""
        await super().start(bench)
        await bench.start_other()


class ReadTwo(WithTwo):
    """A read of two gateways, with whatever one of them answers."""

    key = "read-two"
    words = "Read of two gateways"
    where = INVERTERS
    limit = 2

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Read a page of both."""
        one, other = bench.entry.entry_id, bench.other_entry.entry_id
        reply = await call(
            bench.hass,
            "read_data",
            config_entry_id=[one, other],
            endpoint=INVERTERS,
            timeout=bench.timeout,
            continue_on_error=True,
        )
        assert reply[other][INVERTERS], "the other one has suffered"
        assert len(bench.other.journal.requests) == 1
        count = len(bench.asked)
        asked = "several" if count > _MOST_WITHOUT_REPEATS else str(count)
        if failed := reply.get("errors"):
            assert list(failed) == [one]
            reason = failed[one][INVERTERS]["reason"]
            got = f"The other's reply, and: {told(bench, reason)}"
            return Outcome(got=got, requests=asked)
        return Outcome(got="Both replies", requests=asked)


class WriteTwo(WithTwo, Write):
    """A write to two gateways in a row, of which the first one fails."""

    key = "write-two"
    words = "Write to two gateways"
    where = SETTINGS
    # A look at both, the write, and the proof.
    limit = 9

    @override
    async def run(self, bench: Bench) -> Outcome:
        """Write to a page of both."""
        try:
            reply: Any = await call(
                bench.hass,
                "send_data",
                config_entry_id=[bench.entry.entry_id, bench.other_entry.entry_id],
                endpoint=SETTINGS,
                method="POST",
                data=CHANGE,
                merge=True,
                verify=True,
                verify_seconds=1,
                risk_acknowledged=True,
            )
        except HomeAssistantError as err:
            return Outcome(
                got=told(bench, str(err)), requests=_writes(bench), error=err
            )
        assert set(reply["outcomes"].values()) == {"verified"}
        return Outcome(got="Both done", requests=_writes(bench))

    @override
    def applied(self, bench: Bench) -> str:
        """Count them at each."""
        return f"{bench.applied}, other {bench.applied_at_other}"

    @override
    def judge(self, bench: Bench, outcome: Outcome) -> None:
        """Fail if one was done twice, told wrongly, or done after the row stopped."""
        assert bench.applied <= 1
        if outcome.error is None:
            assert bench.applied == bench.applied_at_other == 1
            return
        assert bench.applied_at_other == 0, "written after the row had stopped"
        if outcome.error.translation_key != "stopped_at":
            assert not bench.gateway.journal.writes
            return
        cause = outcome.error.__cause__
        if isinstance(cause, HomeAssistantError):
            claimed = claim(Outcome(got="", requests="", error=cause))
            assert claimed is None or claimed == (bench.applied == 1), outcome


def _writes(bench: Bench) -> str:
    """Return how many writes have arrived at each; reads differ in number."""
    counts = [len(one.journal.writes) for one in (bench.gateway, bench.other)]
    return "{} + {}".format(*counts)

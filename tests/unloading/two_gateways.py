"""Calls for two gateways, of which one is interrupted."""

from typing import Any, override

from tests.integration.helpers import INVERTERS
from tests.writes.support import CHANGE, SETTINGS

from .bench import Bench
from .jobs import Action


class OfTwo(Action):
    """A call for two gateways; the first is unloaded, reloaded or removed."""

    @override
    async def prepare(self, bench: Bench) -> None:
        await super().prepare(bench)
        await bench.load_another()

    async def call(self, bench: Bench, action: str, **fields: Any) -> Any:
        """Call an action for both."""
        entries = [bench.entry, *(entry for _, entry in bench.others)]
        ids = [entry.entry_id for entry in entries]
        return await bench.call(action, config_entry_id=ids, **fields)


class ReadTwo(OfTwo):
    """A read of two gateways that ends if one of them fails."""

    words = "Read an endpoint of two gateways"

    @override
    async def run(self, bench: Bench) -> Any:
        return await self.call(bench, "read_data", endpoint=INVERTERS)


class ReadTwoAndGoOn(OfTwo):
    """A read of two gateways, with whatever one of them answers."""

    words = "Read an endpoint of two gateways, and go on after an error"

    @override
    async def run(self, bench: Bench) -> Any:
        reply = await self.call(
            bench, "read_data", endpoint=INVERTERS, continue_on_error=True
        )
        ((_, other),) = bench.others
        if bench.hass.is_running:
            assert reply[other.entry_id][INVERTERS], "the other one has suffered"
        return reply


class SendToTwo(OfTwo):
    """A write to two gateways, one after the other."""

    words = "Write to two gateways"
    writes = True
    is_row = True

    @override
    async def run(self, bench: Bench) -> Any:
        reply = await self.call(
            bench,
            "send_data",
            endpoint=SETTINGS,
            method="POST",
            data=CHANGE,
            merge=True,
            verify=True,
            risk_acknowledged=True,
        )
        written = [len(one.journal.writes) for one in _gateways(bench)]
        assert written == [1, 1], "told as done"
        return reply

    @override
    def check(self, bench: Bench) -> None:
        first, other = (len(one.journal.writes) for one in _gateways(bench))
        assert first <= 1, "sent twice"
        assert other <= first, "sent twice, or after the row had stopped"


def _gateways(bench: Bench) -> list[Any]:
    """Return both gateways, in the order of the call."""
    return [bench.gateway, *(gateway for gateway, _ in bench.others)]

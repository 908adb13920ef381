"""A page whose every change is judged by a model of who may make it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count
from typing import Any, override

from gateway_simulator import GatewaySimulator, Received
from gateway_simulator.faults import Fault
from gateway_simulator.wire import RESET, Answer, Reply
from tests.writes.support import PARTS

PLACES = ("part.x", "part.y", "z")
"""The fields of the page."""


class By(IntEnum):
    """Who has made a value: its thousands."""

    NOBODY = 0
    PASSING = 1
    """A write that ends by itself."""

    OWNER = 2
    STRANGER = 3


def by_of(value: int) -> By:
    """Return who has made a value."""
    return By(value // 1_000_000)


@dataclass(slots=True)
class Page(Fault):
    """Watches what happens to the page, and goes wrong when it is told to."""

    gateway: GatewaySimulator
    storage: dict[str, Any]

    wrong: list[str] = field(default_factory=list)
    """What goes wrong with the next requests, one each; empty for nothing."""

    crashes: bool = False
    """Whether Home Assistant dies with the next write, before the reply."""

    kept: dict[str, Any] | None = None
    """What was on the disk when it died."""

    calls: list[int] | None = None
    """Writes of the call under way; None if there is no call."""

    restores: list[dict[str, int]] = field(default_factory=list)
    """What each write has changed that was no call's, to its new values."""

    first: dict[str, int] = field(default_factory=dict)
    """What was at a place before the first write that ends by itself."""

    seen: Counter[str] = field(default_factory=Counter)
    """What has happened at all, to see that something has."""

    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def begin(self) -> None:
        """Have a new page, which nobody has written."""
        self.gateway.device.documents[PARTS] = {"part": {"x": 0, "y": 0}, "z": 0}
        self.wrong.clear()
        self.first.clear()
        self.crashes = False

    def new(self, by: By) -> int:
        """Return a value that was never there."""
        return by * 1_000_000 + next(self._numbers)

    @property
    def values(self) -> dict[str, int]:
        """Return what the page has by place."""
        document = self.gateway.device.documents[PARTS]
        return {
            **{f"part.{k}": v for k, v in document["part"].items()},
            "z": document["z"],
        }

    def set(self, place: str, value: int) -> None:
        """Have somebody else change a place."""
        document = self.gateway.device.documents[PARTS]
        (document["part"] if "." in place else document)[place[-1]] = value

    @contextmanager
    def call(self) -> Iterator[None]:
        """Take writes for those of one call, of which at most one may arrive."""
        self.calls = []
        try:
            yield
        finally:
            assert len(self.calls) <= 1, "left twice"
            self.calls = None

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer as told, and judge what a write has changed."""
        fault = self.wrong.pop(0) if self.wrong else ""
        if fault == "off":
            return RESET
        if fault == "busy":
            return Reply(status=503)
        if not request.is_write:
            return await answer(request)
        if self.crashes and self.calls is not None:
            self.crashes = False
            self.kept = deepcopy(self.storage)
        if fault == "refused":
            return Reply(status=400)
        if fault == "ignored":
            request.plan.ignore = True
        before = self.values
        reply = await answer(request)
        self._judge(before, self.values)
        return RESET if fault == "lost" else reply

    def _judge(self, before: dict[str, int], after: dict[str, int]) -> None:
        """Note what a write has changed, and look whether it was allowed to."""
        changed = {at: after[at] for at in PLACES if after[at] != before[at]}
        if self.calls is None:
            for place, value in changed.items():
                assert by_of(before[place]) is By.PASSING, "overwritten by a restore"
                assert value == self.first[place], "not the first value"
            self.restores.append(changed)
            return
        self.calls.append(1)
        for place, value in changed.items():
            if by_of(value) is By.PASSING and by_of(before[place]) is not By.PASSING:
                self.first[place] = before[place]

"""Writes that end what has to be put back: for good, and by putting it back."""

from dataclasses import replace
from typing import override

from homeassistant.util.json import JsonObjectType

from ..gateway import Body, Json, Merged, Outcome, Reply, names, rules_of
from .pending import Pending
from .plan import Plan
from .restores import Restores


class Overtaken(Exception):
    """What was to be put back has changed meanwhile."""


class OrdinaryWrite(Plan):
    """A write for good. What it names doesn't have to be put back any more."""

    def __init__(self, restores: Restores, endpoint: str, method: str) -> None:
        """Go with a write to this endpoint."""
        super().__init__(restores, endpoint, method)
        self._named: dict[str, set[str]] = {}
        self._ended: list[Json] = []

    @override
    def prepare(self, before: Reply | None, body: Body, merged: Merged | None) -> None:
        rules = rules_of(self._endpoint)
        for pending, leaf in self._restores.leaves_at(
            self._endpoint, rehearsed=self.rehearsed
        ):
            if names(leaf.path, self._method, body.value, rules, merged):
                self._named.setdefault(pending.id, set()).add(leaf.place)
                self._change(pending, replace(pending, is_unsure=True))

    @override
    def _conclude(self, *, is_proven: bool, found: Json) -> None:
        if not is_proven:
            return
        for pending_id, places in self._named.items():
            if one := self._restores.get(pending_id):
                left = one.without(places)
                was = self._before[pending_id]
                if left and was:
                    left = replace(left, is_unsure=was.is_unsure)
                self._change(one, left)
                self._ended.append(
                    {"id": pending_id, "paths": list[Json](sorted(places))}
                )

    @override
    def reply(self) -> JsonObjectType | None:
        return {"ended": self._ended} if self._ended else None

    @property
    @override
    def over(self) -> list[str]:
        return [one for one in self._named if self._restores.get(one) is None]


class PuttingBack(Plan):
    """The write that puts something back."""

    def __init__(self, restores: Restores, pending: Pending) -> None:
        """Put this back."""
        super().__init__(restores, pending.endpoint, pending.method)
        self.pending = pending
        self.is_done = False
        self.seen: Json = None
        """What the page showed in the write's turn."""

    @override
    def begin(self, *, rehearsed: bool) -> None:
        """Look whether it is of this kind. Raises Overtaken.

        A real one that was rehearsed would be lost, and a rehearsed one must not leave.
        """
        super().begin(rehearsed=rehearsed)
        if rehearsed != self.pending.rehearsed:
            raise Overtaken

    def expects(self, current: Json) -> None:
        """Look once more, in the write's turn. Raises InvalidData, Overtaken."""
        self.seen = current
        if self._restores.get(self.pending.id) is not self.pending:
            raise Overtaken
        self.pending.work.due(current)

    @override
    def prepare(self, before: Reply | None, body: Body, merged: Merged | None) -> None:
        tried = replace(self.pending, attempts=self.pending.attempts + 1)
        self._change(self.pending, tried)
        self.pending = tried

    @override
    def end(self, outcome: Outcome | None) -> None:
        if outcome is None:
            self._take_back()

    @override
    def _conclude(self, *, is_proven: bool, found: Json) -> None:
        if is_proven and self._restores.get(self.pending.id) is self.pending:
            self._restores.take(self.pending.id)
            self.is_done = True

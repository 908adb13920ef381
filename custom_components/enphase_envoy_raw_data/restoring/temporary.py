"""Writes that end by themselves."""

from dataclasses import replace
from typing import override

from homeassistant.util import dt as dt_util, ulid as ulid_util
from homeassistant.util.json import JsonObjectType

from ..gateway import (
    Body,
    Json,
    Leaf,
    Merged,
    Outcome,
    Path,
    Reply,
    handed_on,
    names,
    overlap,
    put_back,
    rules_of,
    value_at,
    with_value,
)
from ..gateway.errors import InvalidData, UnusableReply
from .pending import Pending
from .plan import Plan, had_no_effect
from .restores import Restores


class TemporaryWrite(Plan):
    """A write that ends by itself."""

    reads = True

    @property
    @override
    def must_verify(self) -> bool:
        return True

    def __init__(
        self,
        restores: Restores,
        endpoint: str,
        method: str,
        *,
        after: float,
        back_by: str,
        serial: str,
        user: str | None,
        senders: frozenset[str],
    ) -> None:
        """Have it put back `after` so many seconds with the method `back_by`."""
        super().__init__(restores, endpoint, method)
        self._after = after
        self._back_by = back_by
        self._serial = serial
        self._user = user
        self._senders = tuple(sorted(senders))
        self._new: Pending | None = None
        self._over: set[str] = set()

    @override
    def prepare(self, before: Reply | None, body: Body, merged: Merged | None) -> None:
        current = document_of(before)
        leaves, taken = self.leaves_of(current, body.value, merged)
        places: dict[str, set[str]] = {}
        for pending, leaf in taken:
            places.setdefault(pending.id, set()).add(leaf.place)
        for pending_id, gone in places.items():
            if one := self._restores.get(pending_id):
                left = one.without(gone)
                self._change(one, left)
                if left is None:
                    self._over.add(pending_id)
        if leaves:
            now = _now()
            self._new = Pending(
                id=min(self._over, default=ulid_util.ulid_now()),
                endpoint=self._endpoint,
                method=self._back_by,
                serial=self._serial,
                due=now + self._after,
                left_at=now,
                leaves=tuple(leaves),
                user=self._user,
                senders=self._senders,
                rehearsed=self.rehearsed,
            )
            self._change(self._new, self._new)

    def leaves_of(
        self, current: Json, sent: Json, merged: Merged | None
    ) -> tuple[list[Leaf], list[tuple[Pending, Leaf]]]:
        """Return what has to be put back after this write, and what it takes over.

        What is already a temporary value keeps the first one before it. Raises
        InvalidData if that can't be put back.
        """
        rules = rules_of(self._endpoint)
        plain, sent = handed_on(current), handed_on(sent)
        others = self._restores.leaves_at(self._endpoint, rehearsed=self.rehearsed)
        spoken = {
            id(leaf)
            for _, leaf in others
            if names(leaf.path, self._method, sent, rules, merged)
        }
        while True:
            taken = [(one, leaf) for one, leaf in others if id(leaf) in spoken]
            original = current
            for one, leaf in taken:
                if self._is_ours(one) and leaf.shows_written(plain):
                    original = with_value(original, leaf.path, leaf.before)
            work = put_back(current, sent, self._method, rules, original=original)
            more = {
                id(leaf)
                for _, leaf in others
                if any(overlap(leaf.path, new.path) for new in work.leaves)
            }
            if more <= spoken:
                break
            spoken |= more
        if self._method == "DELETE" and not work.leaves:
            # What it deletes isn't shown, so nobody knows what to put back.
            raise InvalidData("put_back_unreadable")
        leaves = {leaf.path: leaf for leaf in work.leaves}
        for one, leaf in taken:
            if not (self._is_ours(one) and leaf.shows_written(plain)):
                continue
            if leaf.path in leaves:
                leaves[leaf.path] = leaves[leaf.path].also_written(*leaf.written)
            elif not _is_within(leaf.path, leaves):
                leaves[leaf.path] = leaf
        return list(leaves.values()), taken

    def _is_ours(self, pending: Pending) -> bool:
        """Return whether something was written to the gateway of this write.

        Its entry may have been another gateway's before.
        """
        return pending.serial == self._serial

    @override
    def end(self, outcome: Outcome | None) -> None:
        super().end(outcome)
        if had_no_effect(outcome):
            self._new = None
            self._over.clear()
        elif self._new:
            now = _now()
            self._renew(replace(self._new, due=now + self._after, left_at=now))

    @override
    def note_write(self, write_id: str) -> None:
        if self._new:
            self._renew(replace(self._new, write_id=write_id))

    @override
    def _conclude(self, *, is_proven: bool, found: Json) -> None:
        if self._new and is_proven:
            leaves = tuple(
                leaf.also_written(value_at(found, leaf.path))
                for leaf in self._new.leaves
            )
            self._renew(replace(self._new, leaves=leaves, is_proven=True))

    def _renew(self, new: Pending) -> None:
        """Put another in the place of ours, unless a later write has taken it over."""
        if self._new and self._restores.get(new.id) is self._new:
            self._restores.put(new)
            self._new = new

    @override
    def reply(self) -> JsonObjectType | None:
        if self._new is None:
            return {"id": None, "at": None, "paths": []}
        return {
            "id": self._new.id,
            "at": self._new.at.isoformat(),
            "paths": self._new.paths,
        }

    @property
    @override
    def over(self) -> list[str]:
        return list(self._over)


def document_of(before: Reply | None) -> Json:
    """Return what a page shows, with every digit. Raises InvalidData if it is none."""
    try:
        current = before.value(exact=True) if before else None
    except UnusableReply:
        current = None
    if not isinstance(current, dict | list):
        raise InvalidData("put_back_unreadable")
    return current


def _is_within(path: Path, leaves: dict[Path, Leaf]) -> bool:
    """Return whether a place is in one of these."""
    return any(path[: len(one)] == one for one in leaves)


def _now() -> float:
    """Return the time in seconds since 1970, UTC, as it can be stored."""
    return round(dt_util.utcnow().timestamp(), 3)

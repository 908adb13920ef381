"""A write that ends by itself, from the moment before it leaves."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..gateway import (
    GatewayError,
    Json,
    Leaf,
    PutBack,
    check_endpoint,
    check_method,
    rules_of,
)
from ..moments import END_OF_TIME

MOST_ATTEMPTS = 5
"""Writes that are tried to put something back; a gateway that takes none of them,
or whose cloud undoes each, won't take the sixth."""


_SHOWN = 10
"""Places that a message names."""

OTHER_GATEWAY = "other_gateway"
"""The obstacle that another gateway answers."""


class State(StrEnum):
    """What a restore waits for."""

    WAITING = "waiting"
    """For its time."""

    CONFLICT = "conflict"
    """For its owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What has to be put back, and when."""

    id: str
    endpoint: str

    method: str
    """By which it is put back."""

    serial: str
    """Of the gateway that was written to."""

    due: float
    """Seconds since 1970, UTC, at which it is put back."""

    left_at: float
    """Seconds since 1970, UTC, at which the latest write left."""

    leaves: tuple[Leaf, ...]
    """The places, with what was there before the first write."""

    write_id: str | None = None
    """Of the latest write in the record; None as long as it isn't there."""

    user: str | None = None
    senders: tuple[str, ...] = ()
    """Who has sent the latest write, as the record has it."""

    is_proven: bool = False
    """Whether the gateway has shown the latest write."""

    is_unsure: bool = False
    """Whether another write may have ended it, since its reply was lost."""

    attempts: int = 0
    """Writes that may have left to put it back."""

    state: State = State.WAITING

    obstacle: str = ""
    """Why it waits for its owner, as a key."""

    reason: str = ""
    """The same in words; or why it couldn't be put back yet."""

    rehearsed: bool = False
    """Whether the write was rehearsed: what it is about is so only in the rehearsal."""

    seen: tuple[tuple[str, Json], ...] = ()
    """What places showed that somebody else has changed."""

    @property
    def at(self) -> datetime:
        """Return when it is due."""
        return dt_util.utc_from_timestamp(self.due)

    @property
    def work(self) -> PutBack:
        """Return what has to be done."""
        return PutBack(leaves=list(self.leaves), rules=rules_of(self.endpoint))

    @property
    def paths(self) -> list[Json]:
        """Return its places as text."""
        return [leaf.place for leaf in self.leaves]

    @property
    def places(self) -> str:
        """Return its places for a message, the first ten of them."""
        some = ", ".join(leaf.place for leaf in self.leaves[:_SHOWN])
        return some if len(self.leaves) <= _SHOWN else f"{some}, …"

    def to_owner(
        self, obstacle: str, reason: str, seen: Iterable[tuple[str, Json]] = ()
    ) -> Pending:
        """Return it as it waits for its owner."""
        return replace(
            self,
            state=State.CONFLICT,
            obstacle=obstacle,
            reason=reason,
            seen=tuple(seen),
        )

    def anyway(self, now: float, serial: str) -> Pending:
        """Return it as its owner wants it: now, whatever has stood in the way.

        Only what the owner has seen is written over.
        """
        seen = dict(self.seen)
        return replace(
            self,
            due=min(self.due, now),
            serial=serial,
            leaves=tuple(
                leaf.also_written(seen[leaf.place]) if leaf.place in seen else leaf
                for leaf in self.leaves
            ),
            is_unsure=False,
            attempts=0,
            state=State.WAITING,
            obstacle="",
            reason="",
            seen=(),
        )

    def without(self, places: set[str]) -> Pending | None:
        """Return what is left of it without these places; None if that is nothing."""
        left = tuple(leaf for leaf in self.leaves if leaf.place not in places)
        return replace(self, leaves=left) if left else None

    def stored(self) -> dict[str, Any]:
        """Return what is stored of it as JSON."""
        return {
            "id": self.id,
            "endpoint": self.endpoint,
            "method": self.method,
            "serial": self.serial,
            "due": self.due,
            "left_at": self.left_at,
            "leaves": [leaf.stored() for leaf in self.leaves],
            "write_id": self.write_id,
            "user": self.user,
            "senders": list(self.senders),
            "is_proven": self.is_proven,
            "is_unsure": self.is_unsure,
            "attempts": self.attempts,
            "state": self.state.value,
            "obstacle": self.obstacle,
            "reason": self.reason,
            "seen": [list(one) for one in self.seen],
            **({"rehearsed": True} if self.rehearsed else {}),
        }

    @classmethod
    def from_stored(cls, stored: Any) -> Self:  # noqa: ANN401 - whatever was stored
        """Return what was stored. Raises ValueError if it is none."""
        try:
            kept = _STORED(stored)
            return cls(
                **kept
                | {
                    "leaves": tuple(map(Leaf.from_stored, kept["leaves"])),
                    "senders": tuple(kept["senders"]),
                    "state": State(kept["state"]),
                    "seen": tuple((place, value) for place, value in kept["seen"]),
                }
            )
        except (vol.Invalid, TypeError) as err:
            raise ValueError from err


def _moment(value: object) -> float:
    """Return a moment, if the calendar has it."""
    if type(value) in (int, float) and 0 <= value < END_OF_TIME:  # type: ignore[operator]
        return value  # type: ignore[return-value]
    raise vol.Invalid("no moment")


def _sendable(check: Callable[[str], str]) -> Callable[[Any], str]:
    """Return what lets pass what can be sent, just as it would be sent."""

    def as_sent(value: object) -> str:
        """Return it. Raises Invalid."""
        with suppress(GatewayError):
            if isinstance(value, str) and check(value) == value:
                return value
        raise vol.Invalid("can't be sent")

    return as_sent


def _count(value: object) -> int:
    """Return a number of times; voluptuous takes truth for a number as well."""
    if type(value) is int and value >= 0:
        return value
    raise vol.Invalid("no count")


_STORED = vol.Schema(
    {
        vol.Required("id"): str,
        vol.Required("endpoint"): _sendable(check_endpoint),
        vol.Required("method"): _sendable(check_method),
        vol.Required("serial"): str,
        vol.Required("due"): _moment,
        vol.Required("left_at"): _moment,
        vol.Required("leaves"): vol.All([object], vol.Length(min=1)),
        vol.Required("write_id"): vol.Any(None, str),
        vol.Required("user"): vol.Any(None, str),
        vol.Required("senders"): [str],
        vol.Required("is_proven"): bool,
        vol.Required("is_unsure"): bool,
        vol.Required("attempts"): _count,
        vol.Required("state"): str,
        vol.Required("obstacle"): str,
        vol.Required("reason"): str,
        vol.Required("seen"): [vol.ExactSequence([str, object])],
        vol.Optional("rehearsed"): bool,
    }
)

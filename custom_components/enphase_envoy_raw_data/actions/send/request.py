"""A call of `send_data`, checked."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ...gateway import Body, Json
from ...restoring import Plan


class Verify(StrEnum):
    """Whether a write is read back."""

    OFF = "off"
    ON = "on"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest:
    """A call of `send_data`, checked."""

    method: str
    endpoint: str
    body: Body
    merge: bool

    merge_add: bool
    """Whether a merge may add elements to lists."""

    test_mode: bool
    compare: bool
    verify: Verify

    verify_seconds: float
    """Seconds in which the change has to show."""

    refresh_core: bool

    restore_after: float | None = None
    """Seconds after which it is put back; None if it stays."""

    plan: Plan | None = None
    """What it means for what has to be put back; None for a write that stays."""

    is_told: bool = True
    """Whether a test leaves a line in the logbook; not one before a real write."""

    must_be_seen: bool = False
    """Whether a test of it fails if the endpoint can't be read."""

    sends: str = ""
    """ID of the rehearsed write that it sends for real; empty for any other."""

    only_rehearsed: bool = False
    """Whether it has a meaning in a rehearsal only, which may end meanwhile."""

    as_planned: bool = False
    """Whether it is the end of a write that was let pass."""

    expects: Callable[[Json], object] | None = None
    """Gets what the gateway has right before a merge, and raises GatewayError if the
    write must not leave."""

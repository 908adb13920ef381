"""A request of a caller."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ..document import Body

type Approve = Callable[[str], Awaitable[None]]
"""Gets the firmware right before a write leaves, and raises if it must not leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request of a caller."""

    method: str
    endpoint: str

    limit: float | None = None
    """Seconds for one exchange; None if who waits for it sees to that."""

    body: Body | None = None

    stream_for: float | None = None
    """Seconds of a stream that are wanted; None refuses streams."""

    must_identify: bool = False
    """Whether it may only go out over a connection over which the gateway has told
    who it is, or over the first one after that."""

    approve: Approve | None = None
    """What is asked right before it leaves."""

    @property
    def writes(self) -> bool:
        """Return whether it may change something."""
        return self.method != "GET"

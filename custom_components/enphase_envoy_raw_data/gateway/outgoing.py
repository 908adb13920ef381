"""A request on its way to the gateway, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from .body import Body


@dataclass(slots=True, kw_only=True)
class Outgoing:
    """One request of a caller."""

    method: str
    endpoint: str

    body: Body | None = None
    """None for a read."""

    limit: float | None = None
    """Seconds for one exchange; None if who asks sees to it."""

    stream_for: float | None = None
    """Seconds of a stream that are wanted; None refuses streams."""

    on_new_connection: Callable[[str], None] = lambda _: None
    """Gets the firmware of the gateway at the end of a new connection, before
    anything leaves on it, and may raise."""

    careful: bool = False
    """Whether it must not go out on a new connection before the gateway at its
    end has told who it is."""

    sent: bool = False
    """Whether it may have had an effect: it left, and was not refused with 401."""

    firmware: str = ""
    """Firmware that it was sent to."""

    status: int | None = None
    """Status of the gateway's reply; None if there was none."""

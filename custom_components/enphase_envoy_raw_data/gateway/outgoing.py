"""A request on its way to the gateway, and what became of it."""

from dataclasses import dataclass

from .body import Body


@dataclass(slots=True, kw_only=True)
class Outgoing:
    """One request of a caller."""

    method: str
    endpoint: str

    body: Body | None = None
    """None for a read."""

    limit: float
    """Seconds for one exchange."""

    stream_for: float | None = None
    """Seconds of a stream that are wanted; None refuses streams."""

    sent: bool = False
    """Whether it may have had an effect: it left, and was not refused with 401."""

    status: int | None = None
    """Status of the gateway's reply; None if there was none."""

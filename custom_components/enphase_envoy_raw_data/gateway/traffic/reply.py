"""A successful reply of the gateway, as callers get it."""

from dataclasses import dataclass, field
import time

from ..document import Json, decode, stream_values
from ..wire import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole reply of the gateway."""

    response: Response
    """What came over the wire."""

    firmware: str = ""
    """Firmware of the gateway that answered."""

    attempts: int = 1
    """How often it was asked for."""

    read_at: float = field(default_factory=time.time)
    """Seconds since 1970."""

    tick: float = field(default_factory=time.monotonic, repr=False)
    """The same moment by a clock that nobody sets."""

    @property
    def body(self) -> bytes:
        """Return the bytes of the reply."""
        return self.response.body

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.response.status

    @property
    def rehearsed(self) -> bool:
        """Return whether it shows what was rehearsed and not sent."""
        return self.response.rehearsed

    @property
    def told_at(self) -> float:
        """Return when the gateway said so, which a recording did at another time."""
        recorded_at = self.response.recorded_at
        return self.read_at if recorded_at is None else recorded_at

    def told_ago(self) -> float:
        """Return the seconds since the gateway said so."""
        return time.time() - self.told_at

    def age(self) -> float:
        """Return the seconds since it was read."""
        return time.monotonic() - self.tick

    def value(self, *, exact: bool = False) -> Json:
        """Return JSON as it is and anything else as text. Raises UnusableReply.

        An integer beyond 64 bits comes as a string, since JSON writers that the
        value passes through can't hold it; with `exact`, as an integer.
        """
        response = self.response
        if response.stream:
            return stream_values(response.body, ended=response.stream_ended)
        return decode(response.body, response.content_type, exact=exact)

"""A request of a caller."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from ..document import Body
from ..errors import (
    BrokenReply,
    ConnectionLost,
    CutOff,
    EndlessReply,
    GatewayError,
    ReplyTooLarge,
    TimedOut,
)
from ..wire import Response

AFTER_LEAVING: Final[dict[type[GatewayError], str]] = {
    BrokenReply: "broken",
    ConnectionLost: "lost",
    CutOff: "cut_off",
    EndlessReply: "endless",
    ReplyTooLarge: "too_large",
    TimedOut: "timed_out",
}
"""What may go wrong after a write has left, and the reason that its caller hears."""

type Approve = Callable[[str], Awaitable[None]]
"""Gets the firmware right before a write leaves, and raises if it must not leave."""

type GiveWay = Callable[[Coroutine[Any, Any, Response]], Awaitable[Response]]
"""Gets the exchange of a read, and raises GaveWay if it had to be ended."""


async def _as_it_is(exchange: Coroutine[Any, Any, Response]) -> Response:
    """Give no way."""
    return await exchange


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

    takes_refusal: bool = False
    """Whether a 401 is the answer. Otherwise the login is checked after it, and the
    request is made again."""

    give_way: GiveWay = _as_it_is
    """What ends its exchange when something more urgent waits; for reads."""

    approve: Approve | None = None
    """What is asked right before it leaves."""

    @property
    def writes(self) -> bool:
        """Return whether it may change something."""
        return self.method != "GET"

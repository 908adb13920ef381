"""A request of a caller."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple

from ..document import Body
from ..errors import RefusedBefore
from ..rehearsal import Run
from ..wire import Response

type Approve = Callable[[str], Awaitable[None]]
"""Gets the firmware right before a write leaves, and raises if it must not leave."""

type GiveWay = Callable[[Coroutine[Any, Any, Response]], Awaitable[Response]]
"""Gets the exchange of a read, and raises GaveWay if it had to be ended."""


async def _as_it_is(exchange: Coroutine[Any, Any, Response]) -> Response:
    """Give no way."""
    return await exchange


class Request(NamedTuple):
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

    run: Run | None = None
    """The rehearsal that it is a part of, from its beginning to its end; a write with
    one never leaves. None for a read takes the one that is on when the reply comes."""

    merged: bool = False
    """Whether what a write sends was made from what is there."""

    refused_before: RefusedBefore | None = None
    """How the gateway has refused such a write, which a rehearsal does, too."""

    is_real: bool = False
    """Whether a read shows what the gateway has, whatever is rehearsed."""

    @property
    def writes(self) -> bool:
        """Return whether it may change something."""
        return self.method != "GET"

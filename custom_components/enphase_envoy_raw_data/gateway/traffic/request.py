"""A request of a caller, and the gateway's answer to it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ..document import Body
from ..wire import Response
from .reply import Reply

type Approve = Callable[[str], Awaitable[None]]
"""Gets the firmware right before a write leaves, and raises if it must not leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request of a caller."""

    method: str
    endpoint: str

    limit: float
    """Seconds for one exchange."""

    body: Body | None = None

    stream_for: float | None = None
    """Seconds of a stream that are wanted; None refuses streams."""

    careful: bool = False
    """Whether it may only go out over a connection over which the gateway has told
    who it is, or over the first one after that."""

    approve: Approve | None = None
    """What is asked right before it leaves."""

    @property
    def writes(self) -> bool:
        """Return whether it may change something."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the gateway has answered, whatever its status."""

    response: Response

    firmware: str
    """Firmware of the gateway that answered."""

    account: str
    """Role of the token or local user that asked."""

    def reply(self, *, attempts: int = 1) -> Reply:
        """Return it as a caller gets it, if it is a success."""
        return Reply(response=self.response, firmware=self.firmware, attempts=attempts)

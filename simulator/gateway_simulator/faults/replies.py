"""Replies that are none of the gateway's pages."""

from dataclasses import dataclass, field
from typing import override

from ..journal import Received
from ..wire import Answer, Reply
from .fault import Fault


@dataclass(frozen=True)
class Fixed(Fault):
    """The same reply each time, whatever was asked; nothing takes effect."""

    status: int = 200
    body: bytes | str = b""
    headers: dict[str, str] = field(default_factory=dict)

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Send the fixed reply."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        return Reply(status=self.status, headers=list(self.headers.items()), body=body)


def busy() -> Fixed:
    """Return the reply of an overloaded or starting gateway."""
    return Fixed(503, "Resource busy, please retry after 30 seconds")


@dataclass(frozen=True)
class Unauthorized(Fault):
    """The login is refused although it is good."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then let the gateway answer."""
        request.plan.refuse_login = True
        return await answer(request)


@dataclass(frozen=True)
class UnauthorizedUntilLogin(Unauthorized):
    """Every login is refused until the next successful token check."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request unless it is that token check."""
        if request.path.startswith("/auth/"):
            return await answer(request)
        return await super().around(request, answer)

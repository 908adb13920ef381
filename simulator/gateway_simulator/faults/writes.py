"""Writes that are accepted and don't do what they should."""

from dataclasses import dataclass
from typing import override

from ..journal import Received
from ..wire import Answer, Reply
from .fault import Fault


@dataclass(frozen=True)
class IgnoreWrite(Fault):
    """A write gets its normal reply, but nothing changes."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then answer."""
        request.plan.ignore = True
        return await answer(request)


@dataclass(frozen=True)
class ApplyAfter(Fault):
    """A write gets its normal reply, but shows only later."""

    seconds: float

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then answer."""
        request.plan.after = self.seconds
        return await answer(request)


@dataclass(frozen=True)
class PutBackAfter(Fault):
    """A write takes effect, then the old state comes back, as the cloud does it."""

    seconds: float

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Mark the request, then answer."""
        request.plan.put_back_after = self.seconds
        return await answer(request)

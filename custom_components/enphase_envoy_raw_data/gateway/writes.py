"""Writes: one after the other, to the right gateway, at most once."""

from collections.abc import Callable
from dataclasses import dataclass
import time
from typing import Protocol

from .body import Body, encode
from .cache import ReplyCache
from .connection import Connection
from .document import Merged, merge, rules_of
from .endpoint import check_endpoint
from .errors import InvalidData, UnusableReply
from .json_value import Json
from .lane import Lane
from .limits import Limits
from .outgoing import Outgoing
from .reply import Reply


class Guard(Protocol):
    """Looks at the gateway's firmware before anything leaves."""

    def objects(self, firmware: str) -> bool:
        """Return whether `check` would have something to say."""

    def check(self, firmware: str) -> None:
        """Say it, and raise if the write must not leave."""


@dataclass(slots=True, kw_only=True)
class Write:
    """A write and, once it was tried, what became of it."""

    method: str
    endpoint: str

    body: Body
    """What the caller gave."""

    merge: bool = False
    """Whether the body is a merge patch on what the gateway has."""

    merge_add: bool = False
    """Whether it may add elements to lists."""

    guard: Guard | None = None
    """Looks at the gateway's firmware before anything leaves."""

    before: Reply | None = None
    """What the endpoint showed before, if that is known."""

    merged: Merged | None = None
    """What came of the merge."""

    sent_body: Body | None = None
    """What was sent; the caller's body with what was merged."""

    sent: bool = False
    """Whether it left and may have had an effect."""

    status: int | None = None
    """Status of the gateway's reply; None if there was none."""

    duration: float = 0.0
    """Seconds from its turn to its end."""

    firmware: str = ""
    """Firmware that it was sent to."""


class Writes:
    """The writes to one gateway."""

    def __init__(
        self, lane: Lane, connection: Connection, cache: ReplyCache, limits: Limits
    ) -> None:
        """Write over this connection."""
        self._lane = lane
        self._connection = connection
        self._cache = cache
        self._limits = limits

    async def write(self, write: Write) -> Reply:
        """Return the reply to a write; see `GatewayClient.write`."""
        check_endpoint(write.endpoint)
        what = f"{write.method} {write.endpoint}"
        async with self._lane.turn(what, write=True):
            begun = time.monotonic()
            asked = await self._connection.be_sure()
            if write.guard:
                asked = await self._let_pass(write.guard, asked=asked)
            write.sent_body = await self._body_of(write, asked=asked)
            outgoing = Outgoing(
                method=write.method,
                endpoint=write.endpoint,
                body=write.sent_body,
                limit=self._limits.write,
                careful=write.merge or not asked,
                on_new_connection=_check_of(write),
            )
            try:
                return await self._connection.exchange(outgoing)
            finally:
                write.sent = outgoing.sent
                write.firmware = outgoing.firmware
                write.status = outgoing.status
                write.duration = time.monotonic() - begun
                if outgoing.sent:
                    self._cache.forget(write.endpoint)

    async def _let_pass(self, guard: Guard, *, asked: bool) -> bool:
        """Ask the guard; return whether the gateway has just told who it is.

        Before the guard objects, the gateway is asked: what is known of it may
        be from before a restart.
        """
        identity = self._connection.identity
        if not asked and (identity is None or guard.objects(identity.firmware)):
            identity = await self._connection.identify()
            asked = True
        if identity is not None:
            guard.check(identity.firmware)
        return asked

    async def _body_of(self, write: Write, *, asked: bool) -> Body:
        """Return what to send, merged into what is there now if that is wanted."""
        if not write.merge:
            return write.body
        write.before = await self._connection.exchange(
            Outgoing(
                method="GET",
                endpoint=write.endpoint,
                limit=self._limits.read,
                careful=not asked,
                on_new_connection=_check_of(write),
            )
        )
        write.merged = merged(
            write.before, write.body, write.endpoint, add=write.merge_add
        )
        return encode(write.merged.sent, write.body.content_type)


def _check_of(write: Write) -> Callable[[str], None]:
    """Return what a write's guard says to the firmware at a new connection."""
    return write.guard.check if write.guard else lambda _: None


def merged(before: Reply, patch: Body, endpoint: str, *, add: bool) -> Merged:
    """Return what a merge makes of what the gateway has. Raises InvalidData."""
    return merge(_json_of(before), patch.value, rules_of(endpoint), add=add)


def _json_of(reply: Reply) -> Json:
    """Return a reply with integers of any length. Raises InvalidData."""
    try:
        return reply.value(exact=True)
    except UnusableReply:
        raise InvalidData("merge_other_shape", "the whole reply is no JSON") from None

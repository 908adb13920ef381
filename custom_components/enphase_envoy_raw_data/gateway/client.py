"""Reads from and writes to one gateway, one request at a time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
import time

import aiohttp

from .body import Body
from .cache import DEFAULT_CAPACITY, ReplyCache
from .connection import Connection
from .endpoint import check_endpoint
from .errors import (
    Busy,
    CannotConnect,
    Closed,
    ConnectionLost,
    CutOff,
    EndlessReply,
    LaneBusy,
    OutcomeUnknown,
    Refused,
    TimedOut,
)
from .identity import Identity
from .lane import Lane
from .limits import DEFAULT_LIMITS, Limits
from .login import Credentials, TokenLogin
from .reply import Reply
from .token import TokenFacts
from .transport import Counters, Transport

# Seconds that a reader waits beyond its limit, so that the read itself, which
# knows more, is the one that says what took so long.
_GRACE = 0.5


@dataclass(slots=True)
class _SharedRead:
    """A read that several callers wait for."""

    key: tuple[str, float | None]
    task: asyncio.Task[Reply]
    deadline: float
    readers: int = 0


class GatewayClient:
    """Reads from and writes to one gateway.

    Knows nothing of Home Assistant. The session must not verify certificates
    (gateways sign their own), keeps no cookies, and is not closed here.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        host: str,
        credentials: Credentials,
        *,
        serial: str | None = None,
        on_new_token: Callable[[str], None] = lambda _: None,
        on_identity: Callable[[Identity], None] = lambda _: None,
        limits: Limits = DEFAULT_LIMITS,
        cache_capacity: int = DEFAULT_CAPACITY,
    ) -> None:
        """Talk to the gateway with this serial; None accepts any.

        `on_new_token` gets each token that the cloud gave, `on_identity` what
        the gateway says of itself whenever that has changed.
        """
        self._transport = Transport(session)
        self._on_identity = on_identity
        self._limits = limits
        self._lane = Lane()
        self._reading: dict[tuple[str, float | None], _SharedRead] = {}
        self.cache = ReplyCache(cache_capacity)
        self._connection = Connection(
            self._transport,
            host,
            credentials,
            serial=serial,
            on_new_token=on_new_token,
            on_identity=self._adapt,
            limits=limits,
        )

    @property
    def identity(self) -> Identity | None:
        """Return what the gateway last said of itself."""
        return self._connection.identity

    @property
    def account(self) -> str:
        """Return the token's role or the local user; empty before the login."""
        return self._connection.login.account if self._connection.has_login else ""

    @property
    def token(self) -> TokenFacts | None:
        """Return what the token in use says of itself; None if there is none."""
        if not self._connection.has_login:
            return None
        login = self._connection.login
        return login.facts if isinstance(login, TokenLogin) else None

    @property
    def counters(self) -> Counters:
        """Return how many requests left and how many failed."""
        return self._transport.counters

    async def identify(self) -> Identity:
        """Ask the gateway who it is: one request, two before firmware 7.

        Raises CannotConnect, Busy, Redirected, NotAGateway or WrongGateway.
        """
        async with self._lane.turn("GET /info", write=False):
            return await self._connection.identify()

    async def log_in(self, *, thorough: bool = False) -> None:
        """Have the gateway check the login: one request.

        Firmware before 7 has no page for that; `thorough` tries guarded ones.
        Raises ConnectionProblem or LoginError.
        """
        async with self._lane.turn("the login", write=False):
            await self._connection.log_in(thorough=thorough)

    async def renew_token(self) -> None:
        """Replace the token by a new one from the cloud. Raises LoginError."""
        login = self._connection.login
        await login.renew(login.secret)

    async def read(
        self,
        endpoint: str,
        *,
        max_age: float | None = None,
        limit: float | None = None,
        stream_for: float | None = None,
    ) -> Reply:
        """Return the reply to a GET; callers of one endpoint share one request.

        Repeated within the limit while the gateway can't be reached or is busy.
        All times are in seconds: `max_age` takes a stored reply that is not
        older, `stream_for` reads a stream for so long, on top of the limit.
        Raises GatewayError.
        """
        check_endpoint(endpoint)
        if max_age is not None and (reply := self._stored(endpoint, max_age)):
            return reply
        limit = self._limits.read if limit is None else limit
        limit += stream_for or 0
        deadline = time.monotonic() + limit
        while True:
            shared = self._join(endpoint, deadline, stream_for)
            try:
                return await self._wait_for(shared, deadline, f"GET {endpoint}")
            except TimedOut, EndlessReply, LaneBusy:
                # The time that was over may have been another caller's.
                if shared.deadline >= deadline or shared.deadline > time.monotonic():
                    raise

    def _stored(self, endpoint: str, max_age: float) -> Reply | None:
        """Return the stored reply if it is young enough."""
        reply = self.cache.get(endpoint)
        if reply is None or reply.age() > max_age:
            return None
        return replace(reply, from_cache=True)

    def _join(
        self, endpoint: str, deadline: float, stream_for: float | None
    ) -> _SharedRead:
        """Return the read that is under way for an endpoint, or begin one."""
        key = (endpoint, stream_for)
        if (shared := self._reading.get(key)) is None:
            task = asyncio.create_task(self._read(endpoint, deadline, stream_for))
            shared = self._reading[key] = _SharedRead(key, task, deadline)
            task.add_done_callback(lambda _: self._has_read(shared))
        return shared

    async def _wait_for(self, shared: _SharedRead, deadline: float, what: str) -> Reply:
        """Return the reply of a shared read, waiting until the deadline."""
        begun = time.monotonic()
        shared.readers += 1
        try:
            # Neither a caller's end nor its time-out takes the others' reply away.
            await asyncio.wait([shared.task], timeout=deadline - begun + _GRACE)
        finally:
            shared.readers -= 1
            if not shared.readers and not shared.task.done():
                self._drop(shared)
                shared.task.cancel()
        if shared.task.cancelled():
            raise Closed
        if shared.task.done():
            return shared.task.result()
        waited = time.monotonic() - begun
        if self._lane.busy_with != what:
            raise LaneBusy(self._lane.busy_with, waited)
        raise TimedOut(waited)

    async def send(self, method: str, endpoint: str, body: Body) -> Reply:
        """Return the reply to a write, which leaves at most once.

        The only repetition is after a 401, which means that nothing was done.
        Raises OutcomeUnknown if it was sent and the reply was lost; after any
        other GatewayError it was not carried out.
        """
        check_endpoint(endpoint)
        async with self._lane.turn(f"{method} {endpoint}", write=True):
            try:
                reply = await self._connection.exchange(
                    method, endpoint, body, self._limits.write
                )
            except OutcomeUnknown, Busy, Refused:
                self.cache.forget(endpoint)
                raise
            self.cache.forget(endpoint)
            return reply

    def close(self) -> None:
        """End waiting calls; a write that is on its way may finish."""
        self._lane.close()
        for shared in self._reading.values():
            shared.task.cancel()

    async def _read(
        self, endpoint: str, deadline: float, stream_for: float | None
    ) -> Reply:
        """Get an endpoint, again with growing pauses while that may help."""
        begun = time.monotonic()
        pause = self._limits.first_pause
        attempts = 0
        while True:
            attempts += 1
            try:
                reply = await self._read_once(endpoint, deadline, stream_for)
            except (CannotConnect, ConnectionLost, CutOff, Busy) as err:
                err.attempts = attempts
                err.seconds = time.monotonic() - begun
                if time.monotonic() + pause >= deadline:
                    raise
            else:
                identity = self._connection.identity
                reply = replace(
                    reply,
                    attempts=attempts,
                    firmware=identity.firmware if identity else "",
                )
                if not reply.stream:
                    self.cache.put(endpoint, reply)
                return reply
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._limits.longest_pause)

    async def _read_once(
        self, endpoint: str, deadline: float, stream_for: float | None
    ) -> Reply:
        """Get an endpoint when it is its turn."""
        left = deadline - time.monotonic()
        async with self._lane.turn(f"GET {endpoint}", write=False, limit=left):
            return await self._connection.exchange(
                "GET", endpoint, None, deadline - time.monotonic(), stream_for
            )

    def _has_read(self, shared: _SharedRead) -> None:
        """Let the next caller ask anew."""
        self._drop(shared)
        if not shared.task.cancelled():
            # Looked at here, since the callers may all have gone.
            shared.task.exception()

    def _drop(self, shared: _SharedRead) -> None:
        """Let nobody join a read that is over."""
        if self._reading.get(shared.key) is shared:
            del self._reading[shared.key]

    def _adapt(self, identity: Identity) -> None:
        """Forget what another firmware has answered."""
        self.cache.clear()
        self._on_identity(identity)

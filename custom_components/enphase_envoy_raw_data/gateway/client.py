"""The client for one gateway: what the rest of the integration talks to."""

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp

from .cache import DEFAULT_CAPACITY, ReplyCache
from .connection import Connection
from .identity import Identity
from .json_value import Json
from .lane import Lane
from .limits import DEFAULT_LIMITS, Limits
from .login import Credentials, TokenLogin
from .outgoing import Outgoing
from .reads import Reads
from .reply import Reply
from .shape import Shape
from .token import TokenFacts
from .transport import Counters, Transport
from .values import StoredValues
from .writes import Write, Writes


class GatewayClient:
    """Reads from and writes to one gateway, one request at a time.

    Knows nothing of Home Assistant. The session has a GatewayConnector of its own
    that doesn't verify certificates (gateways sign their own), keeps no cookies,
    and is not closed here.
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
        on_certificate: Callable[[str], None] = lambda _: None,
        limits: Limits = DEFAULT_LIMITS,
        cache_capacity: int = DEFAULT_CAPACITY,
    ) -> None:
        """Talk to the gateway with this serial; None takes the first that answers.

        `on_new_token` gets each token that the cloud gave, `on_identity` what
        the gateway says of itself whenever that has changed, and when the right
        gateway answers again after another one. `on_certificate`
        gets the SHA-256 of the certificate at each new connection, in hexadecimal
        digits (empty for plain HTTP), before anything is sent, and may raise
        CertificateChanged.
        """
        self._transport = Transport(session, on_certificate)
        self._on_identity = on_identity
        self._lane = Lane()
        self.cache = ReplyCache(cache_capacity)
        self._values = StoredValues()
        self._connection = Connection(
            self._transport,
            host,
            credentials,
            serial=serial,
            on_new_token=on_new_token,
            on_identity=self._adapt,
            limits=limits,
        )
        self._reads = Reads(self._lane, self._connection, self.cache, limits)
        self._writes = Writes(self._lane, self._connection, self.cache, limits)

    @property
    def identity(self) -> Identity | None:
        """Return what the gateway last said of itself."""
        return self._connection.identity

    @property
    def certificate(self) -> str:
        """Return the SHA-256 of the latest certificate; empty for plain HTTP."""
        return self._transport.certificate

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

        Raises CannotConnect, Busy, Redirected, NotAGateway, WrongGateway or
        CertificateChanged.
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

    def stored(self, endpoint: str, max_age: float | None) -> Reply | None:
        """Return the stored reply if it is not older, in seconds; None takes none."""
        if max_age is None:
            return None
        reply = self.cache.get(endpoint)
        return reply if reply and reply.age() <= max_age else None

    def value_of(
        self, endpoint: str, reply: Reply, shape: Shape, *, is_stored: bool
    ) -> Json:
        """Return what a caller wants of a reply. Raises UnusableReply.

        Callers share what is of a stored reply, so it refuses to be changed.
        """
        if is_stored:
            return self._values.of(endpoint, reply, shape)
        return shape.of(reply)

    def read(
        self,
        endpoint: str,
        *,
        limit: float | None = None,
        stream_for: float | None = None,
    ) -> Coroutine[Any, Any, Reply]:
        """Return the reply to a GET; callers of one endpoint share one request.

        Repeated within the limit while the gateway can't be reached or is busy.
        Times are in seconds: `stream_for` reads a stream for so long, on top of
        the limit. Raises GatewayError.
        """
        return self._reads.read(endpoint, limit, stream_for)

    async def ask_once(
        self,
        endpoint: str,
        *,
        limit: float,
        patience: float,
        stream_for: float | None = None,
    ) -> Reply:
        """Return the reply to one GET, which is neither stored, shared nor repeated.

        `patience` is how many seconds it may wait for its turn, `limit` how many
        for the reply. Raises GatewayError.
        """
        async with self._lane.turn(f"GET {endpoint}", write=False, limit=patience):
            return await self._connection.exchange(
                Outgoing(
                    method="GET", endpoint=endpoint, limit=limit, stream_for=stream_for
                )
            )

    async def write(self, write: Write) -> Reply:
        """Return the reply to a write, which leaves at most once.

        The only repetition is after a 401, which means that nothing was done.
        What became of it, whatever it was, stands in `write` afterwards.
        Raises OutcomeUnknown if it was sent and its reply was lost or leaves open
        what became of it, Refused from status 500 on if the gateway failed on it;
        after any other GatewayError it was not carried out.
        """
        return await self._writes.write(write)

    def close(self) -> None:
        """End waiting calls; a write that is on its way may finish."""
        self._lane.close()
        self._reads.close()

    def _adapt(self, identity: Identity) -> None:
        """Forget what another firmware has answered."""
        self.cache.clear()
        self._values.clear()
        self._on_identity(identity)

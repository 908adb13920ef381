"""The client for one gateway: what the rest of the integration talks to."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any

import aiohttp

from .errors import LoginError
from .login import Credentials, TokenFacts, TokenLogin
from .recorded import RecordedGateway, RecordedLogin, RecordedTransport
from .rehearsal import Rehearsal, RehearsedWrite
from .traffic import (
    DEFAULT_CAPACITY,
    DEFAULT_LIMITS,
    Access,
    Lifetime,
    Limits,
    Outcome,
    Reads,
    Reply,
    ReplyCache,
    Request,
    Write,
    Writes,
)
from .wire import (
    Counts,
    Exchanges,
    GaveWay,
    Identity,
    RequestQueue,
    Response,
    SeenCertificates,
    Transport,
    raise_for_status,
)


class GatewayClient:
    """Reads from and writes to one gateway, one request at a time.

    Knows nothing of Home Assistant. The session is one of `open_session`, and is
    not closed here.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession | RecordedGateway,
        host: str,
        credentials: Credentials,
        *,
        serial: str | None = None,
        on_new_token: Callable[[str], None] = lambda _: None,
        on_identity: Callable[[Identity], None] = lambda _: None,
        on_certificate: Callable[[str], None] = lambda _: None,
        certificates: SeenCertificates | None = None,
        limits: Limits = DEFAULT_LIMITS,
        cache_capacity: int = DEFAULT_CAPACITY,
        rehearsal: Rehearsal | None = None,
    ) -> None:
        """Talk to the gateway with this serial; None takes the first that answers.

        `on_new_token` gets each token that the cloud gave, `on_identity` what
        the gateway says of itself whenever that has changed, and when the right
        gateway answers again after another one. `on_certificate`
        gets the SHA-256 of the certificate at each new connection, in hexadecimal
        digits (empty for plain HTTP), before anything is sent, and may raise
        CertificateChanged. `certificates` are those that all gateways have shown.
        While the `rehearsal` is on, nothing that writes leaves. A recording in the
        place of the session answers by itself: no login is made, and no connection.
        """
        self.rehearsal = rehearsal or Rehearsal()
        """Whether writes leave, and what they would have done."""
        login: RecordedLogin | None = None
        self._transport: Exchanges
        if isinstance(session, RecordedGateway):
            self._transport = RecordedTransport(session)
            login = RecordedLogin(host, session.account)
        else:
            self._transport = Transport(
                session, on_certificate, lambda: self.rehearsal.is_on
            )
        self._on_identity = on_identity
        self._queue = RequestQueue(limits.write_patience)
        self._lifetime = Lifetime()
        self.cache = ReplyCache(cache_capacity, self.rehearsal)
        self._access = Access(
            self._transport,
            host,
            credentials,
            serial=serial,
            on_new_token=on_new_token,
            on_identity=self._adapt,
            certificates=certificates or SeenCertificates(),
            limits=limits,
            rehearsal=self.rehearsal,
            login=login,
        )
        self._reads = Reads(
            self._queue, self._access, self.cache, self._lifetime, limits
        )
        self._writes = Writes(
            self._queue, self._access, self.cache, limits, self.rehearsal
        )

    @property
    def identity(self) -> Identity | None:
        """Return what the gateway last said of itself."""
        return self._access.gateway.identity

    @property
    def certificate(self) -> str:
        """Return the SHA-256 of the latest certificate; empty for plain HTTP."""
        return self._transport.certificate

    @property
    def account(self) -> str:
        """Return the token's role or the local user; empty before the login."""
        return self._access.account

    @property
    def token(self) -> TokenFacts | None:
        """Return what the token in use says of itself; None if there is none."""
        login = self._access.login
        return login.facts if isinstance(login, TokenLogin) else None

    @property
    def counters(self) -> Counts:
        """Return how many requests left and how many failed."""
        return self._transport.counters

    def has_left(self) -> bool:
        """Return whether the latest request has left, at least in part."""
        return self._transport.has_left()

    async def identify(self) -> Identity:
        """Ask the gateway who it is: one request, two before firmware 7.

        Raises CannotConnect, Busy, TimedOut, Redirected, NotAGateway, WrongGateway,
        CertificateChanged or Closed.
        """
        return await self._lifetime.run(self._identify())

    async def _identify(self) -> Identity:
        """Ask the gateway who it is, when it is our turn."""
        async with self._queue.turn("GET /info", write=False):
            return await self._access.gateway.ask()

    async def log_in(self, *, thorough: bool = False) -> None:
        """Have the gateway check the login: one request.

        Firmware before 7 has no page for that; `thorough` tries guarded ones.
        Raises ConnectionProblem, LoginError or Closed.
        """
        await self._lifetime.run(self._log_in(thorough=thorough))

    async def _log_in(self, *, thorough: bool) -> None:
        """Have the gateway check the login, when it is our turn."""
        async with self._queue.turn("the login", write=False):
            await self._access.log_in(thorough=thorough)

    async def renew_token(self) -> None:
        """Replace the token by a new one from the cloud. Raises LoginError, Closed."""
        login = self._access.fitting_login()
        await self._lifetime.run(login.renew(login.secret))

    async def use_login(self, credentials: Credentials) -> None:
        """Log in by these from now on; their token works.

        Raises NotAToken, TokenForOther.
        """
        if isinstance(self._access.login, TokenLogin):
            await self._access.login.replace(credentials)
        self._access.credentials = credentials

    def note_rejection(self, err: LoginError) -> None:
        """Count a login with the account that the cloud has rejected elsewhere."""
        self._access.credentials.pause.failed(err)

    def stored(self, endpoint: str, max_age: float | None) -> Reply | None:
        """Return the stored reply if it is not older, in seconds; None takes none."""
        if max_age is None:
            return None
        reply = self.cache.get(endpoint)
        return reply if reply and reply.age() <= max_age else None

    def read(
        self,
        endpoint: str,
        *,
        limit: float | None = None,
        patient: bool = False,
        stream_for: float | None = None,
    ) -> Coroutine[Any, Any, Reply]:
        """Return the reply to a GET; callers of one endpoint share one request.

        Repeated within the limit while the gateway is busy, and for some seconds
        while it can't be reached; with `patient`, within the limit as well.
        Times are in seconds: `stream_for` reads a stream for so long, on top of
        the limit. Raises GatewayError.
        """
        return self._reads.read(endpoint, limit, stream_for, patient=patient)

    async def ask_once(
        self,
        endpoint: str,
        *,
        limit: float,
        patience: float,
        stream_for: float | None = None,
    ) -> Reply:
        """Return the reply to one GET, which is neither stored nor shared.

        It shows what the gateway has, whatever is rehearsed.
        It is repeated only if it was ended for a write. `patience` is how many
        seconds it may wait for each turn, `limit` how many for the reply. Raises
        GatewayError.
        """
        response = await self.look_at(
            endpoint, limit=limit, patience=patience, stream_for=stream_for
        )
        raise_for_status(response, self.account, "GET")
        return Reply(response=response, firmware=self._access.gateway.firmware)

    async def look_at(
        self,
        endpoint: str,
        *,
        limit: float,
        patience: float,
        stream_for: float | None = None,
        takes_refusal: bool = False,
    ) -> Response:
        """Return the response to one GET, whatever its status; see `ask_once`.

        With `takes_refusal`, a 401 is the answer, too. Otherwise it has the login
        checked and the request repeated. Raises GatewayError.
        """
        request = Request(
            method="GET",
            endpoint=endpoint,
            limit=limit,
            stream_for=stream_for,
            takes_refusal=takes_refusal,
            give_way=self._queue.give_way,
            is_real=True,
        )
        return await self._lifetime.run(self._look_at(request, patience))

    async def _look_at(self, request: Request, patience: float) -> Response:
        """Return the response to one GET, when it is our turn."""
        what = f"GET {request.endpoint}"
        while True:
            with suppress(GaveWay):
                async with self._queue.turn(what, write=False, limit=patience):
                    return await self._access.exchange(request)

    async def write(self, write: Write) -> Outcome:
        """Return what became of a write, which leaves at most once.

        The only repetition is after a 401, which means that nothing was done.
        Raises GatewayError, and what `write.approve` raises, if it did not leave or
        certainly had no effect. Once it has left, it is waited for even if the
        caller is cancelled: the outcome is returned all the same.
        """
        return await self._lifetime.run(self._writes.write(write))

    def rehearse(self, writes: Iterable[RehearsedWrite] = ()) -> None:
        """Begin a rehearsal anew, or go on with what was written before a restart.

        At its end, it forgets what was written.
        """
        self.rehearsal.start(writes)
        self.cache.clear()

    async def rest(self, seconds: float) -> None:
        """Let so many seconds pass. Raises Closed at once if the client is closed."""
        await self._lifetime.run(asyncio.sleep(seconds))

    async def close(self) -> None:
        """End all calls, which raise Closed, and wait for a write that has left."""
        await self._lifetime.close()

    def _adapt(self, identity: Identity) -> None:
        """Forget what another firmware has answered."""
        self.cache.clear()
        self._on_identity(identity)

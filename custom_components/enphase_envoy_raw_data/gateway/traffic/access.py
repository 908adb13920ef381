"""Access to one gateway: the right one, with a login that it accepts."""

import asyncio
from collections.abc import Callable
from functools import partial

from ..errors import (
    CannotConnect,
    CertificateChanged,
    ConnectionProblem,
    GatewayError,
)
from ..login import Credentials, DigestLogin, Login, TokenLogin
from ..rehearsal import Rehearsal
from ..wire import (
    Admits,
    Exchanges,
    Identity,
    IdentityCheck,
    NotAdmitted,
    Response,
    SeenCertificates,
    own_request,
)
from .in_doubt import in_doubt
from .lifetime import is_cancelled, to_its_end
from .limits import Limits
from .rehearsed import rehearse
from .request import Approve, Request


class Access:
    """Sends requests to the right gateway with a login that it accepts.

    The caller sees to it that one request is under way at a time.
    """

    def __init__(
        self,
        transport: Exchanges,
        host: str,
        credentials: Credentials,
        *,
        serial: str | None,
        on_new_token: Callable[[str], None],
        on_identity: Callable[[Identity], None],
        certificates: SeenCertificates,
        limits: Limits,
        rehearsal: Rehearsal,
        login: Login | None = None,
    ) -> None:
        """Have access to this gateway, by this login if there is one."""
        self._rehearsal = rehearsal
        self._transport = transport
        self._host = host
        self.credentials = credentials
        """What a login is made of, if one has to be made."""
        self._on_new_token = on_new_token
        self._limits = limits
        self._login, self._is_given = login, login is not None
        self.gateway = IdentityCheck(
            transport,
            host,
            serial=serial,
            on_identity=on_identity,
            certificates=certificates,
            limit=limits.check,
            silence=limits.silence,
        )
        """Which gateway answers, and how certain that is."""

    @property
    def login(self) -> Login | None:
        """Return the login; None before it was needed."""
        return self._login

    @property
    def account(self) -> str:
        """Return the token's role or the local user; empty before the login."""
        return self._login.account if self._login else ""

    @property
    def began_with(self) -> int | None:
        """Return the status of the reply under way; None before it has begun."""
        return self._transport.began_with

    def fitting_login(self) -> Login:
        """Return the login that fits the firmware, made if there is none.

        Raises CannotConnect before the gateway was asked, LoginError if none can be
        made.
        """
        identity = self.gateway.identity
        if identity is None:
            raise CannotConnect("silent")
        if self._login and self._is_given:
            return self._login
        kind = TokenLogin if identity.needs_token else DigestLogin
        if not isinstance(self._login, kind):
            self._login = (
                TokenLogin(
                    self._host,
                    self.credentials,
                    serial=identity.serial,
                    firmware=identity.firmware,
                    on_new_token=self._on_new_token,
                    minutes_off=lambda: self.gateway.minutes_off,
                )
                if identity.needs_token
                else DigestLogin(self._host, self.credentials, serial=identity.serial)
            )
        return self._login

    async def log_in(self, *, thorough: bool) -> None:
        """Have the gateway check the login. Raises ConnectionProblem, LoginError."""
        login = self.fitting_login()
        remembered = login.secret
        await login.prepare()
        if isinstance(login, DigestLogin) and not thorough:
            return
        accepted = await login.is_accepted(self._ask_page)
        if not accepted and login.secret == remembered:
            await login.renew(remembered)
            accepted = await login.is_accepted(self._ask_page)
        if not accepted:
            raise login.refused_again()

    async def exchange(self, request: Request) -> Response:
        """Return the gateway's response to a request, whatever its status.

        In a rehearsal, a write is taken in its place, and shown by reads.
        Raises GatewayError, and what `approve` raises; see `_exchange`.
        """
        if request.writes and request.run:
            await self.gateway.ask()
            check = partial(self.log_in, thorough=False)
            return await rehearse(
                request, request.run, self.exchange, check, self._approve
            )
        response = await self._exchange(request)
        run = request.run or self._rehearsal.run
        if run is None or request.writes or request.is_real:
            return response
        return run.lay_over(request.endpoint, response)

    async def _exchange(self, request: Request) -> Response:
        """Send a request, and return the response, whatever its status.

        It is repeated once if the login may have been the trouble, unless a refusal
        is what the caller wants to see. For a write,
        OutcomeUnknown is the only error after which it may have been carried out.
        Raises GatewayError, and what `approve` raises.
        """
        has_just_told = self.gateway.is_expired
        if has_just_told:
            await self.gateway.ask()
        login = self.fitting_login()
        if not login.is_ready:
            has_just_told = False
            await login.prepare()
        response = await self._send(request, has_just_told=has_just_told)
        if response.is_success:
            self.gateway.take(response.body)
            return response
        if response.refuses_login and not request.takes_refusal:
            if is_cancelled():
                raise asyncio.CancelledError
            response = await self._send_again(request)
        elif (
            300 <= response.status < 400
            and not request.writes
            and await self._has_new_login()
        ):
            response = await self._send(request)
        return response

    async def _send_again(self, request: Request) -> Response:
        """Return the response after a 401, with what the gateway may have missed."""
        login = self.fitting_login()
        # Read before anything is awaited: meanwhile others may renew it.
        refused = login.secret
        renewed = not await login.is_accepted(self._ask_page)
        if not renewed:
            login.uses_session = True
        else:
            await self.gateway.ask()
            await self.fitting_login().prepare()
            await self.fitting_login().renew(refused)
        response = await self._send(request)
        if (
            renewed
            and response.refuses_login
            and not await self.fitting_login().is_accepted(self._ask_page)
        ):
            raise self.fitting_login().refused_again()
        return response

    async def _has_new_login(self) -> bool:
        """After a redirect, return whether an upgrade has changed the login.

        Firmware 7 answers HTTP, which older firmware speaks, with a redirect.
        """
        before = self.fitting_login()
        if self._is_given or isinstance(before, TokenLogin):
            return False
        await self.gateway.ask()
        await self.fitting_login().prepare()
        return self.fitting_login() is not before

    async def _send(self, request: Request, *, has_just_told: bool = False) -> Response:
        """Send a request once, over a connection that is good enough for it.

        The gateway is asked who it is if need be, unless it has just told.
        Raises GatewayError, and what `approve` raises.
        """
        must_identify = request.must_identify or request.writes
        if request.approve:
            await self._approve(request.approve)
        if not has_just_told:
            try:
                return await self._send_now(
                    request, partial(self.gateway.admits, must_identify=must_identify)
                )
            except NotAdmitted:
                await self.gateway.ask()
            if request.approve:
                await self._approve(request.approve)
        try:
            return await self._send_now(request, self.gateway.admits_after_telling)
        except NotAdmitted:
            # Right after it told who it is, something else answers there.
            self.gateway.expire()
            raise CannotConnect("lost") from None

    async def _approve(self, approve: Approve) -> None:
        """Ask whether a request may leave. Raises what `approve` raises.

        What is known of the firmware may be from before a restart. So before it is
        a reason to stop, the gateway is asked.
        """
        try:
            await approve(self.gateway.firmware)
        except Exception:
            if self.gateway.is_up_to_date:
                raise
            await self.gateway.ask()
            await approve(self.gateway.firmware)

    async def _send_now(self, request: Request, admits: Admits) -> Response:
        """Send a request once. Raises GatewayError, and NotAdmitted."""
        login = self.fitting_login()
        body = request.body
        headers = login.headers
        if body and body.content_type:
            headers = {**headers, "Content-Type": body.content_type}
        exchange = self._transport.exchange(
            request.method,
            login.url(request.endpoint),
            headers=headers,
            digest=login.digest,
            content=body.content if body else None,
            limit=request.limit,
            stream_for=request.stream_for,
            admits=admits,
        )
        try:
            response = await (
                to_its_end(exchange, self._transport.has_left)
                if request.writes
                else request.give_way(exchange)
            )
        except asyncio.CancelledError:
            self.gateway.expire()
            raise
        except GatewayError as err:
            if isinstance(err, ConnectionProblem | CertificateChanged):
                self.gateway.expire()
            if request.writes and (doubt := in_doubt(err, request.method)):
                raise doubt from err
            raise
        self.gateway.note_reply()
        if response.session_id:
            # It does so with each reply, and opens one session after the other.
            login.session_id = response.session_id
            login.uses_session = True
        return response

    async def _ask_page(self, endpoint: str) -> Response:
        """Return a page that tells whether the login is good."""
        login = self.fitting_login()
        response = await own_request(
            self._transport,
            login.url(endpoint),
            headers=login.headers,
            digest=login.digest,
            limit=self._limits.check,
        )
        if response.session_id:
            login.session_id = response.session_id
        return response

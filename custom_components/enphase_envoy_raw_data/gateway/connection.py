"""The connection to one gateway: who answers there, the login, one request."""

from collections.abc import Callable
from http import HTTPStatus
import time

from .connector import NewConnectionNeeded
from .errors import (
    CannotConnect,
    CertificateChanged,
    ConnectionLost,
    ConnectionProblem,
    CutOff,
    EndlessReply,
    OutcomeUnknown,
    Redirected,
    ReplyTooLarge,
    TimedOut,
    WrongGateway,
)
from .identity import Identity
from .inquiry import Inquiry
from .judgement import judge
from .limits import Limits
from .login import Credentials, DigestLogin, Login, TokenLogin
from .outgoing import Outgoing
from .reply import Reply
from .transport import Transport

_REASONS = {
    ConnectionLost: "lost",
    CutOff: "cut_off",
    EndlessReply: "endless",
    ReplyTooLarge: "too_large",
    TimedOut: "timed_out",
}


class Connection:
    """Asks the right gateway with a login that it accepts.

    The caller sees to it that one request is under way at a time.
    """

    def __init__(
        self,
        transport: Transport,
        host: str,
        credentials: Credentials,
        *,
        serial: str | None,
        on_new_token: Callable[[str], None],
        on_identity: Callable[[Identity], None],
        limits: Limits,
    ) -> None:
        """Connect to the gateway with this serial; None takes the first."""
        self._transport = transport
        self._inquiry = Inquiry(transport, host, limits.check)
        self._host = host
        self._credentials = credentials
        self._serial = serial
        self._on_new_token = on_new_token
        self._on_identity = on_identity
        self._limits = limits
        self._scheme = "https"
        self.heard: float | None = None
        self._sure_of: int | None = None
        self._login: Login | None = None
        self.identity: Identity | None = None
        self._told: Identity | None = None

    @property
    def login(self) -> Login:
        """Return the login that fits the firmware.

        Raises CannotConnect before `identify`, LoginError if none can be made.
        """
        if self.identity is None:
            raise CannotConnect("silent")
        if self._login is None:
            if self.identity.needs_token:
                self._login = TokenLogin(
                    self._host, self.identity, self._credentials, self._on_new_token
                )
            else:
                self._login = DigestLogin(self._host, self.identity, self._credentials)
        return self._login

    @property
    def has_login(self) -> bool:
        """Return whether a login was made already."""
        return self._login is not None

    async def identify(self) -> Identity:
        """Read `/info`, by HTTPS or else by HTTP, and adapt to what it says.

        Raises CannotConnect, Busy, Redirected, NotAGateway, WrongGateway or
        CertificateChanged.
        """
        self.heard = None
        other = "http" if self._scheme == "https" else "https"
        try:
            identity = await self._inquiry.identity(self._scheme)
        except (CannotConnect, Redirected) as first:
            try:
                identity = await self._inquiry.identity(other)
            except CannotConnect, CertificateChanged, Redirected:
                raise first from None
            self._scheme = other
        self._serial = self._serial or identity.serial
        if identity.serial != self._serial:
            self._told = None
            raise WrongGateway(self._serial, identity.serial)
        self.heard = time.monotonic()
        self._sure_of = self._transport.connections
        if self.identity and self.identity.needs_token != identity.needs_token:
            self._login = None
        self.identity = identity
        if identity != self._told:
            self._told = identity
            self._on_identity(identity)
        return identity

    async def log_in(self, *, thorough: bool) -> None:
        """Have the gateway check the login. Raises ConnectionProblem, LoginError."""
        login = self.login
        remembered = login.secret
        await login.prepare()
        if isinstance(login, DigestLogin) and not thorough:
            return
        accepted = await login.is_accepted(self._ask_aside)
        if not accepted and login.secret == remembered:
            await login.renew(remembered)
            accepted = await login.is_accepted(self._ask_aside)
        if not accepted:
            raise login.refused_again()

    @property
    def began_with(self) -> int | None:
        """Return the status of the reply under way; None before it has begun."""
        return self._transport.began_with

    def doubt(self) -> None:
        """Look again who is there before anything else is asked."""
        self.heard = None

    async def be_sure(self) -> bool:
        """Know that the connection at hand leads to the right gateway.

        Returns whether the gateway had to be asked. A write goes out on a
        connection over which the gateway has told who it is, or on the first
        one after that.
        """
        if self.heard is not None and self._sure_of == self._transport.connections:
            return False
        await self.identify()
        return True

    async def exchange(self, outgoing: Outgoing) -> Reply:
        """Return the gateway's successful reply to a request.

        Raises GatewayError; for a write, OutcomeUnknown and Refused from status
        500 on are the only ones after which it may have been carried out.
        """
        if self.heard is None or time.monotonic() - self.heard > self._limits.silence:
            await self.identify()
            outgoing.careful = False
        login = self._login or self.login
        if not login.is_ready:
            await login.prepare()
        reply = await self._ask(outgoing)
        if not reply.is_success:
            reply = await self._ask_again(outgoing, reply)
            judge(reply, self.login.account, outgoing.method)
        return reply

    async def _ask_again(self, outgoing: Outgoing, reply: Reply) -> Reply:
        """Return the reply after another try if the login may have been the trouble.

        Raises GatewayError.
        """
        if reply.status == HTTPStatus.UNAUTHORIZED:
            renewed = await self._settle_refusal()
            if outgoing.body is not None and await self.be_sure():
                outgoing.careful = False
            reply = await self._ask(outgoing)
            if (
                renewed
                and reply.status == HTTPStatus.UNAUTHORIZED
                and not await self.login.is_accepted(self._ask_aside)
            ):
                raise self.login.refused_again()
        elif (
            outgoing.body is None
            and reply.status // 100 == 3
            and await self._has_new_login()
        ):
            reply = await self._ask(outgoing)
        return reply

    async def _settle_refusal(self) -> bool:
        """After a 401, return if it makes sense to ask again.

        Returns whether that is by a new login.
        """
        login = self.login
        if await login.is_accepted(self._ask_aside):
            return False
        refused = login.secret
        await self.identify()
        await self.login.prepare()
        await self.login.renew(refused)
        return True

    async def _has_new_login(self) -> bool:
        """After a redirect, return whether an upgrade has changed the login.

        Firmware 7 answers HTTP, which older firmware speaks, with a redirect.
        """
        before = self.login
        if isinstance(before, TokenLogin):
            return False
        await self.identify()
        await self.login.prepare()
        return self.login is not before

    async def _ask(self, outgoing: Outgoing) -> Reply:
        """Send a request with the login at hand."""
        login = self.login
        url = login.url(outgoing.endpoint)
        headers = login.headers
        content = None
        if body := outgoing.body:
            content = body.content
            if body.content_type:
                headers = {**headers, "Content-Type": body.content_type}
        careful, outgoing.careful = outgoing.careful, body is not None
        try:
            while True:
                self._note_leaving(outgoing)
                try:
                    exchange = self._transport.exchange(
                        outgoing.method,
                        url,
                        headers=headers,
                        digest=login.digest,
                        content=content,
                        stream_for=outgoing.stream_for,
                        kept_alive_only=careful,
                    )
                    reply = await self._transport.within(outgoing.limit, exchange)
                    break
                except NewConnectionNeeded:
                    outgoing.sent = careful = False
                    outgoing.on_new_connection((await self.identify()).firmware)
        except CertificateChanged:
            outgoing.sent = False
            self.heard = None
            raise
        except (ConnectionProblem, EndlessReply, ReplyTooLarge) as err:
            outgoing.status = err.began_with
            if isinstance(err, ConnectionProblem):
                self.heard = None
            if isinstance(err, CannotConnect):
                outgoing.sent = False
                raise
            if body is None:
                raise
            raise OutcomeUnknown(
                outgoing.method, _REASONS[type(err)], err.began_with
            ) from err
        outgoing.status = reply.status
        outgoing.sent = reply.status != HTTPStatus.UNAUTHORIZED
        self.heard = time.monotonic()
        reply.firmware = outgoing.firmware
        return reply

    def _note_leaving(self, outgoing: Outgoing) -> None:
        """Note that a request may have an effect from now on, and with whom."""
        outgoing.sent = True
        if self.identity:
            outgoing.firmware = self.identity.firmware

    async def _ask_aside(self, endpoint: str) -> Reply:
        """Get a page to check the login."""
        login = self.login
        return await self._inquiry.page(
            login.url(endpoint), login.headers, login.digest
        )

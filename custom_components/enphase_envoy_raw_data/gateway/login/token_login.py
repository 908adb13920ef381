"""The login of firmware 7 and newer: a token."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import override

from pyenphase import EnvoyTokenAuth
from pyenphase.const import URL_AUTH_CHECK_JWT

from ..document import is_gone, tells_of_sessions
from ..errors import (
    Busy,
    DeadToken,
    LoginError,
    LoginMissing,
    MultiFactor,
    NoLoginCheck,
    NotAToken,
    OwnerNeeded,
    TokenExpired,
    TokenForOther,
    TokenRefused,
    TooManySessions,
)
from .base import Ask, Credentials, Login
from .cloud import fetch_token
from .cloud_site import CloudSite
from .second_factor import CodeLogin
from .token import TokenFacts, read_token, tidy_token

# A new token that the gateway refuses (its clock may be wrong) is not followed
# by a cloud login for every call.
_REFUSED_PAUSE = 600.0

# Statuses that pass although they are below 500.
_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)

# Statuses that don't pass although they are above 499.
_LASTING = (HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)


class TokenLogin(Login):
    """A token, from the cloud or entered manually."""

    def __init__(
        self,
        host: str,
        credentials: Credentials,
        *,
        serial: str,
        firmware: str,
        on_new_token: Callable[[str], None],
        minutes_off: Callable[[], int],
    ) -> None:
        """Start with the token that is there. Raises NotAToken, TokenForOther.

        `minutes_off` tells by how many minutes the gateway's clock differs from ours.
        """
        super().__init__(EnvoyTokenAuth(host))
        self._host = host
        self._serial = serial
        self._firmware = firmware
        self._credentials = credentials
        self._on_new_token = on_new_token
        self._minutes_off = minutes_off
        self._lock = asyncio.Lock()
        self._needs_code = False
        self._token = ""
        self.is_ready = False
        self.facts: TokenFacts | None = None
        if credentials.token:
            try:
                self._adopt(tidy_token(credentials.token))
            except NotAToken, TokenForOther:
                # One from the cloud can be fetched again, one that was entered can't.
                if credentials.by_hand:
                    raise

    def _adopt(self, token: str) -> None:
        """Log in by this token. Raises NotAToken, TokenForOther."""
        facts = read_token(token)
        # "un-commissioned" is the audience of tokens for gateways without owner.
        if facts.serial not in ("", "un-commissioned", self._serial):
            raise TokenForOther(self._serial, facts.serial)
        self._use(EnvoyTokenAuth(self._host, token=token))
        self.is_ready = True
        self._token = token
        self.facts = facts

    @property
    @override
    def account(self) -> str:
        return self.facts.role if self.facts else ""

    @property
    @override
    def secret(self) -> str:
        return self._token

    @override
    async def prepare(self) -> None:
        if not self._token:
            await self.renew("")

    @override
    async def is_accepted(self, ask: Ask) -> bool:
        reply = await ask(URL_AUTH_CHECK_JWT)
        status, words = reply.meaning, reply.words()
        if status == HTTPStatus.OK:
            return True
        if tells_of_sessions(words):
            raise TooManySessions(status, words)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return False
        if (
            (300 <= status < 500 and status not in _PASSING)
            or status in _LASTING
            or is_gone(status, words)
        ):
            raise NoLoginCheck(status, words)
        # A gateway that is starting says nothing about the token.
        raise Busy(status, words, URL_AUTH_CHECK_JWT)

    @override
    async def renew(self, refused: str) -> None:
        async with self._lock:
            if self._token != refused:
                return
            credentials = self._credentials
            if credentials.by_hand or not (
                credentials.username and credentials.password
            ):
                raise self._dead_token()
            if credentials.needs_code or self._needs_code:
                raise MultiFactor
            credentials.check_text()
            credentials.pause.check()
            try:
                token = await fetch_token(
                    credentials.username,
                    credentials.password,
                    self._serial,
                    self._pass_on,
                )
                self._adopt(token)
            except LoginError as err:
                credentials.pause.failed(err)
                self._needs_code = isinstance(err, MultiFactor)
                raise
            credentials.pause.succeeded()
        self._on_new_token(token)

    def _pass_on(self, site: CloudSite) -> None:
        """Hand a login that waits for a code to whoever can enter one."""
        if on_code_wanted := self._credentials.on_code_wanted:
            username = self._credentials.username
            on_code_wanted(CodeLogin(username, self._serial, site))

    async def replace(self, credentials: Credentials) -> None:
        """Log in by these from now on; their token works.

        Raises NotAToken, TokenForOther.
        """
        async with self._lock:
            self._adopt(tidy_token(credentials.token))
            self._credentials = credentials
            self._needs_code = False

    def _dead_token(self) -> OwnerNeeded:
        """Return why a token that can't be renewed is of no use."""
        if self.facts is None:
            return LoginMissing(self._firmware)
        return self._dead(TokenExpired() if self.facts.is_over() else TokenRefused())

    def _dead(self, error: DeadToken) -> DeadToken:
        """Return an error with what the clocks have to do with it."""
        error.minutes_off = self._minutes_off()
        return error

    @override
    def refused_again(self) -> LoginError:
        error = self._dead(TokenRefused())
        self._credentials.pause.begin(error, _REFUSED_PAUSE)
        return error

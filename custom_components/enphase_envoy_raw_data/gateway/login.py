"""The two ways to log in: a token (firmware 7 and newer) and digest (before)."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import override

from envoy_utils.envoy_utils import EnvoyUtils
from multidict import CIMultiDict, CIMultiDictProxy
from pyenphase import EnvoyTokenAuth
from pyenphase.auth import EnvoyAuth, EnvoyLegacyAuth
from pyenphase.const import URL_AUTH_CHECK_JWT
from yarl import URL

from .cloud import fetch_token
from .errors import (
    Busy,
    LocalLoginRefused,
    LoginError,
    LoginMissing,
    NotAToken,
    TokenExpired,
    TokenForOther,
    TokenRefused,
)
from .identity import Identity
from .pause import LoginPause
from .reply import Reply
from .token import TokenFacts, read_token, tidy_token

type Ask = Callable[[str], Awaitable[Reply]]
"""Gets a page of the gateway with the login at hand."""

# The header that pyenphase sends with every request but /info.
_ACCEPT = {"Accept": "application/json"}

# A new token that the gateway refuses (its clock may be wrong) is not followed
# by a cloud login for every call.
_REFUSED_PAUSE = 600.0

# Pages that ask for a login on firmware before 7. Neither does on all of it:
# 3.18 wants `installer` for the first and doesn't have the second.
_GUARDED_PAGES = ("/api/v1/production/inverters", "/admin/lib/tariff")

_INSTALLER = "installer"
_LOCAL_USER = "envoy"
_LOCAL_PASSWORD_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the owner gave to log in with."""

    username: str = ""
    """Enlighten account (firmware 7 and newer) or local user."""

    password: str = field(default="", repr=False)

    token: str = field(default="", repr=False)
    """Entered by hand or remembered from the last cloud login."""

    by_hand: bool = False
    """Whether the owner enters tokens by hand, so that no cloud is asked."""

    pause: LoginPause = field(default_factory=LoginPause, repr=False, compare=False)
    """How long the cloud isn't to be asked with them."""


class Login(ABC):
    """A login at one gateway; pyenphase's objects make address and headers."""

    def __init__(self, auth: EnvoyAuth) -> None:
        """Log in by this object."""
        self._use(auth)

    def _use(self, auth: EnvoyAuth) -> None:
        """Log in by this object from now on."""
        self._auth = auth
        self._headers: Mapping[str, str] | None = None
        self.digest = auth.auth
        """What answers a digest challenge."""

    @property
    @abstractmethod
    def account(self) -> str:
        """Return the role of the token or the local user name."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers of a request, as pyenphase sends them."""
        if self._headers is None:
            headers = CIMultiDict({**_ACCEPT, **self._auth.headers})
            # What aiohttp would make of them, made once.
            self._headers = CIMultiDictProxy(headers)
        return self._headers

    def url(self, endpoint: str) -> URL:
        """Return the address of an endpoint, unchanged in any character."""
        return URL(self._auth.get_endpoint_url(endpoint), encoded=True)

    is_ready = True
    """Whether there is something to log in with."""

    @abstractmethod
    async def prepare(self) -> None:
        """Have something to log in with. Raises LoginError."""

    @abstractmethod
    async def is_accepted(self, ask: Ask) -> bool:
        """Return whether the gateway accepts the login. Raises GatewayError."""

    @abstractmethod
    async def renew(self, refused: str) -> None:
        """Replace what was refused, once for all who wait. Raises LoginError."""

    @property
    def secret(self) -> str:
        """Return what `renew` replaces."""
        return ""

    @abstractmethod
    def refused_again(self) -> LoginError:
        """Return the error for a login that is refused right after `renew`."""


class TokenLogin(Login):
    """A token, from the cloud or by hand."""

    def __init__(
        self,
        host: str,
        identity: Identity,
        credentials: Credentials,
        on_new_token: Callable[[str], None],
    ) -> None:
        """Start with the token that is there. Raises NotAToken, TokenForOther."""
        super().__init__(EnvoyTokenAuth(host))
        self._host = host
        self._serial = identity.serial
        self._firmware = identity.firmware
        self._credentials = credentials
        self._on_new_token = on_new_token
        self._lock = asyncio.Lock()
        self._token = ""
        self.is_ready = False
        self.facts: TokenFacts | None = None
        if credentials.token:
            try:
                self._adopt(tidy_token(credentials.token))
            except NotAToken, TokenForOther:
                # A remembered token can be fetched anew, one by hand can't.
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
        if reply.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return False
        if reply.status != HTTPStatus.OK:
            # A gateway that is starting says nothing about the token.
            raise Busy(reply.status, reply.words(), URL_AUTH_CHECK_JWT)
        return True

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
            credentials.pause.check()
            try:
                token = await fetch_token(
                    credentials.username, credentials.password, self._serial
                )
                self._adopt(token)
            except LoginError as err:
                credentials.pause.failed(err)
                raise
            credentials.pause.succeeded()
        self._on_new_token(token)

    def _dead_token(self) -> LoginError:
        """Return why a token that can't be renewed is of no use."""
        if self.facts is None:
            return LoginMissing(self._firmware)
        return TokenExpired() if self.facts.is_over() else TokenRefused()

    @override
    def refused_again(self) -> LoginError:
        error = TokenRefused()
        self._credentials.pause.begin(error, _REFUSED_PAUSE)
        return error


class DigestLogin(Login):
    """A local user, whose password is usually made from the serial."""

    def __init__(self, host: str, identity: Identity, credentials: Credentials) -> None:
        """Take the password that goes with the user. Raises LoginError."""
        user = credentials.username or _INSTALLER
        password = credentials.password
        if user == _INSTALLER:
            password = EnvoyUtils.get_password(identity.serial, _INSTALLER)
        elif user == _LOCAL_USER and not password:
            password = identity.serial[-_LOCAL_PASSWORD_DIGITS:]
        if ":" in user or not password:
            raise LocalLoginRefused(user)
        super().__init__(EnvoyLegacyAuth(host, user, password))
        self._user = user

    @property
    @override
    def account(self) -> str:
        return self._user

    @override
    async def prepare(self) -> None:
        """Do nothing: user and password are all it takes."""

    @override
    async def is_accepted(self, ask: Ask) -> bool:
        for page in _GUARDED_PAGES:
            if (await ask(page)).status != HTTPStatus.UNAUTHORIZED:
                return True
        return False

    @override
    async def renew(self, refused: str) -> None:
        raise self.refused_again()

    @override
    def refused_again(self) -> LoginError:
        return LocalLoginRefused(self._user)

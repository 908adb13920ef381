"""What every login at a gateway can do."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from multidict import CIMultiDict, CIMultiDictProxy
from pyenphase.auth import EnvoyAuth
from yarl import URL

from ..errors import LoginError, LoginUnwritable
from .pause import LoginPause
from .second_factor import CodeLogin

# The header that pyenphase sends with every request but /info.
_ACCEPT = {"Accept": "application/json"}


class CheckReply(Protocol):
    """What a login has to know of a page that it asked for."""

    @property
    def meaning(self) -> int:
        """Return the HTTP status, or the one that the page's own words tell."""

    def words(self) -> str:
        """Return what the gateway says, for an error."""


type Ask = Callable[[str], Awaitable[CheckReply]]
"""Gets a page of the gateway with the login at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the owner gave to log in with."""

    username: str = ""
    """Enlighten account (firmware 7 and newer) or local user."""

    password: str = field(default="", repr=False)

    token: str = field(default="", repr=False)
    """Entered manually or remembered from the last cloud login."""

    by_hand: bool = False
    """Whether the owner enters tokens manually, so that no cloud is asked."""

    needs_code: bool = False
    """Whether the account has a second factor, so that no cloud is asked unless
    somebody is there to enter a code."""

    on_code_wanted: Callable[[CodeLogin], None] | None = field(
        default=None, repr=False, compare=False
    )
    """Gets a login that waits for a code, if somebody is there."""

    pause: LoginPause = field(default_factory=LoginPause, repr=False, compare=False)
    """How long the cloud isn't to be asked with them."""

    def check_text(self) -> None:
        """Raise LoginUnwritable for half of a character, which has no bytes.

        Python's JSON reader takes it, and with it what a client has cut in two.
        """
        try:
            f"{self.username}{self.password}".encode()
        except UnicodeEncodeError:
            raise LoginUnwritable from None


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
        self.session_id = ""
        """The session that the gateway has opened for this login, if it has."""

    @property
    @abstractmethod
    def account(self) -> str:
        """Return the role of the token or the local user name."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers of a request, as pyenphase sends them."""
        if self._headers is None:
            # What aiohttp would make of them, made once.
            headers = CIMultiDict({**_ACCEPT, **self._auth.headers})
            self._headers = CIMultiDictProxy(headers)
        if self.uses_session and self.session_id:
            return {**self._headers, "Cookie": f"sessionId={self.session_id}"}
        return self._headers

    def url(self, endpoint: str) -> URL:
        """Return the address of an endpoint, unchanged in any character."""
        return URL(self._auth.get_endpoint_url(endpoint), encoded=True)

    is_ready = True
    """Whether there is something to log in with."""

    uses_session = False
    """Whether the gateway wants to see its session again: some pages of early
    firmware 7 take nothing else, and some gateways open a new one each time."""

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

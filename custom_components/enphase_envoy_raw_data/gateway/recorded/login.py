"""The login at a recording, which asks nobody: there is nothing to protect."""

from collections.abc import Mapping
from typing import override

from yarl import URL

from ..errors import LocalLoginRefused, LoginError
from ..login import Ask, Login

_NO_HEADERS: Mapping[str, str] = {}


class RecordedLogin(Login):
    """The account by which a recording was made; it has no password and no token."""

    def __init__(self, host: str, account: str) -> None:
        """Log in by this account."""
        # There is no object of pyenphase behind it, and so nothing that could ask.
        self._host = host
        self._account = account
        self.digest = None
        self.session_id = ""

    @property
    @override
    def account(self) -> str:
        return self._account

    @property
    @override
    def headers(self) -> Mapping[str, str]:
        return _NO_HEADERS

    @override
    def url(self, endpoint: str) -> URL:
        return URL(f"https://{self._host}{endpoint}", encoded=True)

    @override
    async def prepare(self) -> None:
        """Do nothing: the account is all it takes."""

    @override
    async def is_accepted(self, ask: Ask) -> bool:
        """Return that it is: what the account may not see was recorded as refused."""
        return True

    @override
    async def renew(self, refused: str) -> None:
        raise self.refused_again()

    @override
    def refused_again(self) -> LoginError:
        return LocalLoginRefused(self._account)

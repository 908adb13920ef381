"""The login of firmware before 7: a local user, by digest."""

from http import HTTPStatus
from typing import override

from envoy_utils.envoy_utils import EnvoyUtils
from pyenphase.auth import EnvoyLegacyAuth

from ..errors import LocalLoginRefused, LoginError
from .base import Ask, Credentials, Login

# Pages that ask for a login on firmware before 7. Neither does on all of it:
# 3.18 wants `installer` for the first and doesn't have the second.
_GUARDED_PAGES = ("/api/v1/production/inverters", "/admin/lib/tariff")

_INSTALLER = "installer"
_LOCAL_USER = "envoy"
_LOCAL_PASSWORD_DIGITS = 6


class DigestLogin(Login):
    """A local user, whose password is usually made from the serial."""

    def __init__(self, host: str, credentials: Credentials, *, serial: str) -> None:
        """Take the password that goes with the user. Raises LoginError."""
        credentials.check_text()
        user = credentials.username or _INSTALLER
        password = credentials.password
        if user == _INSTALLER:
            password = EnvoyUtils.get_password(serial, _INSTALLER)
        elif user == _LOCAL_USER and not password:
            password = serial[-_LOCAL_PASSWORD_DIGITS:]
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
            if (await ask(page)).meaning != HTTPStatus.UNAUTHORIZED:
                return True
        return False

    @override
    async def renew(self, refused: str) -> None:
        raise self.refused_again()

    @override
    def refused_again(self) -> LoginError:
        return LocalLoginRefused(self._user)

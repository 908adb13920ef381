"""A login that was entered: it need not be entered again for somebody else's mistake.

A form shows no secret that was entered before, so its field is empty then.
"""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import CONF_PASSWORD, CONF_TOKEN, CONF_USERNAME

from ...entry_data import is_by_hand
from ...gateway import GatewayError
from ...gateway.errors import (
    LocalLoginRefused,
    LoginMissing,
    LoginRefused,
    LoginUnfinished,
    LoginUnwritable,
    NotAToken,
    TokenExpired,
    TokenForOther,
    TokenRefused,
)

_WRONG_SECRET: Final = (
    LocalLoginRefused,
    LoginMissing,
    LoginRefused,
    LoginUnfinished,
    LoginUnwritable,
    NotAToken,
    TokenExpired,
    TokenForOther,
    TokenRefused,
)


class EnteredLogin:
    """The last login of a dialog that nothing has been said against."""

    def __init__(self) -> None:
        """Start before anything was entered."""
        self._data: Mapping[str, Any] = {}

    def note(self, data: Mapping[str, Any], err: GatewayError) -> None:
        """Keep the login in entry data that failed, unless its secret was wrong."""
        self._data = {} if isinstance(err, _WRONG_SECRET) else data

    def fill(self, given: Mapping[str, Any], *, by_hand: bool) -> Mapping[str, Any]:
        """Return what was given, with the secret of before if its field is empty."""
        if not self._data or is_by_hand(self._data) != by_hand:
            return given
        user = given.get(CONF_USERNAME, "").strip()
        secret = CONF_TOKEN if by_hand else CONF_PASSWORD
        if given.get(secret) or not (by_hand or user == self._data[CONF_USERNAME]):
            return given
        return {**given, secret: self._data[secret]}

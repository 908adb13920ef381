"""Where the login form shows what went wrong."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_TOKEN, CONF_USERNAME

from ...const import CONF_MANUAL_TOKEN
from ...gateway import GatewayError
from ...gateway.errors import (
    AccountLocked,
    CertificateChanged,
    ConnectionProblem,
    InvalidHost,
    LocalLoginRefused,
    LoginMissing,
    LoginRefused,
    LoginUnfinished,
    LoginUnwritable,
    MultiFactor,
    NoAccess,
    NoIdentity,
    NotAToken,
    Redirected,
    TokenExpired,
    TokenForOther,
    TokenRefused,
    TooManySessions,
    WrongGateway,
)

NO_FACTS: Final = dict.fromkeys(
    ("answer", "detail", "expected", "firmware", "found", "serial", "status", "user"),
    "",
)
"""What every text of a form may use; an error fills in what it knows."""

_FIELDS: Final[dict[type[GatewayError], str]] = {
    InvalidHost: CONF_HOST,
    ConnectionProblem: CONF_HOST,
    TooManySessions: CONF_HOST,
    NoIdentity: CONF_HOST,
    Redirected: CONF_HOST,
    CertificateChanged: CONF_HOST,
    WrongGateway: CONF_HOST,
    AccountLocked: CONF_USERNAME,
    NoAccess: CONF_USERNAME,
    LocalLoginRefused: CONF_PASSWORD,
    LoginRefused: CONF_PASSWORD,
    LoginUnfinished: CONF_PASSWORD,
    LoginUnwritable: CONF_PASSWORD,
    MultiFactor: CONF_MANUAL_TOKEN,
    NotAToken: CONF_TOKEN,
    TokenExpired: CONF_TOKEN,
    TokenForOther: CONF_TOKEN,
    TokenRefused: CONF_TOKEN,
}


def field_of(err: GatewayError, shown: Mapping[str, Any]) -> str:
    """Return the field that an error is about; `base` if it is none."""
    if isinstance(err, LoginMissing):
        return CONF_PASSWORD if shown.get(CONF_USERNAME) else CONF_USERNAME
    return next(
        (field for kind, field in _FIELDS.items() if isinstance(err, kind)), "base"
    )

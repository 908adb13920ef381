"""From the client's errors to Home Assistant's: the one place that chooses words."""

from dataclasses import fields
from http import HTTPStatus
import re

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN, TOKEN_PAGE
from ..entry_data import text_in
from ..gateway import GatewayError
from ..gateway.errors import (
    BadRecording,
    Busy,
    CannotConnect,
    CloudFailed,
    CodeTooSoon,
    DeadToken,
    EndlessReply,
    InputError,
    InvalidData,
    InvalidEndpoint,
    InvalidExpression,
    InvalidHost,
    InvalidMethod,
    NotAllowed,
    NotRecorded,
    OutcomeUnknown,
    QueueBusy,
    Redirected,
    Refused,
    TimedOut,
    UnusableReply,
)

_INPUT_KEYS = {
    InvalidData: "data",
    InvalidEndpoint: "endpoint",
    InvalidExpression: "select",
    InvalidHost: "host",
    InvalidMethod: "method",
    BadRecording: "recording",
}

# For a list or an answer with nothing in it, whatever the language.
_NONE = "—"

_TWO_HOURS = 120
_TWO_DAYS = 48 * 60
"""Minutes from which the next unit is easier to read."""

# Statuses that are no passing trouble: what they are about isn't there, or not for us.
# 503 comes here only with a JSON object, by which gateways tell of interfaces that
# were removed.
_FOR_GOOD = (
    HTTPStatus.NOT_IMPLEMENTED,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
)

_STATUS_KEYS: dict[int, str] = {
    # A page that says with a success that there is no such page.
    HTTPStatus.OK: "refused_not_found",
    HTTPStatus.BAD_REQUEST: "refused_content",
    HTTPStatus.NOT_FOUND: "refused_not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "refused_method",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "refused_content",
    HTTPStatus.UNPROCESSABLE_ENTITY: "refused_content",
}


MISSING_KEYS = {
    "redirected_to_error": "redirected_not_here",
    "refused_not_found": "refused_not_here",
}
"""Keys for an endpoint that isn't there, whose texts name those that are `similar`,
and what they become if the endpoint itself is known, and where it was `seen`."""

_INSTALLER = "installer"

_LOCAL_USER = "envoy"
"""A user of firmware before 7. Tokens have a role of this name as well, and the
cloud gives none."""


def key_of(err: GatewayError, *, writes: bool = False) -> str:
    """Return the translation key for an error of a read, or of a write."""
    match err:
        case InputError():
            return f"{_INPUT_KEYS[type(err)]}_{err.reason}"
        case CannotConnect() | NotRecorded() | OutcomeUnknown() | UnusableReply():
            return f"{_snake(err)}_{err.reason}"
        case NotAllowed():
            return _key_of_refusal(err, writes=writes)
        case Refused() if err.status in _FOR_GOOD:
            return "refused_for_good"
        case Refused() if err.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return "refused_internally" if writes else "failed_on_read"
        case Refused():
            return _STATUS_KEYS.get(err.status, "refused")
    return _special_key(err) or _snake(err)


def key_at_set_up(err: GatewayError) -> str:
    """Return the key for an error while an entry is set up, when nobody has asked."""
    if isinstance(err, CannotConnect):
        return f"offline_{err.reason}"
    return key_of(err)


def _special_key(err: GatewayError) -> str | None:
    """Return the key of an error whose facts make a difference to a person."""
    match err:
        case Busy() if err.attempts > 1:
            return "busy_still"
        case Redirected() if err.to_error_page:
            return "redirected_to_error"
        case EndlessReply(limit=0):
            return "live_stream"
        case TimedOut(endpoint=str()):
            return "timed_out_first"
        case QueueBusy():
            # The key that it had in version 3.0.
            return "lane_busy"
    return _key_of_login(err)


def _key_of_login(err: GatewayError) -> str | None:
    """Return the key of an error about the login whose facts make a difference."""
    match err:
        case CloudFailed(status=None):
            return "cloud_failed_reply"
        case CloudFailed(lasting=True):
            return "cloud_failed_lasting"
        case CodeTooSoon(elsewhere=True):
            return "code_too_soon_elsewhere"
        case DeadToken() if err.minutes_off:
            return f"{_snake(err)}_clock"
    return None


def _key_of_refusal(err: NotAllowed, *, writes: bool) -> str:
    """Return the key of an error that speaks to what the account is."""
    if err.account == _INSTALLER:
        return "not_allowed_installer"
    if err.account == _LOCAL_USER:
        return "not_allowed_local"
    return "not_allowed_to_write" if writes else "not_allowed"


def facts_of(err: GatewayError) -> dict[str, str]:
    """Return the placeholders that an error brings: its facts as text."""
    facts = {fact.name: getattr(err, fact.name) for fact in fields(err)}
    if isinstance(err, DeadToken):
        facts["clock_off"] = facts.pop("minutes_off")
    return {
        name: _text(name, value) for name, value in facts.items() if value is not None
    }


def _text(name: str, value: object) -> str:
    """Return a fact as a person reads it."""
    match name, value:
        case "answer", str():
            return " ".join(value.split()) or _NONE
        case "clock_off", int():
            return _length(value)
        case _, float():
            return f"{value:.0f}"
        case _, "":
            return "?"
    return str(value)


def _length(minutes: int) -> str:
    """Return a time in a unit that it has a few of; any language knows these signs."""
    if minutes < _TWO_HOURS:
        return f"{minutes} min"
    if minutes < _TWO_DAYS:
        return f"{round(minutes / 60)} h"
    return f"{round(minutes / 60 / 24)} d"


def translate[E: HomeAssistantError](
    err: GatewayError, kind: type[E], *, key: str = "", **context: str
) -> E:
    """Return Home Assistant's error of this kind with words for it.

    `key` is that of the text if it isn't the one of `key_of`.
    """
    return kind(
        translation_domain=DOMAIN,
        translation_key=key or key_of(err),
        translation_placeholders={
            name: writable(text)
            for name, text in {
                "similar": _NONE,
                "token_page": TOKEN_PAGE,
                **context,
                **facts_of(err),
            }.items()
        },
    )


def writable(text: str) -> str:
    """Return a text that JSON and logs can hold, whatever a template made."""
    return text.encode("utf-8", "backslashreplace").decode()


def context_of(entry: ConfigEntry, endpoint: str) -> dict[str, str]:
    """Return the placeholders that any error of a gateway may use."""
    return {
        "gateway": entry.title,
        "host": text_in(entry.data, CONF_HOST),
        "endpoint": endpoint,
    }


def _snake(err: GatewayError) -> str:
    """Return the name of the error's class as a key."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(err).__name__).lower()

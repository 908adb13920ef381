"""From the client's errors to Home Assistant's: the one place that chooses words."""

from dataclasses import fields
from http import HTTPStatus
import re

from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN
from .entry import RawDataConfigEntry
from .gateway import GatewayError
from .gateway.catalogue import catalogue
from .gateway.errors import (
    TRANSIENT_LOGIN_ERRORS,
    CannotConnect,
    CloudFailed,
    EndlessReply,
    InputError,
    InvalidData,
    InvalidEndpoint,
    InvalidExpression,
    InvalidHost,
    InvalidMethod,
    LoginError,
    OutcomeUnknown,
    Redirected,
    Refused,
    UnusableReply,
    WrongGateway,
)
from .issues import TOKEN_ISSUES, clear_issues, tell_wrong_gateway

_INPUT_KEYS = {
    InvalidData: "data",
    InvalidEndpoint: "endpoint",
    InvalidExpression: "select",
    InvalidHost: "host",
    InvalidMethod: "method",
}

# For a list with nothing in it, whatever the language.
_NONE = "—"

_STATUS_KEYS: dict[int, str] = {
    # A page that says with a success that there is no such page.
    HTTPStatus.OK: "refused_not_found",
    HTTPStatus.BAD_REQUEST: "refused_content",
    HTTPStatus.NOT_FOUND: "refused_not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "refused_method",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "refused_content",
    HTTPStatus.UNPROCESSABLE_ENTITY: "refused_content",
}


MISSING_KEYS = ("redirected_to_error", "refused_not_found")
"""Keys for an endpoint that isn't there, whose texts name those that are `similar`."""


def key_of(err: GatewayError) -> str:
    """Return the translation key for an error."""
    match err:
        case InputError():
            return f"{_INPUT_KEYS[type(err)]}_{err.reason}"
        case CannotConnect() | OutcomeUnknown() | UnusableReply():
            return f"{_snake(err)}_{err.reason}"
        case Refused():
            fallback = "refused_internally" if err.status >= 500 else "refused"
            return _STATUS_KEYS.get(err.status, fallback)
        case Redirected() if err.to_error_page:
            return "redirected_to_error"
        case EndlessReply(limit=0):
            return "live_stream"
        case CloudFailed(status=None):
            return "cloud_failed_reply"
    return _snake(err)


def facts_of(err: GatewayError) -> dict[str, str]:
    """Return the placeholders that an error brings: its facts as text."""
    return {
        fact.name: _text(fact.name, value)
        for fact in fields(err)
        if (value := getattr(err, fact.name)) is not None
    }


def _text(name: str, value: object) -> str:
    """Return a fact as a person reads it."""
    match name, value:
        case "answer", str():
            return f"“{' '.join(value.split())}”" if value else "(nothing)"
        case _, float():
            return f"{value:.0f}"
        case _, "":
            return "?"
    return str(value)


def translate[E: HomeAssistantError](
    err: GatewayError, kind: type[E], **context: str
) -> E:
    """Return Home Assistant's error of this kind with words for it."""
    return kind(
        translation_domain=DOMAIN,
        translation_key=key_of(err),
        translation_placeholders={
            name: writable(text)
            for name, text in {"similar": _NONE, **context, **facts_of(err)}.items()
        },
    )


def writable(text: str) -> str:
    """Return a text that JSON and logs can hold, whatever a template made."""
    return text.encode("utf-8", "backslashreplace").decode()


def context_of(entry: RawDataConfigEntry, endpoint: str) -> dict[str, str]:
    """Return the placeholders that any error of a gateway may use."""
    return {
        "gateway": entry.title,
        "host": str(entry.data[CONF_HOST]),
        "endpoint": endpoint,
    }


async def async_translated(
    hass: HomeAssistant, entry: RawDataConfigEntry, endpoint: str, err: GatewayError
) -> HomeAssistantError:
    """Return the error for the caller of an action.

    A login that is dead starts the flow that asks for a new one. For an endpoint
    that isn't there, similar ones are looked up.
    """
    if isinstance(err, WrongGateway):
        tell_wrong_gateway(hass, entry, err)
    context = context_of(entry, endpoint)
    if key_of(err) in MISSING_KEYS:
        # The catalogue may have to be read from its file.
        found = await hass.async_add_executor_job(lambda: catalogue().similar(endpoint))
        context["similar"] = ", ".join(found) or _NONE
    of_caller = isinstance(err, InputError)
    error = translate(
        err, ServiceValidationError if of_caller else HomeAssistantError, **context
    )
    if isinstance(err, LoginError) and not isinstance(err, TRANSIENT_LOGIN_ERRORS):
        start_reauth(hass, entry, err)
    return error


def start_reauth(
    hass: HomeAssistant, entry: RawDataConfigEntry, err: LoginError
) -> None:
    """Ask the owner for a new login and say why."""
    clear_issues(hass, entry, *TOKEN_ISSUES)
    reason = str(translate(err, HomeAssistantError, gateway=entry.title))
    entry.async_start_reauth(hass, data={"reason": reason})


def _snake(err: GatewayError) -> str:
    """Return the name of the error's class as a key."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(err).__name__).lower()

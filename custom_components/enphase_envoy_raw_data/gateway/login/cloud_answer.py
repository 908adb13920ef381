"""What an answer of the cloud that gives no token means.

Its own words go before its status, and both before user name, password and account:
only what the cloud says of them is told as being about them. The words themselves
stay here, since they may quote what was sent.
"""

from http import HTTPStatus
import re
from typing import Final

import orjson

from ..errors import (
    AccountLocked,
    CloudFailed,
    LoginError,
    LoginRefused,
    MultiFactor,
    NoAccess,
)

# Statuses by which login and token page say no, unless their words say else.
_REFUSED: Final = (400, 401, 403, 404, 422)

# Statuses that pass although they are below 500.
_PASSING: Final = (408, 425, 429)

# Characters; the head of an HTML page may be long.
_PART_FOR_WORDS: Final = 4096

_HTML: Final = re.compile(r"(?i)\s*<(!doctype|html|head|body)")
_LATER: Final = re.compile(
    r"(?i)maintenance|unavailable|try (again )?later|too many requests|rate limit"
)
_LOCKED: Final = re.compile(
    r"(?i)account\b.{0,40}\b(locked|blocked)|too many\b.{0,20}\battempts"
)
_SECOND_FACTOR: Final = re.compile(
    r"(?i)\b(mfa|otp)\b|(two|second|multi)[- ]factor|verification code"
)
# A token page that doesn't know the session, or the form of the request, says
# nothing of the account.
_OF_THE_REQUEST: Final = re.compile(r"(?i)\bsession\b|malformed")


def login_error(status: int | None, content: bytes) -> LoginError:
    """Return what it means that the login page gave no session."""
    words = _words(content)
    answer = _object(content)
    if answer.get("isBlocked") is True or (answer and _LOCKED.search(words)):
        return AccountLocked()
    if answer.get("requires_mfa"):
        return MultiFactor()
    if status == HTTPStatus.OK:
        if answer.get("success") is True:
            return MultiFactor()
        return CloudFailed(None)
    if answer and _SECOND_FACTOR.search(words):
        return MultiFactor()
    if status in _REFUSED and not _is_else(status, words):
        return LoginRefused()
    return _failed(status, words)


def token_error(status: int | None, content: bytes, serial: str) -> LoginError:
    """Return what it means that the token page gave no token."""
    words = _words(content)
    if status == HTTPStatus.OK:
        return CloudFailed(None)
    if status in _REFUSED and not (
        _is_else(status, words) or _OF_THE_REQUEST.search(words)
    ):
        return NoAccess(serial)
    return _failed(status, words)


def _words(content: bytes) -> str:
    """Return the start of an answer as text."""
    return content[:_PART_FOR_WORDS].decode(errors="replace")


def _object(content: bytes) -> dict[str, object]:
    """Return an answer that is a JSON object; an empty one for anything else."""
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_else(status: int | None, words: str) -> bool:
    """Return whether a refusal comes from a firewall or a web server, or passes.

    Theirs are pages with other statuses than 401, which is about who asks.
    """
    is_page = status != HTTPStatus.UNAUTHORIZED and _HTML.match(words)
    return bool(is_page or _LATER.search(words))


def _failed(status: int | None, words: str) -> CloudFailed:
    """Return that the cloud gives no token, and whether that passes by itself."""
    error = CloudFailed(status)
    passes = status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    error.lasting = not (passes or status in _PASSING or _LATER.search(words))
    return error

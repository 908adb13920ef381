"""What an answer of the cloud that gives no token means.

Its own words go before its status, and both before user name, password and account:
only what the cloud says of them is told as being about them. The words themselves
stay here, since they may quote what was sent.
"""

from http import HTTPStatus
import re
from typing import Final

import orjson

from ..document import status_in
from ..errors import (
    AccountLocked,
    CloudFailed,
    CodeLoginOver,
    CodeOutdated,
    CodeRejected,
    LoginError,
    LoginRefused,
    LoginUnfinished,
    MultiFactor,
    NoAccess,
    TooManyCodes,
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
# An address or number with stars in it, such as o***r@example.com or ***-***-1234.
_MASKED: Final = re.compile(r"[\w.+()-]{0,20}[*•]{2}[\w.@*•()+-]{1,60}")

# Statuses by which the page for codes says that it doesn't take one.
_NOT_TAKEN: Final = (400, 404, 409, 422)

# What a refusal of a password is about.
_CREDENTIALS: Final = re.compile(r"(?i)\b(e-?mail|user ?name|passwords?|credentials)\b")

# By which the token page begins a refusal in plain text; the word alone tells nothing.
_ERROR: Final = re.compile(r"(?i)\s*error\b\W*\w")

# A token page that doesn't know the session, or the form of the request, or that fails
# itself, says nothing of the account.
_OF_THE_REQUEST: Final = re.compile(r"(?i)\bsession\b|malformed|\binternal\b")


def login_error(status: int | None, content: bytes, *, has_nonce: bool) -> LoginError:
    """Return what it means that the login page gave no session.

    `has_nonce` is whether it gave the cookie that a code goes with.
    """
    words = _words(content)
    answer = _object(content)
    status = status_in(content) or status
    if answer.get("isBlocked") is True or (answer and _LOCKED.search(words)):
        return AccountLocked()
    if answer.get("requires_mfa"):
        return MultiFactor()
    if status == HTTPStatus.OK:
        if answer.get("success") is True:
            return MultiFactor() if has_nonce else LoginUnfinished()
        if answer.get("success") is not False:
            return CloudFailed(None)
    if answer and _SECOND_FACTOR.search(words):
        return MultiFactor()
    if status == HTTPStatus.OK:
        # It says no, and has to say of what.
        is_wrong = _CREDENTIALS.search(words) and not _LATER.search(words)
        return LoginRefused() if is_wrong else CloudFailed(None)
    if status in _REFUSED and not _is_else(status, words):
        return LoginRefused()
    return _failed(status, words)


def token_error(status: int | None, content: bytes, serial: str) -> LoginError:
    """Return what it means that the token page gave no token."""
    words = _words(content)
    status = status_in(content) or status
    refuses = status in _REFUSED or (
        status == HTTPStatus.OK
        and bool(_ERROR.match(words) or _object(content).get("error"))
    )
    if refuses and not (_is_else(status, words) or _OF_THE_REQUEST.search(words)):
        return NoAccess(serial)
    return CloudFailed(None) if status == HTTPStatus.OK else _failed(status, words)


def sending_error(status: int, content: bytes) -> LoginError | None:
    """Return what it means if no code was sent; None if one was."""
    answer = _object(content)
    status = status_in(content) or status
    if status == HTTPStatus.TOO_MANY_REQUESTS or answer.get("isBlocked") is True:
        return TooManyCodes()
    if status == HTTPStatus.OK:
        is_sent = not content.strip() or answer.get("success") is True
        return None if is_sent else CloudFailed(None)
    if _is_over(status, content):
        return CodeLoginOver()
    return _failed(status, _words(content))


def code_error(status: int, content: bytes, *, is_outdated: bool) -> LoginError | None:
    """Return what it means if a code was not taken; None if it was.

    `is_outdated` is whether it may well be older than the one that counts.
    """
    answer = _object(content)
    status = status_in(content) or status
    if status == HTTPStatus.TOO_MANY_REQUESTS or answer.get("isBlocked") is True:
        return AccountLocked()
    if status == HTTPStatus.OK and isinstance(answer.get("session_id"), str):
        return None
    if answer.get("isValid") is False or (
        status in _NOT_TAKEN and not _is_else(status, _words(content))
    ):
        return CodeOutdated() if is_outdated else CodeRejected()
    if status == HTTPStatus.OK:
        return CloudFailed(None)
    if _is_over(status, content):
        return CodeLoginOver()
    return _failed(status, _words(content))


def sent_to(content: bytes) -> str:
    """Return where a code was sent, as far as a reply tells; else empty.

    No reply was seen that does, so anything counts that looks like a masked address.
    """
    for value in _object(content).values():
        if isinstance(value, str) and (found := _MASKED.search(value)):
            return found[0]
    return ""


def _is_over(status: int, content: bytes) -> bool:
    """Return whether a page says that the login is over.

    403 with a page comes from a firewall or a web server.
    """
    is_page = _HTML.match(_words(content)) is not None
    return status == HTTPStatus.UNAUTHORIZED or (
        status == HTTPStatus.FORBIDDEN and not is_page
    )


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

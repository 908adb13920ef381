"""What the gateway says in its own words, whatever status stands beside them."""

from http import HTTPStatus
import re
from typing import Final

import orjson

from .kind import kind_of

# Bytes; a refusal is a line or two.
_LONGEST_REFUSAL: Final = 1000

# The keys of the objects by which gateways refuse, and the two that say why: such as
# `{"err": "404 - Not Found", "msg": "…"}` or `{"error": …, "informational": "…"}`.
_KEYS: Final = {"err", "error", "informational", "message", "msg"}
_WHY: Final = ("err", "error")
_STATUS: Final = re.compile(r"\s*([45]\d\d)\b")

# How firmware 3 says, with status 200, that it has no such page.
_MISSING: Final = b"Page Not Found"
_MISSING_WITHIN: Final = 2000

_SESSIONS: Final = re.compile(
    r"(?is)\b(too many|no more|maximum)\b.{0,40}\bsessions?\b"
    r"|\bsessions?\b.{0,20}\b(limit|exceeded)\b"
)

# What is said of trouble that passes, such as "Resource busy, please retry".
_WAITING: Final = re.compile(r"(?i)\b(busy|retry|try again|later|starting)\b")


def status_in(body: bytes) -> int | None:
    """Return the status with which a body refuses; None if it is no refusal.

    The whole body has to be one: a page may have a field for errors.
    """
    if len(body) > _LONGEST_REFUSAL or not body.lstrip().startswith(b"{"):
        return None
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not said.keys() <= _KEYS:
        return None
    for key in _WHY:
        if found := _STATUS.match(str(said.get(key))):
            return int(found[1])
    return None


def says_missing(body: bytes, content_type: str) -> bool:
    """Return whether a page says to people that there is no such page.

    Firmware 3 does so with status 200.
    """
    start = body.lstrip()[:_MISSING_WITHIN]
    return kind_of(start, content_type) == "html" and _MISSING in start


def is_gone(status: int, words: str) -> bool:
    """Return whether a status of the kind that passes means that a page is gone.

    With a JSON object, gateways say by 503 that they have removed an interface; one
    that asks to be asked again is about the moment.
    """
    return (
        status == HTTPStatus.SERVICE_UNAVAILABLE
        and words.startswith("{")
        and not _WAITING.search(words)
    )


def tells_of_sessions(words: str) -> bool:
    """Return whether a refusal is about the number of sessions, not about a login."""
    return _SESSIONS.search(words) is not None

"""What the status of a response means."""

from http import HTTPStatus

from ..document import is_gone, tells_of_sessions
from ..errors import (
    Busy,
    ConnectionLost,
    NotAllowed,
    OutcomeUnknown,
    Redirected,
    Refused,
    TooManySessions,
)
from .response import Response

BUSY = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)

NO_SESSION = (*BUSY, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
"""By which gateways say that too many sessions are open."""

# How a web server answers a form that it has taken, or one that it hasn't; with
# 307 and 308 it asks for the request to be made elsewhere.
_MAY_BE_DONE = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
)


def raise_for_status(response: Response, account: str, method: str) -> None:
    """Raise what a response means that is no success.

    Its own words go before its status. That is Redirected, TooManySessions,
    NotAllowed (for this account), Busy, ConnectionLost or Refused; for a write whose
    status leaves open what became of it, OutcomeUnknown.
    """
    if response.is_success:
        return
    writes = method != "GET"
    status = response.meaning
    if 300 <= status < 400:
        redirected = Redirected(status, response.location)
        if writes and status in _MAY_BE_DONE and not redirected.to_error_page:
            raise OutcomeUnknown(method, "redirected", status)
        raise redirected
    words = response.words()
    if status in NO_SESSION and tells_of_sessions(words):
        raise TooManySessions(status, words)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise NotAllowed(status, account, words)
    if writes and status == HTTPStatus.GATEWAY_TIMEOUT:
        # The page gave up waiting for what carries the write out.
        raise OutcomeUnknown(method, "gave_up", status)
    if status < HTTPStatus.OK or status == HTTPStatus.REQUEST_TIMEOUT:
        # No request was under way, says 408, and 101 speaks of another protocol.
        raise OutcomeUnknown(method, "no_status", status) if writes else ConnectionLost
    if status in BUSY and not is_gone(status, words):
        raise Busy(status, words)
    raise Refused(status, words)

"""What the status of a reply means."""

from http import HTTPStatus

from .errors import Busy, NotAllowed, Redirected, Refused
from .reply import Reply

BUSY = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)


# How firmware 3 says, with status 200, that it has no such page.
_MISSING = b"Page Not Found"
_MISSING_WITHIN = 2000


def judge(reply: Reply, account: str) -> Reply:
    """Return a success.

    Raises Redirected, NotAllowed (for this account), Busy or Refused.
    """
    status = reply.status
    if 200 <= status < 300:
        if reply.body.startswith(b"<") and _MISSING in reply.body[:_MISSING_WITHIN]:
            raise Refused(status, reply.words())
        return reply
    if 300 <= status < 400:
        raise Redirected(status, reply.location[:200])
    words = reply.words()
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise NotAllowed(status, account, words)
    if status in BUSY and not words.startswith("{"):
        # With a JSON object, 503 means an interface that is gone for good.
        raise Busy(status, words)
    raise Refused(status, words)

"""Which of the known endpoints a gateway answers."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
import time
from typing import Final

from .catalogue import KnownEndpoint
from .client import GatewayClient
from .document import says_missing
from .errors import (
    CannotConnect,
    Closed,
    GatewayError,
    LoginError,
    NoIdentity,
    QueueBusy,
    Refused,
    TimedOut,
    WrongGateway,
)
from .traffic import Reply

LONGEST_PROBE: Final = 300
"""Seconds for all endpoints; about 100 at well under a second each, a few slow."""

# Seconds for one reply; the slowest healthy page takes 11.
_PAGE_LIMIT: Final = 15.0

# Seconds of a stream, which sends something every second.
_STREAM_FOR: Final = 2.0

# These are about the gateway, so that the next endpoint would fare no better.
_OF_THE_GATEWAY: Final = (CannotConnect, Closed, LoginError, NoIdentity, WrongGateway)


@dataclass(frozen=True, slots=True)
class Probed:
    """What came of one endpoint: a reply, an error, or neither if time was over."""

    known: KnownEndpoint
    asked: bool = True
    reply: Reply | None = None
    error: GatewayError | None = None


def probable(known: KnownEndpoint) -> bool:
    """Return whether an endpoint may be probed: it is read, and that is all."""
    return (
        known.readable
        and known.endpoint is not None
        and known.starts is None
        and not known.of_login
    )


async def probe_endpoints(
    client: GatewayClient,
    endpoints: Iterable[KnownEndpoint],
    *,
    limit: float,
) -> AsyncIterator[Probed]:
    """Yield what comes of a GET of each endpoint that may be probed, slow ones last.

    Each is asked once, in the queue with everybody else, and the replies are not
    stored. After `limit` seconds the rest is not asked, nor after the gateway as
    a whole can't be asked any more. Raises GatewayError if it never could.
    """
    deadline = time.monotonic() + limit
    trouble: GatewayError | None = None
    answered = False
    for known in sorted(filter(probable, endpoints), key=lambda known: known.slow):
        left = deadline - time.monotonic()
        if left <= 0 or trouble:
            yield Probed(known, asked=False, error=trouble)
            continue
        try:
            reply = await client.ask_once(
                known.endpoint or known.path,
                limit=min(left, _PAGE_LIMIT),
                patience=left,
                stream_for=_STREAM_FOR if known.returns == "stream" else None,
            )
        except QueueBusy:
            yield Probed(known, asked=False)
        except GatewayError as err:
            if _is_of_the_gateway(err):
                if not answered:
                    raise
                trouble = err
            yield Probed(known, error=err)
        else:
            answered = True
            if says_missing(reply.body, reply.response.content_type):
                words = reply.response.words()
                yield Probed(known, error=Refused(reply.status, words))
            else:
                yield Probed(known, reply=reply)


def _is_of_the_gateway(err: GatewayError) -> bool:
    """Return whether an error is about the gateway, or a page that is asked first."""
    return isinstance(err, _OF_THE_GATEWAY) or (
        isinstance(err, TimedOut) and err.endpoint is not None
    )

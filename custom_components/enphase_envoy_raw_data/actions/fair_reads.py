"""Several endpoints within the time of one call, so that none takes it all."""

from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass
import time
from typing import Final

from ..gateway import GatewayClient, GatewayError, Reply, Selection
from ..gateway.errors import (
    Busy,
    ConnectionProblem,
    EndlessReply,
    NotAsked,
    QueueBusy,
    TimedOut,
)

SHORTEST_SHARE: Final = 1.0
"""Seconds; what doesn't answer in less says nothing by that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """A call of `read_data`, checked. Times are in seconds."""

    endpoints: list[str]
    selection: Selection

    max_age: float | None
    """How old a stored reply may be; None takes none."""

    timeout: float

    is_patient: bool
    """Whether the caller has said how long to wait."""

    stream_seconds: float | None
    continue_on_error: bool
    metadata: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of one endpoint: a reply, or else an error."""

    endpoint: str
    reply: Reply | None = None
    error: GatewayError | None = None
    from_cache: bool = False


async def read_fairly(
    client: GatewayClient, request: ReadRequest
) -> AsyncGenerator[Read]:
    """Yield each endpoint with what came of it.

    Each gets an equal share of the time that is left. One that needs more is asked
    again after all the others, with all of the time that they have left. Shares are
    not too short to mean anything: what is left of the endpoints then is not asked.
    """
    deadline = time.monotonic() + request.timeout
    waiting, put_off = deque(request.endpoints), deque[str]()
    is_second_round = False
    while waiting:
        endpoint = waiting.popleft()
        begun = time.monotonic()
        left = deadline - begun
        fair = left / (1 + len(waiting) + len(put_off))
        share = min(left, max(fair, SHORTEST_SHARE))
        if stored := client.stored(endpoint, request.max_age):
            yield Read(endpoint=endpoint, reply=stored, from_cache=True)
        elif left <= 0:
            yield Read(endpoint=endpoint, error=NotAsked(request.timeout))
        else:
            try:
                reply = await client.read(
                    endpoint,
                    limit=share,
                    patient=request.is_patient,
                    stream_for=request.stream_seconds,
                )
            except GatewayError as err:
                if share == left or is_second_round or not _needs_time(err, request):
                    yield Read(endpoint=endpoint, error=err)
                else:
                    put_off.append(endpoint)
            else:
                yield Read(endpoint=endpoint, reply=reply)
        # A stream comes on top of the time of the call.
        deadline += min(request.stream_seconds or 0, time.monotonic() - begun)
        if not waiting:
            waiting, put_off, is_second_round = put_off, waiting, True


def _needs_time(err: GatewayError, request: ReadRequest) -> bool:
    """Return whether an endpoint may answer if there is more time for it.

    A gateway that can't be reached is waited for only if the caller wants that.
    """
    if isinstance(err, EndlessReply):
        return err.limit > 0
    if isinstance(err, Busy | QueueBusy | TimedOut):
        return True
    return request.is_patient and isinstance(err, ConnectionProblem)

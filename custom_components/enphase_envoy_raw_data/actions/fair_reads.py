"""Several endpoints within the time of one call, so that none takes it all."""

import time
from typing import Final, NamedTuple

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


class ReadRequest(NamedTuple):
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


class Read(NamedTuple):
    """What came of one endpoint: a reply, or else an error."""

    endpoint: str
    reply: Reply | None = None
    error: GatewayError | None = None
    from_cache: bool = False


class FairReads:
    """Gives each endpoint with what came of it.

    Each gets an equal share of the time that is left. One that needs more is asked
    again after all the others, with all of the time that they have left. Shares are
    not too short to mean anything: what is left of the endpoints then is not asked.
    """

    def __init__(self, client: GatewayClient, request: ReadRequest) -> None:
        """Begin the time of the call."""
        self._client = client
        self._request = request
        self._deadline = time.monotonic() + request.timeout
        self.waiting = request.endpoints.copy()
        """What is still to come; at its end what was asked and put off."""
        self._never_asked = len(self.waiting)
        # What the first try of those came to.
        self._put_off: dict[str, GatewayError] = {}

    async def next(self) -> Read:
        """Return what came of the next endpoint that is waiting."""
        request = self._request
        while True:
            endpoint = self.waiting.pop(0)
            is_first_try = self._never_asked > 0
            self._never_asked -= 1
            if stored := self._client.stored(endpoint, request.max_age):
                return Read(endpoint=endpoint, reply=stored, from_cache=True)
            begun = time.monotonic()
            left = self._deadline - begun
            if left <= 0:
                before = self._put_off.get(endpoint)
                return Read(
                    endpoint=endpoint, error=before or NotAsked(request.timeout)
                )
            fair = left / (1 + len(self.waiting))
            share = min(left, max(fair, SHORTEST_SHARE))
            try:
                reply = await self._client.read(
                    endpoint,
                    limit=share,
                    patient=request.is_patient,
                    stream_for=request.stream_seconds,
                )
                return Read(endpoint=endpoint, reply=reply)
            except GatewayError as err:
                is_last = share == left or not is_first_try
                if is_last or not _needs_time(err, request):
                    return Read(endpoint=endpoint, error=err)
                self._put_off[endpoint] = err
                self.waiting.append(endpoint)
            finally:
                if request.stream_seconds:
                    # A stream comes on top of the time of the call.
                    took = time.monotonic() - begun
                    self._deadline += min(request.stream_seconds, took)


def _needs_time(err: GatewayError, request: ReadRequest) -> bool:
    """Return whether an endpoint may answer if there is more time for it.

    A gateway that can't be reached is waited for only if the caller wants that.
    """
    if isinstance(err, EndlessReply):
        return err.limit > 0
    if isinstance(err, Busy | QueueBusy | TimedOut):
        return True
    return request.is_patient and isinstance(err, ConnectionProblem)

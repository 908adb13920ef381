"""Writes: one after the other, to the right gateway, at most once."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
import time

from ..address import check_endpoint
from ..document import Body, Json, decode, encode, says_missing
from ..errors import (
    GatewayError,
    InvalidData,
    OutcomeUnknown,
    Refused,
    RefusedBefore,
    RefusedInWords,
    UnusableReply,
)
from ..merging import Merged, merge, rules_of, shown_as
from ..rehearsal import Rehearsal, Run
from ..wire import RequestQueue, Response, raise_for_status
from .access import Access
from .cache import ReplyCache
from .limits import Limits
from .reply import Reply
from .request import Approve, Request


async def _approve_all(_firmware: str) -> None:
    """Let every write leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A write that is asked for."""

    method: str
    endpoint: str

    body: Body
    """What the caller gave."""

    merge: bool = False
    """Whether the body is a merge patch on what the gateway has."""

    merge_add: bool = False
    """Whether a merge may add elements to lists."""

    expects: Callable[[Json], object] | None = None
    """Gets what the gateway has right before a merge, and raises GatewayError if the
    write must not leave."""

    reads: bool = False
    """Whether the endpoint is read right before, as for a merge."""

    prepared: Callable[[Reply | None, Body, Merged | None], None] | None = None
    """Gets in the write's turn what was read before, what will be sent and what was
    merged, and raises GatewayError if the write must not leave."""

    ended: Callable[[Outcome | None], None] | None = None
    """Gets at the end of the write's turn what became of it; None if it had no effect
    for certain. It is called if `prepared` has let the write pass."""

    began: Callable[[bool], None] | None = None
    """Gets at the beginning of the write's turn whether it is rehearsed, which it is
    to its end then, and raises if it must not go on."""

    refused_before: RefusedBefore | None = None
    """How the gateway has refused it earlier; a rehearsal refuses it, too."""

    success: str = ""
    """A word in the message of a reply that is no refusal; empty if none is known."""

    approve: Approve = _approve_all
    """What is asked right before it leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a write that has left, so that it may have had an effect.

    A rehearsed one has not, and everything is as if it had.
    """

    write: Write

    body: Body
    """What was sent: the caller's body with what was merged."""

    merged: Merged | None
    """What the merge has made of what was there; None without one."""

    before: Reply | None
    """What the endpoint showed before, if that is known."""

    firmware: str
    """Firmware that it was sent to."""

    serial: str
    """Serial of the gateway that it was sent to."""

    status: int | None
    """Status of the gateway's reply; None if there was none."""

    duration: float
    """Seconds from its turn to its end."""

    rehearsed: bool = False
    """Whether it has not left: it was rehearsed."""

    effect_known: bool = True
    """Whether it is known what a rehearsed write does to the page that shows it."""

    result: Reply | GatewayError
    """The gateway's reply if it is a success, or else what it means: OutcomeUnknown
    if it was lost or leaves open what became of the write, Refused from status 500
    on if the gateway failed on it; after other errors it was not carried out."""


class Writes:
    """The writes to one gateway."""

    def __init__(
        self,
        queue: RequestQueue,
        access: Access,
        cache: ReplyCache,
        limits: Limits,
        rehearsal: Rehearsal,
    ) -> None:
        """Write with this access, or rehearse it."""
        self._rehearsal = rehearsal
        self._queue = queue
        self._access = access
        self._cache = cache
        self._limits = limits

    async def write(self, write: Write) -> Outcome:
        """Return what became of a write; see `GatewayClient.write`."""
        check_endpoint(write.endpoint)
        async with self._queue.turn(f"{write.method} {write.endpoint}", write=True):
            begun = time.monotonic()
            run = self._rehearsal.run
            if write.began:
                write.began(run is not None)
            before = self._cache.get(write.endpoint)
            body = write.body
            result_of_merge: Merged | None = None
            if write.merge or write.reads:
                before = await self._read_before(write.endpoint, run)
            if write.merge and before:
                if write.expects:
                    write.expects(before.value(exact=True))
                result_of_merge = merged(
                    before, body, write.endpoint, add=write.merge_add
                )
                body = encode(result_of_merge.sent, body.content_type)
            if write.prepared:
                write.prepared(before, body, result_of_merge)
            request = Request(
                method=write.method,
                endpoint=write.endpoint,
                body=body,
                limit=self._limits.write,
                approve=write.approve,
                run=run,
                merged=write.merge,
                refused_before=write.refused_before,
            )
            outcome: Outcome | None = None
            try:
                result, status = await self._send(request, write.success)
                for endpoint in (
                    write.endpoint,
                    shown_as(write.endpoint, body.value)[0],
                ):
                    self._cache.forget(endpoint)
                outcome = Outcome(
                    write=write,
                    body=body,
                    merged=result_of_merge,
                    before=before,
                    firmware=self._access.gateway.firmware,
                    serial=self._access.gateway.serial,
                    status=status,
                    duration=time.monotonic() - begun,
                    rehearsed=run is not None,
                    effect_known=not isinstance(result, Reply)
                    or result.response.effect_known,
                    result=result,
                )
            finally:
                if write.ended:
                    write.ended(outcome)
            return outcome

    async def _send(
        self, request: Request, success: str
    ) -> tuple[Reply | GatewayError, int | None]:
        """Return what came of a write that has left, and the status of the reply.

        Raises GatewayError if it had no effect for certain.
        """
        try:
            response = await self._access.exchange(request)
        except (OutcomeUnknown, RefusedBefore) as err:
            return err, err.status
        try:
            raise_for_status(response, self._access.account, request.method)
            _raise_if_missing(response)
        except GatewayError as err:
            if response.status == HTTPStatus.UNAUTHORIZED:
                raise
            return err, getattr(err, "status", response.status)
        if success and not _tells(response, success):
            return RefusedInWords(response.status, response.words()), response.status
        reply = Reply(response=response, firmware=self._access.gateway.firmware)
        return reply, response.status

    async def _read_before(self, endpoint: str, run: Run | None) -> Reply:
        """Return what the gateway has at an endpoint that is about to be written."""
        response = await self._access.exchange(
            Request(
                method="GET",
                endpoint=endpoint,
                limit=self._limits.read,
                must_identify=True,
                run=run,
            )
        )
        raise_for_status(response, self._access.account, "GET")
        _raise_if_missing(response)
        return Reply(response=response, firmware=self._access.gateway.firmware)


def _raise_if_missing(response: Response) -> None:
    """Raise Refused if a success says that there is no such page.

    Who reads gets that page as it is; a write to it has done nothing.
    """
    if says_missing(response.body, response.content_type):
        raise Refused(HTTPStatus.NOT_FOUND, response.words())


def _tells(response: Response, success: str) -> bool:
    """Return whether a reply is no refusal, by this word in its message.

    Some pages refuse with status 200 and a message; one without it tells nothing.
    """
    try:
        value = decode(response.body, response.content_type)
    except UnusableReply:
        return True
    message = value.get("message") if isinstance(value, dict) else None
    if not isinstance(message, str):
        return True
    words = message.lower()
    return success in words and f"not {success}" not in words


def merged(before: Reply, patch: Body, endpoint: str, *, add: bool) -> Merged:
    """Return what a merge makes of what the gateway has. Raises InvalidData."""
    try:
        current: Json = before.value(exact=True)
    except UnusableReply:
        raise InvalidData("merge_other_shape", "the whole reply is no JSON") from None
    return merge(current, patch.value, rules_of(endpoint), add=add)

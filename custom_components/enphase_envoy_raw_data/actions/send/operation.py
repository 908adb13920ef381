"""One write of `send_data`: guards, sending, proof, record."""

import asyncio
from contextlib import suppress
from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util.json import JsonObjectType

from ...core_integration import async_refresh_core
from ...entry import RawDataConfigEntry, RuntimeData
from ...gateway import (
    CONTENT_TYPE_FORM,
    GatewayError,
    Outcome,
    Reply,
    Verification,
    Write,
    verify,
)
from ...gateway.errors import UnusableReply
from ...guards import FirmwareGuard, async_check_locks, senders_of
from ...record import fire_refused, fire_sent
from ...restoring import NotStored, OrdinaryWrite, drop_issue
from ...words import words
from ..common import async_caller_error
from .known import (
    async_note_sending,
    async_store,
    check_mode,
    refused_before,
    success_of,
)
from .request import SendRequest, Verify
from .verification import described_proof, not_verified

# Seconds for one look at the endpoint while a write is verified.
_LOOK_LIMIT: Final = 15


async def async_write(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    request: SendRequest,
) -> JsonObjectType:
    """Write, look whether it was taken, and record it whatever happens.

    It is a task of its own, which ends with the call as long as nothing has left.
    After that it goes on to the record, since a write can't be called back.
    `runtime` is what the entry held when the call came: it may be unloaded by now.
    """
    operation = _WriteOperation(call, entry, runtime, request)
    task = call.hass.async_create_task(
        operation.run(), f"{request.method} {request.endpoint} of {entry.title}"
    )
    runtime.writes.add(task)
    if request.sends:
        # Until it is in the record, also if its caller has given up.
        sending = runtime.log.under_way
        sending.add(request.sends)
        task.add_done_callback(lambda _: sending.discard(request.sends))
    task.add_done_callback(runtime.writes.discard)
    # Whatever it ends with is in the record, also if nobody waits for it any more.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        operation.withdraw(task)
        raise
    return await task


class _WriteOperation:
    """A write, from the guards to the record."""

    def __init__(
        self,
        call: ServiceCall,
        entry: RawDataConfigEntry,
        runtime: RuntimeData,
        request: SendRequest,
    ) -> None:
        """Hold on to what is loaded now: the entry may be unloaded meanwhile."""
        self._call = call
        self._hass = call.hass
        self._entry = entry
        self._request = request
        self._runtime = runtime
        self._may_leave = False
        self._is_withdrawn = False
        self._proving: asyncio.Task[Verification] | None = None
        self._plan = request.plan or OrdinaryWrite(
            self._runtime.restores, request.endpoint, request.method
        )
        self._guard = FirmwareGuard(
            self._hass, entry, request.endpoint, self._runtime.log.firmware_at
        )

    def withdraw(self, task: asyncio.Task[JsonObjectType]) -> None:
        """End the operation as far as that is possible, since its caller gave up.

        A task that has sent something is not cancelled: Home Assistant doesn't wait for
        such tasks when it stops.
        """
        self._is_withdrawn = True
        if self._proving:
            self._proving.cancel()
        elif not (self._may_leave and self._runtime.client.has_left()):
            task.cancel()

    async def run(self) -> JsonObjectType:
        """Return the reply to the call. Raises HomeAssistantError, GatewayError."""
        request = self._request
        outcome: Outcome | None = None
        try:
            await self._check_locks()
            outcome = await self._runtime.client.write(
                Write(
                    method=request.method,
                    endpoint=request.endpoint,
                    body=request.body,
                    merge=request.merge,
                    merge_add=request.merge_add,
                    expects=request.expects,
                    reads=self._plan.reads,
                    prepared=self._plan.prepare,
                    ended=self._plan.end,
                    began=self._begin,
                    refused_before=refused_before(self._runtime.log, request),
                    success=success_of(request.endpoint),
                    approve=self._approve,
                )
            )
        except ServiceValidationError as err:
            self._record_refusal(err)
            raise
        finally:
            if outcome is None:
                await self._settle()
                await self._runtime.log.async_not_sent(request.sends)
        proof = await self._prove_and_record(outcome)
        if isinstance(outcome.result, GatewayError):
            raise await async_caller_error(
                self._hass,
                self._entry,
                request.endpoint,
                outcome.result,
                writes=True,
            ) from outcome.result
        if request.refresh_core:
            await async_refresh_core(self._hass, self._entry)
        return self._response(outcome, outcome.result, proof)

    async def _check_locks(self) -> None:
        """Raise ServiceValidationError if the owner's options forbid the write."""
        await async_check_locks(
            self._hass,
            self._entry,
            self._call.context,
            self._request.endpoint,
            as_planned=self._request.as_planned,
        )

    async def _approve(self, firmware: str) -> None:
        """Raise HomeAssistantError if the write must not leave, now that it can.

        The guards are asked again, since the write may have waited for its turn, and
        once more when it is stored. Before that, since what they refuse is no attempt.
        """
        await self._check_guards(firmware)
        await async_store(self._plan, self._entry.title)
        await async_note_sending(self._runtime.log, self._request, self._entry.title)
        if self._is_withdrawn:
            raise asyncio.CancelledError
        await self._check_guards(firmware)
        self._may_leave = True

    async def _check_guards(self, firmware: str) -> None:
        """Raise ServiceValidationError if the write must not leave."""
        await self._check_locks()
        self._guard.check(firmware)

    def _begin(self, rehearsed: bool) -> None:  # noqa: FBT001 - as the client calls it
        """Note whether it is rehearsed. Raises ServiceValidationError."""
        check_mode(self._request, self._entry.title, rehearsed=rehearsed)
        self._plan.begin(rehearsed=rehearsed)

    def _record_refusal(self, err: ServiceValidationError) -> None:
        """Tell of a write that a guard has refused, and count it."""
        self._runtime.refusals += 1
        fire_refused(
            self._call,
            self._entry,
            method=self._request.method,
            endpoint=self._request.endpoint,
            body=self._request.body,
            lock=err.translation_key or "",
        )

    async def _prove_and_record(self, outcome: Outcome) -> Verification | None:
        """Return what the endpoint shows after the write, if that is wanted.

        The write is in the log before that, and the event tells both.
        """
        log = self._runtime.log
        proof: Verification | None = None
        try:
            context = self._call.context
            write_id = await log.async_add(
                outcome,
                user=context.user_id,
                senders=senders_of(self._hass, context),
                sends=self._request.sends,
                restore_after=self._request.restore_after,
            )
            self._plan.note_write(write_id)
            if outcome.rehearsed:
                await self._runtime.rehearsal.async_save()
            if (
                isinstance(outcome.result, Reply)
                and (self._plan.must_verify or self._request.verify is not Verify.OFF)
                and not self._is_withdrawn
            ):
                self._proving = self._hass.async_create_task(self._verify(outcome))
                await asyncio.wait([self._proving])
                if not self._proving.cancelled():
                    proof = self._proving.result()
                    if not proof.was_cut_short:
                        await log.async_verified(write_id, proof)
        finally:
            verified = None if proof is None or proof.was_cut_short else proof.verified
            await self._settle(outcome, proof)
            fire_sent(self._call, self._entry, outcome, verified=verified)
        return proof

    async def _settle(
        self, outcome: Outcome | None = None, proof: Verification | None = None
    ) -> None:
        """Have in the storage what the write means for what has to be put back.

        If that fails, the storage has what was there before the write left, from which
        the gateway is read before anything is put back.
        """
        with suppress(NotStored):
            await self._plan.settle(
                is_success=outcome is not None and isinstance(outcome.result, Reply),
                proof=proof.verified if proof else None,
                found=proof.found if proof else None,
            )
        for over in self._plan.over:
            drop_issue(self._hass, self._entry.entry_id, over)

    async def _verify(self, outcome: Outcome) -> Verification:
        """Return what the endpoint shows after the write."""
        client = self._runtime.client
        request = self._request
        return await verify(
            lambda endpoint: client.read(endpoint, limit=_LOOK_LIMIT, patient=True),
            request.method,
            request.endpoint,
            outcome.body.value,
            request.verify_seconds,
            rest=client.rest,
            merged=outcome.merged,
            texts=request.body.content_type == CONTENT_TYPE_FORM,
        )

    def _response(
        self, outcome: Outcome, reply: Reply, proof: Verification | None
    ) -> JsonObjectType:
        """Return the reply to the call. Raises HomeAssistantError if it is strict."""
        try:
            value = reply.value()
        except UnusableReply:
            # The write succeeded; an error would say that it hadn't.
            value = reply.response.words()
        response: JsonObjectType = {}
        if outcome.rehearsed:
            response["rehearsed"] = True
            if not outcome.effect_known:
                response["effect"] = words(self._hass, "common.rehearsal_effect")
        response[self._request.endpoint] = value
        if proof is not None:
            response["verification"] = described_proof(
                self._hass, self._entry, self._request, proof, self._guard.changed
            )
            if self._request.verify is Verify.STRICT and not proof.verified:
                raise not_verified(self._entry, self._request, proof)
        if restore := self._plan.reply():
            response["restore"] = restore
        metadata: JsonObjectType = {}
        if self._guard.changed and proof is None:
            metadata["firmware_changed"] = self._guard.changed
        if outcome.merged and outcome.merged.added:
            metadata["added"] = list(outcome.merged.added)
        if metadata:
            response["metadata"] = metadata
        return response

"""One call of `send_data`: locks, the write, proof, record."""

import asyncio
from typing import Final

from homeassistant.const import ATTR_RESTORED
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util.json import JsonObjectType

from .const import DOMAIN
from .core_integration import CORE_DOMAIN
from .entry import RawDataConfigEntry, serial_of
from .error_translation import async_translated, context_of, translate
from .firmware_guard import FirmwareGuard
from .gateway import FORM, GatewayError, Json, Verification, Write, handed_on, verify
from .gateway.errors import UnusableReply
from .locks import async_check_locks
from .preview import async_preview
from .record import async_record, async_record_refusal
from .send_request import SendRequest, Verify, send_request

# Seconds for one look at the endpoint while a write is verified.
_LOOK_LIMIT: Final = 15


async def async_send(call: ServiceCall, entry: RawDataConfigEntry) -> ServiceResponse:
    """Send data to the gateway, or show what would be sent."""
    try:
        request = send_request(call, entry.title)
        if request.test_mode:
            return await async_preview(call, entry, request)
        try:
            await async_check_locks(call.hass, entry, call.context, request.endpoint)
        except ServiceValidationError as err:
            async_record_refusal(call, entry, request, err)
            raise
        return await _async_write(call, entry, request)
    except GatewayError as err:
        endpoint = call.data["endpoint"]
        raise await async_translated(call.hass, entry, endpoint, err) from err


async def _async_write(
    call: ServiceCall, entry: RawDataConfigEntry, request: SendRequest
) -> JsonObjectType:
    """Write, look whether it was taken, and record it whatever happens."""
    client = entry.runtime_data.client
    guard = FirmwareGuard(call.hass, entry, request.endpoint)
    write = Write(
        method=request.method,
        endpoint=request.endpoint,
        body=request.body,
        merge=request.merge,
        merge_add=request.merge_add,
        before=client.cache.get(request.endpoint),
        guard=guard,
    )
    proof: Verification | None = None
    try:
        reply = await client.write(write)
        try:
            value = reply.value()
        except UnusableReply:
            # The write succeeded; an error would say that it hadn't.
            value = reply.words()
        response: JsonObjectType = {request.endpoint: value}
        if request.verify is not Verify.OFF:
            proof = await verify(
                lambda endpoint: client.read(endpoint, limit=_LOOK_LIMIT),
                request.method,
                request.endpoint,
                write.sent_body.value if write.sent_body else None,
                request.verify_seconds,
                merged=write.merged,
                texts=request.body.content_type == FORM,
            )
    finally:
        if write.sent:
            # A caller that gives up must not leave a write without a record.
            await asyncio.shield(async_record(call, entry, write, proof))
    if request.refresh_core:
        await _async_refresh_core(call.hass, entry)
    if proof is not None:
        response["verification"] = _described(entry, request, proof, guard)
        if request.verify is Verify.STRICT and not proof.verified:
            raise _not_verified(entry, request, proof)
    if metadata := _metadata(write, proof, guard):
        response["metadata"] = metadata
    return response


def _metadata(
    write: Write, proof: Verification | None, guard: FirmwareGuard
) -> JsonObjectType:
    """Return what else there is to know about a write."""
    known: JsonObjectType = {}
    if guard.changed and proof is None:
        known["firmware_changed"] = guard.changed
    if write.merged and write.merged.added:
        known["added"] = list(write.merged.added)
    return known


def _described(
    entry: RawDataConfigEntry,
    request: SendRequest,
    proof: Verification,
    guard: FirmwareGuard,
) -> JsonObjectType:
    """Return a verification as the caller gets it; times are in seconds."""
    described: JsonObjectType = {
        "verified": proof.verified,
        "differences": [handed_on(difference) for difference in proof.differences],
        "after": round(proof.after, 3),
    }
    if reason := _reason(entry, request, proof):
        described["reason"] = reason
    if guard.changed:
        described["firmware_changed"] = guard.changed
    return described


def _reason(
    entry: RawDataConfigEntry, request: SendRequest, proof: Verification
) -> str | None:
    """Return why a write could not be verified, if it wasn't just not taken."""
    if proof.error is not None:
        why = translate(
            proof.error, HomeAssistantError, **context_of(entry, request.endpoint)
        )
        return f"The endpoint can't be read back: {why}"
    if not proof.verified and not proof.comparable:
        return "What was sent can't be read back: the endpoint shows other things"
    return None


def _not_verified(
    entry: RawDataConfigEntry, request: SendRequest, proof: Verification
) -> HomeAssistantError:
    """Return the error for a write that the gateway has not taken."""
    fields: list[Json] = [difference["path"] for difference in proof.differences]
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="not_verified" if proof.comparable else "not_verifiable",
        translation_placeholders={
            "gateway": entry.title,
            "endpoint": request.endpoint,
            "method": request.method,
            "fields": ", ".join(str(name) for name in fields[:10]),
            "after": f"{proof.after:.0f}",
        },
    )


async def _async_refresh_core(hass: HomeAssistant, entry: RawDataConfigEntry) -> None:
    """Have Home Assistant's own integration look at the same gateway, once."""
    serial = serial_of(entry)
    registry = er.async_get(hass)
    for other in hass.config_entries.async_loaded_entries(CORE_DOMAIN):
        if other.unique_id != serial:
            continue
        for entity in er.async_entries_for_config_entry(registry, other.entry_id):
            # One entity is enough: all of them share one coordinator.
            state = hass.states.get(entity.entity_id)
            if state is not None and not state.attributes.get(ATTR_RESTORED):
                await hass.services.async_call(
                    "homeassistant", "update_entity", {"entity_id": entity.entity_id}
                )
                return

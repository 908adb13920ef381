"""The action `list_endpoints`: the catalogue, and what a gateway answers of it."""

from functools import partial
from http import HTTPStatus
import logging
import time
from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..entry import RawDataConfigEntry, serial_of
from ..gateway import (
    LONGEST_PROBE,
    GatewayClient,
    GatewayError,
    Probed,
    Reply,
    kind_of,
    probable,
    probe_endpoints,
)
from ..gateway.catalogue import KnownEndpoint, catalogue, notes_of
from ..record import async_keep_probe
from ..words import context_of, translate, words, words_of_error
from .common import (
    ATTR_CONTINUE_ON_ERROR,
    GATEWAY_FIELDS,
    async_caller_error,
    async_loaded_entry,
    gateways_of,
    words_in,
)
from .fleet import failures, parts_of, side_by_side, titles_of, whole_reply
from .notes import described_note

SERVICE_LIST_ENDPOINTS: Final = "list_endpoints"

ATTR_PROBE: Final = "probe"
ATTR_SEARCH: Final = "search"

LIST_ENDPOINTS_SCHEMA: Final = vol.Schema(
    {
        **GATEWAY_FIELDS,
        vol.Optional(ATTR_CONTINUE_ON_ERROR, default=False): cv.boolean,
        vol.Optional(ATTR_SEARCH, default=""): words_in,
        vol.Optional(ATTR_PROBE, default=False): cv.boolean,
    }
)

_LOGGER = logging.getLogger(__name__)


async def async_list_endpoints(call: ServiceCall) -> JsonObjectType:
    """Return `endpoints`, and `probe` if a gateway was asked for them.

    If several were asked, there are both for each of them, by entry ID.
    """
    if not call.data[ATTR_PROBE]:
        return await _async_listed(call, None)
    gateways = gateways_of(call)
    if not gateways.several:
        entry = await async_loaded_entry(call.hass, gateways.entry_ids[0])
        return await _async_listed(call, entry)
    results = await side_by_side(
        call.hass,
        gateways,
        partial(_async_listed, call),
        go_on=call.data[ATTR_CONTINUE_ON_ERROR],
    )
    errors = failures(call.hass, results, ["/info"])
    names: JsonObjectType = {"names": titles_of(call.hass, gateways)}
    return whole_reply(parts_of(results), errors, names)


async def _async_listed(
    call: ServiceCall, entry: RawDataConfigEntry | None
) -> JsonObjectType:
    """Return the endpoints, and what a gateway answers of them.

    Raises HomeAssistantError.
    """
    client = entry.runtime_data.client if entry else None
    # The first call reads files.
    found, listed = await call.hass.async_add_executor_job(
        _found, call.data[ATTR_SEARCH]
    )
    response: JsonObjectType = {"endpoints": list(listed.values())}
    if entry and client:
        # It may be another gateway's when the probe ends.
        begun, title = time.monotonic(), entry.title
        probed = await _async_probe(call, entry, client, found)
        await async_keep_probe(
            call.hass, entry.entry_id, client, probed.values(), serial_of(entry)
        )
        for each in found:
            listed[each.path]["probe"] = _outcome(call.hass, entry, each, probed)
        response["probe"] = {
            "gateway": title,
            "firmware": client.identity.firmware if client.identity else None,
            "account": client.account,
            "asked": sum(one.asked for one in probed.values()),
            "answered": sum(one.reply is not None for one in probed.values()),
            "seconds": round(time.monotonic() - begun, 1),
            "limit": LONGEST_PROBE,
        }
    return response


def _found(search: str) -> tuple[list[KnownEndpoint], dict[str, JsonObjectType]]:
    """Return the endpoints that are meant, and how the caller gets them, by path."""
    found = catalogue().find(search)
    return found, {each.path: _described(each) for each in found}


def _described(known: KnownEndpoint) -> JsonObjectType:
    """Return an endpoint as the caller gets it; what is not known is None."""
    write = known.write
    return {
        "endpoint": known.endpoint or known.path,
        "name": known.name,
        "about": known.about,
        "methods": list(known.methods),
        "unconfirmed_methods": list(known.unconfirmed),
        "role": known.role,
        "role_note": known.role_note,
        "returns": known.returns,
        "firmware": known.firmware,
        "recorded_on": list(known.recorded_on),
        "evidence": list(known.evidence),
        "write": {
            "effect": write.effect,
            "risk": write.risk,
            "reason": write.reason,
            "locked": known.locked,
            "content": write.content,
            "examples": dict(write.examples),
        }
        if write
        else None,
        "notes": [
            described_note(note) for note in notes_of(known.endpoint or known.path)
        ],
    }


async def _async_probe(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    client: GatewayClient,
    endpoints: list[KnownEndpoint],
) -> dict[str, Probed]:
    """Return what came of each endpoint that may be asked, by its path."""
    probed: dict[str, Probed] = {}
    total = sum(map(probable, endpoints))
    _LOGGER.info("Probing %s: %s endpoints", entry.title, total)
    try:
        async for one in probe_endpoints(client, endpoints, limit=LONGEST_PROBE):
            probed[one.known.path] = one
            _LOGGER.debug(
                "Probing %s: %s of %s, %s: %s",
                entry.title,
                len(probed),
                total,
                one.known.endpoint,
                _status(one) or "no reply",
            )
    except GatewayError as err:
        raise await async_caller_error(call.hass, entry, "/info", err) from err
    return probed


def _outcome(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    known: KnownEndpoint,
    probed: dict[str, Probed],
) -> JsonValueType:
    """Return what is known of an endpoint after the probe."""
    one = probed.get(known.path)
    reply = one.reply if one else None
    return {
        "answered": reply is not None,
        "status": _status(one) if one else None,
        "kind": _kind(reply) if reply else None,
        "bytes": len(reply.body) if reply else None,
        "milliseconds": round(reply.response.duration * 1000) if reply else None,
        "reason": _reason(hass, entry, one) if one else _why_not(hass, known),
    }


def _kind(reply: Reply) -> str:
    """Return what kind of page a reply is."""
    return kind_of(reply.body, reply.response.content_type)


def _reason(hass: HomeAssistant, entry: RawDataConfigEntry, one: Probed) -> str | None:
    """Return why there is no reply, unless the status says it."""
    if one.error is None:
        return None if one.reply else words(hass, "common.probe_time_over")
    if (_status(one) or 0) >= HTTPStatus.MULTIPLE_CHOICES:
        return None
    context = context_of(entry, one.known.endpoint or one.known.path)
    return words_of_error(hass, translate(one.error, HomeAssistantError, **context))


def _why_not(hass: HomeAssistant, known: KnownEndpoint) -> str:
    """Return why an endpoint is not probed."""
    if known.starts:
        return words(hass, "common.probe_starts", what=known.starts)
    if known.of_login:
        return words(hass, "common.probe_login")
    if not known.readable:
        return words(hass, "common.probe_not_read")
    return words(hass, "common.probe_placeholder")


def _status(one: Probed) -> int | None:
    """Return the status of what the gateway answered, if it did."""
    return one.reply.status if one.reply else getattr(one.error, "status", None)

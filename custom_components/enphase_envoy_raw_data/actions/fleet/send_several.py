"""The action `send_data`, for one gateway or for several, one after the other."""

from enum import StrEnum
from typing import Final

from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.json import JsonObjectType

from ...const import ATTR_ENDPOINT, DOMAIN
from ...entry import RawDataConfigEntry, RuntimeData
from ...gateway import GatewayError
from ...guards import FirmwareGuard, async_check_locks
from ...record import fire_refused
from ...words import translate, words, words_of_error
from ..common import (
    ATTR_CONTINUE_ON_ERROR,
    Gateways,
    async_loaded_entry,
    gateways_of,
    name_of,
    refusal,
)
from ..send import (
    ATTR_COMPARE,
    ATTR_TEST_MODE,
    SendRequest,
    Verify,
    async_send_to,
    only_written,
    send_request,
)
from .asking import described_error, failures, parts_of, side_by_side, titles_of
from .reply import whole_reply

_NOT_SHOWN: Final = ("not_verified", "not_verifiable")
# A gateway that failed on a write may have carried it out, at least in part.
_UNKNOWN: Final = ("outcome_unknown", "refused_internally")


class Became(StrEnum):
    """What became of a write to one of several gateways."""

    VERIFIED = "verified"
    """The gateway shows it."""

    REHEARSED = "rehearsed"
    """A rehearsal is on there: it shows it, and nothing was sent."""

    NOT_VERIFIED = "not_verified"
    """The gateway accepted it and doesn't show it."""

    UNKNOWN = "unknown"
    """It was sent, and its reply was lost."""

    FAILED = "failed"
    """It was not carried out."""

    NOT_SENT = "not_sent"
    """It was not tried, since one before it failed, or the check of this one did."""


async def async_send_data(call: ServiceCall) -> ServiceResponse:
    """Send data to one gateway or to several, or show what would be sent."""
    gateways = gateways_of(call)
    if gateways.several:
        response = await _async_send_to_several(call, gateways)
    else:
        entry = await async_loaded_entry(call.hass, gateways.entry_ids[0])
        response = await async_send_to(call, entry)
    return response if call.return_response else None


async def _async_send_to_several(
    call: ServiceCall, gateways: Gateways
) -> JsonObjectType:
    """Return what became of a write at each gateway.

    All of them are looked at before the first write leaves. Raises HomeAssistantError.
    """
    request = _request(call, gateways)
    go_on = call.data[ATTR_CONTINUE_ON_ERROR]
    test = _as_test(call)
    # What can't be read can't be proved, so the next one would never get it.
    must_be_seen = not (request.test_mode or (go_on and only_written(request.endpoint)))

    async def preview(entry: RawDataConfigEntry) -> JsonObjectType:
        """Return what would be sent to one of them, if it may."""
        # The entry may be unloaded when it has answered.
        runtime = entry.runtime_data
        response = await async_send_to(
            test,
            entry,
            is_told=request.test_mode,
            must_be_seen=must_be_seen,
        )
        if not request.test_mode:
            await _async_check(call, entry, runtime, request)
        return response

    previews = await side_by_side(call.hass, gateways, preview, go_on=go_on)
    errors = failures(call.hass, previews, [request.endpoint])
    names: JsonObjectType = {"names": titles_of(call.hass, gateways)}
    if request.test_mode:
        return whole_reply(parts_of(previews), errors, names)
    row = _Row(call, gateways, request, go_on=go_on)
    row.leave_out(errors)
    await row.send()
    return row.response(names)


def _request(call: ServiceCall, gateways: Gateways) -> SendRequest:
    """Return what is to be sent to each gateway, checked.

    Raises ServiceValidationError.
    """
    names = ", ".join(name_of(call.hass, one) for one in gateways.entry_ids)
    try:
        request = send_request(call.data, names)
    except GatewayError as err:
        endpoint = call.data[ATTR_ENDPOINT]
        raise translate(
            err, ServiceValidationError, gateway=names, endpoint=endpoint
        ) from err
    if request.verify is Verify.OFF:
        raise refusal("several_without_verify", gateways=names)
    return request


def _as_test(call: ServiceCall) -> ServiceCall:
    """Return the same call in test mode.

    If it is made to be sent, its preview looks at the gateway, so that one that can't
    be reached or has no such endpoint is found before the first write.
    """
    data = dict(call.data)
    if not data[ATTR_TEST_MODE]:
        data |= {ATTR_TEST_MODE: True, ATTR_COMPARE: True}
    return ServiceCall(
        call.hass, call.domain, call.service, data, call.context, return_response=True
    )


async def _async_check(
    call: ServiceCall,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    request: SendRequest,
) -> None:
    """Raise ServiceValidationError if the options of a gateway forbid the write.

    It is recorded as a refused write is, for none will be tried there.
    """
    firmware_at = runtime.log.firmware_at
    guard = FirmwareGuard(call.hass, entry, request.endpoint, firmware_at)
    try:
        await async_check_locks(call.hass, entry, call.context, request.endpoint)
        identity = runtime.client.identity
        if identity and guard.objection(identity.firmware):
            guard.check(identity.firmware)
    except ServiceValidationError as err:
        runtime.refusals += 1
        fire_refused(
            call,
            entry,
            method=request.method,
            endpoint=request.endpoint,
            body=request.body,
            lock=err.translation_key or "",
        )
        raise


class _Row:
    """Writes to several gateways, each of which waits for the one before."""

    def __init__(
        self,
        call: ServiceCall,
        gateways: Gateways,
        request: SendRequest,
        *,
        go_on: bool,
    ) -> None:
        """Nothing has been sent yet."""
        self._call = call
        self._request = request
        self._go_on = go_on
        self._outcomes = dict.fromkeys(gateways.entry_ids, Became.NOT_SENT)
        self._errors: dict[str, JsonObjectType] = {}
        self._replies: dict[str, JsonObjectType] = {}

    def leave_out(self, errors: dict[str, JsonObjectType]) -> None:
        """Send nothing to these gateways."""
        self._errors |= errors

    async def send(self) -> None:
        """Write to one after the other. Raises HomeAssistantError where it stops."""
        hass = self._call.hass
        for entry_id in self._outcomes:
            if entry_id in self._errors:
                continue
            try:
                entry = await async_loaded_entry(hass, entry_id)
                reply = await async_send_to(self._call, entry)
            except HomeAssistantError as err:
                self._outcomes[entry_id] = _became(err)
                if not self._go_on:
                    raise self._stopped(entry_id, words_of_error(hass, err)) from err
                told = described_error(hass, err)
                self._errors[entry_id] = {self._request.endpoint: told}
                continue
            self._replies[entry_id] = reply
            shown = _verification(reply)
            if shown.get("verified") is True:
                rehearsed = reply.get("rehearsed") is True
                became = Became.REHEARSED if rehearsed else Became.VERIFIED
                self._outcomes[entry_id] = became
                continue
            self._outcomes[entry_id] = Became.NOT_VERIFIED
            if not self._go_on:
                raise self._stopped(entry_id, str(shown.get("reason", "")))

    def response(self, metadata: JsonObjectType) -> JsonObjectType:
        """Return the reply to the call."""
        outcomes: JsonObjectType = {
            one: outcome.value for one, outcome in self._outcomes.items()
        }
        errors = {
            one: self._errors[one] for one in self._outcomes if one in self._errors
        }
        return whole_reply({**self._replies, "outcomes": outcomes}, errors, metadata)

    def _stopped(self, entry_id: str, reason: str) -> HomeAssistantError:
        """Return the error for a row that has stopped at a gateway."""
        hass = self._call.hass
        gateway = name_of(hass, entry_id)
        return HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="stopped_at",
            translation_placeholders={
                "gateway": gateway,
                "endpoint": self._request.endpoint,
                "method": self._request.method,
                "reason": reason or words(hass, "common.write_not_shown"),
                "written": self._names(hass, Became.VERIFIED),
                "not_sent": self._names(hass, Became.NOT_SENT, Became.REHEARSED),
            },
        )

    def _names(self, hass: HomeAssistant, *wanted: Became) -> str:
        """Return the gateways at which one of these became of the write."""
        names = [
            name_of(hass, entry_id)
            for entry_id, outcome in self._outcomes.items()
            if outcome in wanted
        ]
        return ", ".join(names) or "—"


def _verification(reply: JsonObjectType) -> JsonObjectType:
    """Return what a gateway shows after the write."""
    found = reply.get("verification")
    return found if isinstance(found, dict) else {}


def _became(err: HomeAssistantError) -> Became:
    """Return what an error says of a write."""
    key = err.translation_key or ""
    if key.startswith(_NOT_SHOWN):
        return Became.NOT_VERIFIED
    return Became.UNKNOWN if key.startswith(_UNKNOWN) else Became.FAILED

"""The probe of a gateway with its progress, which the page can stop."""

from typing import Any, Final

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import (
    require_admin,
    websocket_command,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util.hass_dict import HassKey
import voluptuous as vol

from ..const import DOMAIN
from ..entry import RawDataConfigEntry, RuntimeData, serial_of
from ..gateway import (
    LONGEST_PROBE,
    GatewayError,
    Probed,
    probable,
    probe_endpoints,
)
from ..gateway.catalogue import catalogue
from ..gateway.errors import OwnerNeeded, WrongGateway
from ..guards import start_reauth, tell_wrong_gateway
from ..record import async_keep_probe
from ..words import context_of, facts_for_later, reason_of, translate

COMMAND_PROBE: Final = f"{DOMAIN}/probe"

_UNDER_WAY: Final[HassKey[set[str]]] = HassKey(f"{DOMAIN}_probes_under_way")


@callback
def async_setup_probing(hass: HomeAssistant) -> None:
    """Let the page probe."""
    hass.data[_UNDER_WAY] = set()
    async_register_command(hass, _probe)


@require_admin
@websocket_command({vol.Required("type"): COMMAND_PROBE, vol.Required("entry_id"): str})
@callback
def _probe(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Probe a gateway, send each step, and stop when the page unsubscribes.

    The events are `{total}`, then one with `path`, `answered`, `status`, `bytes`,
    `milliseconds` and `error` for each endpoint, and at the end `{ended, error}`.
    """
    entry = _entry_of(hass, msg["entry_id"])
    under_way = hass.data[_UNDER_WAY]
    if entry.entry_id in under_way:
        raise _refusal("probe_under_way", entry)
    under_way.add(entry.entry_id)

    @callback
    def tell(event: dict[str, Any]) -> None:
        """Send a step, unless the page is gone."""
        if msg["id"] in connection.subscriptions:
            connection.send_event(msg["id"], event)

    async def run() -> None:
        """Probe, and keep what has come of it, also if it is stopped."""
        probed: list[Probed] = []
        try:
            error = await _async_probe(hass, entry, runtime, probed, tell)
            tell({"ended": True, "error": error and _told(error)})
        finally:
            # In a task of its own, since this one may be cancelled by now.
            keep = async_keep_probe(
                hass, entry.entry_id, runtime.client, probed, serial_of(entry)
            )
            hass.async_create_task(keep, "keep probe")

    # Now: the entry may be unloaded before the task begins.
    runtime = entry.runtime_data
    task = hass.async_create_background_task(
        run(), f"probe of {entry.title}", eager_start=False
    )
    # Not in `run`, which never begins if it is cancelled at once.
    task.add_done_callback(lambda _: under_way.discard(entry.entry_id))
    connection.subscriptions[msg["id"]] = task.cancel
    connection.send_result(msg["id"])


async def _async_probe(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    runtime: RuntimeData,
    probed: list[Probed],
    tell: Any,  # noqa: ANN401 - see _probe
) -> HomeAssistantError | None:
    """Ask each endpoint once; return the error that ended it, if one did."""
    endpoints = catalogue().endpoints
    tell({"total": sum(map(probable, endpoints))})
    try:
        async for one in probe_endpoints(
            runtime.client, endpoints, limit=LONGEST_PROBE
        ):
            probed.append(one)
            tell(_step(entry, one))
    except GatewayError as err:
        return _meant(hass, entry, err)
    # What stops the rest is told once more at the end, and more than once before.
    stops = [one.error for one in probed if one.error and not one.asked]
    return _meant(hass, entry, stops[0]) if stops else None


def _meant(
    hass: HomeAssistant, entry: RawDataConfigEntry, err: GatewayError
) -> HomeAssistantError:
    """Return an error in words, and set going what it asks for, as in an action."""
    if isinstance(err, WrongGateway):
        tell_wrong_gateway(hass, entry, err)
    error = translate(err, HomeAssistantError, **context_of(entry, "/info"))
    if isinstance(err, OwnerNeeded):
        start_reauth(hass, entry, facts_for_later(error))
    return error


def _step(entry: RawDataConfigEntry, one: Probed) -> dict[str, Any]:
    """Return what came of one endpoint."""
    reply, error = one.reply, one.error
    context = context_of(entry, one.known.endpoint or one.known.path)
    return {
        "path": one.known.path,
        "answered": reply is not None,
        "status": reply.status if reply else getattr(error, "status", None),
        "bytes": len(reply.body) if reply else None,
        "milliseconds": round(reply.response.duration * 1000) if reply else None,
        "error": _told(translate(error, HomeAssistantError, **context))
        if error
        else None,
    }


def _told(error: HomeAssistantError) -> dict[str, Any]:
    """Return an error as the frontend says it in the person's language."""
    return {
        "message": str(error),
        "translation_key": error.translation_key,
        "translation_placeholders": error.translation_placeholders,
    }


def _entry_of(hass: HomeAssistant, entry_id: str) -> RawDataConfigEntry:
    """Return the loaded entry of a gateway. Raises ServiceValidationError."""
    entry = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="entry_not_found",
            translation_placeholders={"config_entry_id": entry_id},
        )
    if entry.state is not ConfigEntryState.LOADED:
        raise _refusal("entry_not_loaded", entry, reason=reason_of(hass, entry))
    return entry


def _refusal(
    key: str, entry: RawDataConfigEntry, **placeholders: str
) -> ServiceValidationError:
    """Return the error of a probe that doesn't start."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"gateway": entry.title, **placeholders},
    )

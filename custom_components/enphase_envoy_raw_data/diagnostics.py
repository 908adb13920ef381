"""Facts for a bug report, without anything that tells whose gateway it is."""

from dataclasses import asdict
import re
import time
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.const import (
    CONF_HOST,
    CONF_NAME,
    CONF_PASSWORD,
    CONF_TOKEN,
    CONF_USERNAME,
)
from homeassistant.core import HomeAssistant

from .const import CONF_CERTIFICATE, CONF_SHARED_CERTIFICATE
from .entry import RawDataConfigEntry, RuntimeData, loaded, serial_of
from .entry_data import is_practice
from .options import OPTION_ALLOWED_ENDPOINTS, OPTION_ALLOWED_SENDERS, options_of
from .record import LastProbe, is_rehearsed, last_probe_of, log_of
from .rehearsing import TITLE_BEFORE, choice_of, is_rehearsing, rehearsal_of
from .restoring import State

_TO_REDACT: Final = {
    CONF_CERTIFICATE,
    CONF_HOST,
    CONF_NAME,
    CONF_PASSWORD,
    CONF_SHARED_CERTIFICATE,
    CONF_TOKEN,
    CONF_USERNAME,
    TITLE_BEFORE,
}

_SHOWN_OF_WRITES: Final = (
    "at",
    "method",
    "status",
    "duration",
    "firmware",
    "verified",
)

# Serials have twelve digits, record numbers of devices have nine.
_LONG_NUMBER: Final = re.compile(r"\d{6,}")

_SECONDS_PER_DAY: Final = 86400


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: RawDataConfigEntry
) -> dict[str, Any]:
    """Return the redacted entry, what the gateway is, the login, and counts.

    `token_days_left` is None for firmware before 7 and for tokens without end.
    `clock_off` is how many seconds the gateway's clock is ahead of ours. Errors are
    told by the keys of their texts; the facts in the texts are the owner's. What is in
    the storage is told of an entry that is not loaded, too.
    """
    log = log_of(hass, entry.entry_id)
    await log.async_load()
    facts = {
        "entry": {
            "data": async_redact_data(dict(entry.data), _TO_REDACT),
            "options": {
                **entry.options,
                OPTION_ALLOWED_ENDPOINTS: len(options_of(entry).allowed_endpoints),
                OPTION_ALLOWED_SENDERS: len(options_of(entry).allowed_senders),
            },
            "state": entry.state.value,
            "reason": entry.error_reason_translation_key,
            "version": entry.version,
            "recording": is_practice(entry.data),
        },
        "rehearsal": _rehearsal(hass, entry),
        "last_probe": _probe(last_probe_of(hass, entry.entry_id, serial_of(entry))),
        "writes": [_redacted(write) for write in log.writes],
    }
    if runtime := loaded(entry):
        facts |= _facts_of(runtime, recorded=is_practice(entry.data))
    return facts


def _facts_of(runtime: RuntimeData, *, recorded: bool) -> dict[str, Any]:
    """Return what is known while an entry is loaded; a recording has no clock."""
    client = runtime.client
    identity = client.identity
    expires_at = client.token.expires_at if client.token else None
    return {
        "gateway": {
            "firmware": identity.firmware,
            "part_number": identity.part_number,
            "metered": identity.metered,
            "clock_off": None
            if recorded or identity.clock_off is None
            else round(identity.clock_off),
        }
        if identity
        else None,
        "login": {
            "account": client.token.role
            if client.token
            else (client.account if recorded else "local"),
            "token_days_left": round((expires_at - time.time()) / _SECONDS_PER_DAY, 1)
            if expires_at is not None
            else None,
        },
        "requests": client.counters.requests,
        "failed_requests": client.counters.failures,
        "stored_replies": len(client.cache),
        "stored_bytes": client.cache.size,
        "stored_endpoints": [_path(one) for one in client.cache.endpoints],
        "last_error": {
            **asdict(runtime.last_error),
            "endpoint": _path(runtime.last_error.endpoint),
        }
        if runtime.last_error
        else None,
        "refused_writes": runtime.refusals,
        "pending_restores": len(runtime.restores.pending),
        "restores_for_the_owner": sum(
            one.state is State.CONFLICT for one in runtime.restores.pending
        ),
    }


def _rehearsal(hass: HomeAssistant, entry: RawDataConfigEntry) -> dict[str, Any]:
    """Return whether one is on, since when, until when, and how many writes it has."""
    choice = choice_of(entry)
    return {
        "on": is_rehearsing(entry),
        "since": choice.since and choice.since.isoformat(),
        "until": choice.until and choice.until.isoformat(),
        "writes": len(rehearsal_of(hass, entry).rehearsal.writes),
    }


def _redacted(write: dict[str, Any]) -> dict[str, Any]:
    """Return a write without values and without what may be a serial."""
    return {
        **{key: write[key] for key in _SHOWN_OF_WRITES},
        **({"rehearsed": True} if is_rehearsed(write) else {}),
        "endpoint": _path(write["endpoint"]),
    }


def _path(endpoint: str) -> str:
    """Return an endpoint without its query and without what may be a serial."""
    return _LONG_NUMBER.sub(REDACTED, endpoint.partition("?")[0])


def _probe(probe: LastProbe | None) -> dict[str, Any] | None:
    """Return what the last probe found; its paths are those of the catalogue."""
    if probe is None:
        return None
    return {
        "at": probe.at,
        "firmware": probe.firmware,
        "account": probe.account,
        "answered": sorted(path for path, has in probe.answers.items() if has),
        "silent": sorted(path for path, has in probe.answers.items() if not has),
    }

"""What the caller of an action hears of an error, and what else it sets going."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util

from ...entry import LastError, RawDataConfigEntry, loaded
from ...gateway import GatewayError
from ...gateway.catalogue import catalogue
from ...gateway.errors import InputError, OwnerNeeded, WrongGateway
from ...guards import start_reauth, tell_wrong_gateway
from ...words import MISSING_KEYS, context_of, facts_for_later, key_of, translate


async def async_caller_error(
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    endpoint: str,
    err: GatewayError,
    *,
    writes: bool = False,
) -> HomeAssistantError:
    """Return the error for the caller of an action that reads or writes.

    A login that is dead starts the flow that asks for a new one, and another gateway
    at the address is a repair issue. For an endpoint that isn't there, the catalogue
    is asked where it was seen, or which ones are similar.
    """
    if isinstance(err, WrongGateway):
        tell_wrong_gateway(hass, entry, err)
    context = context_of(entry, endpoint)
    key = key_of(err, writes=writes)
    if key in MISSING_KEYS:
        # The catalogue may have to be read from its file.
        known = await hass.async_add_executor_job(catalogue)
        if found := known.of(endpoint):
            key = MISSING_KEYS[key]
            context["seen"] = found.firmware or "?"
        elif similar := known.similar(endpoint):
            context["similar"] = ", ".join(similar)
    if runtime := loaded(entry):
        runtime.last_error = LastError(
            at=dt_util.utcnow().isoformat(),
            key=key,
            endpoint=endpoint,
            status=getattr(err, "status", None),
        )
    kind = ServiceValidationError if isinstance(err, InputError) else HomeAssistantError
    error = translate(err, kind, key=key, **context)
    if isinstance(err, OwnerNeeded):
        start_reauth(hass, entry, facts_for_later(error))
    return error

"""What is known and kept before a write: of its page, of others, of a rehearsal."""

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ...gateway.catalogue import catalogue
from ...gateway.errors import RefusedBefore
from ...moments import moment_in
from ...record import NotNoted, WriteLog
from ...restoring import NotStored, Plan
from ..common import refusal
from .request import SendRequest


def success_of(endpoint: str) -> str:
    """Return the word by which a page tells success; empty if none is known."""
    return next(
        (
            known.write.success
            for known in catalogue().of_page(endpoint)
            if known.write and known.write.success
        ),
        "",
    )


def check_mode(request: SendRequest, gateway: str, *, rehearsed: bool) -> None:
    """Refuse what is not meant for a rehearsal, or is meant for one only.

    Raises ServiceValidationError.

    A rehearsal may have begun or ended while the call waited for its turn.
    """
    if request.only_rehearsed and not rehearsed:
        raise refusal(
            "restore_rehearsed",
            gateway=gateway,
            endpoint=request.endpoint,
            method=request.method,
        )
    if request.sends and rehearsed:
        raise refusal("rehearsed_still_on", gateway=gateway)


async def async_store(plan: Plan, gateway: str) -> None:
    """Have on the disk before a write leaves what has to be put back after it.

    Raises HomeAssistantError.
    """
    try:
        await plan.store()
    except NotStored as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="restore_not_stored",
            translation_placeholders={"gateway": gateway},
        ) from err


async def async_note_sending(log: WriteLog, request: SendRequest, gateway: str) -> None:
    """Have it on the disk before it leaves that what was rehearsed is sent for real.

    Else it could be sent once more after a restart. Raises HomeAssistantError.
    """
    if not request.sends:
        return
    try:
        await log.async_note_sending(request.sends)
    except NotNoted as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="rehearsed_not_noted",
            translation_placeholders={"gateway": gateway, "write": request.sends},
        ) from err


def refused_before(log: WriteLog, request: SendRequest) -> RefusedBefore | None:
    """Return how the gateway has last refused such a write; None if it did not."""
    last = log.refusal_of(request.method, request.endpoint)
    if last is None:
        return None
    at = moment_in(last["at"])
    when = f"{dt_util.as_local(at):%Y-%m-%d %H:%M}" if at else last["at"]
    return RefusedBefore(last["status"], when)

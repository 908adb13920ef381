"""What the caller of `send_data` hears of the look at what was written."""

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import JsonObjectType

from ...const import DOMAIN
from ...entry import RawDataConfigEntry
from ...error_translation import context_of, translate
from ...gateway import Json, Verification, handed_on
from .request import SendRequest


def described(
    entry: RawDataConfigEntry,
    request: SendRequest,
    proof: Verification,
    firmware_changed: JsonObjectType | None,
) -> JsonObjectType:
    """Return a verification as the caller gets it; times are in seconds."""
    described: JsonObjectType = {
        "verified": proof.verified,
        "differences": [handed_on(difference) for difference in proof.differences],
        "after": round(proof.after, 3),
    }
    if reason := _reason(entry, request, proof):
        described["reason"] = reason
    if firmware_changed:
        described["firmware_changed"] = firmware_changed
    return described


def not_verified(
    entry: RawDataConfigEntry, request: SendRequest, proof: Verification
) -> HomeAssistantError:
    """Return the error for a write that does not show at the gateway."""
    fields: list[Json] = [difference["path"] for difference in proof.differences]
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=_key_of(proof),
        translation_placeholders={
            "gateway": entry.title,
            "endpoint": request.endpoint,
            "method": request.method,
            "fields": ", ".join(str(name) for name in fields[:10]),
            "after": f"{proof.after:.0f}",
        },
    )


def _key_of(proof: Verification) -> str:
    """Return the translation key for a write that does not show."""
    if proof.was_cut_short:
        return "not_verifiable_closed"
    return "not_verified" if proof.comparable else "not_verifiable"


def _reason(
    entry: RawDataConfigEntry, request: SendRequest, proof: Verification
) -> str | None:
    """Return why a write could not be verified, if it wasn't just not taken."""
    if proof.was_cut_short:
        return (
            f"Accepted, but it could not be verified, since {entry.title} was unloaded"
        )
    if proof.error is not None:
        context = context_of(entry, request.endpoint)
        why = translate(proof.error, HomeAssistantError, **context)
        return f"The endpoint can't be read back: {why}"
    if not proof.verified and not proof.comparable:
        return "What was sent can't be read back: the endpoint shows other things"
    return None

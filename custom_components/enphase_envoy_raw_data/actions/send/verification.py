"""What the caller of `send_data` hears of the look at what was written."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import JsonObjectType

from ...const import DOMAIN
from ...entry import RawDataConfigEntry
from ...gateway import Json, Verification, handed_on
from ...words import context_of, translate, words, words_of_error
from .request import SendRequest


def described_proof(
    hass: HomeAssistant,
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
    if reason := _reason(hass, entry, request, proof):
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
    hass: HomeAssistant,
    entry: RawDataConfigEntry,
    request: SendRequest,
    proof: Verification,
) -> str | None:
    """Return why a write could not be verified, if it wasn't just not taken."""
    if proof.was_cut_short:
        return words(hass, "common.verification_closed", gateway=entry.title)
    if proof.error is not None:
        context = context_of(entry, request.endpoint)
        error = translate(proof.error, HomeAssistantError, **context)
        why = words_of_error(hass, error)
        return words(hass, "common.verification_unreadable", why=why)
    if not proof.verified and not proof.comparable:
        return words(hass, "common.verification_not_comparable")
    return None

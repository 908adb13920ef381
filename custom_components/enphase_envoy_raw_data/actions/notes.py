"""Notes about replies, as callers get them."""

from homeassistant.core import HomeAssistant
from homeassistant.util.json import JsonObjectType

from ..gateway import Json, Reply, Selection
from ..gateway.catalogue import Note, all_notes, notes_on_reply


def described_note(note: Note) -> JsonObjectType:
    """Return a note; what is not known is None."""
    return {
        "field": note.field,
        "meaning": note.meaning,
        "unit": note.unit,
        "sign": note.sign,
        "fresh": note.fresh,
        "taken_for": note.taken_for,
        "firmware": note.firmware,
        "seen_on": note.seen_on,
        "confidence": note.confidence,
        "evidence": note.evidence,
    }


async def async_notes(
    hass: HomeAssistant, endpoint: str, reply: Reply, value: Json, selection: Selection
) -> JsonObjectType:
    """Return the notes that hold for a reply for its metadata; nothing without any."""
    # The first call reads a file.
    await hass.async_add_executor_job(all_notes)
    notes = notes_on_reply(
        endpoint, reply.firmware, value, at=reply.told_at, selection=selection
    )
    return {"notes": [described_note(note) for note in notes]} if notes else {}

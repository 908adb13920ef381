"""Which notes are told of a page of a replica."""

from custom_components.enphase_envoy_raw_data.gateway import Selection
from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    Note,
    notes_on_reply,
)
from scripts.lib.replica_answers import replicas


def notes_told(
    name: str, endpoint: str, select: str | None = None, habit: str | None = None
) -> list[Note]:
    """Return the notes that hold for a page of a replica, perhaps with a habit."""
    replica = replicas(habit)[name]
    return notes_on_reply(
        endpoint,
        replica.software[1:],
        replica.pages[endpoint].content,
        at=replica.truth["time"],
        selection=Selection.parse(select, parse_xml=False),
    )


def fields_told(name: str, endpoint: str, select: str | None = None) -> list[str]:
    """Return which they are: of each its field, or how its meaning starts."""
    notes = notes_told(name, endpoint, select)
    return [note.field or note.meaning[:20] for note in notes]

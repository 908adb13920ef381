"""Which automation or script a call comes from.

A call itself doesn't say. Automations and scripts tell of their start in an event, in
the context that their actions use from then on; a script that another one calls has
the same context.
"""

from collections import OrderedDict
from typing import Any, Final

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, Event, EventOrigin, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

MOST_CONTEXTS: Final = 10_000
"""Starts that are remembered, in about 3 MB. What sends again and again stays; what has
waited longer than that is no longer known."""

# By their names, since neither of the two has to be set up.
_STARTS: Final = ("automation_triggered", "script_started")

_TRACKER: Final[HassKey[_SenderTracker]] = HassKey(f"{DOMAIN}_senders")


class _SenderTracker:
    """Remembers who has started, by context."""

    def __init__(self) -> None:
        """Start without anybody known."""
        self._entities: OrderedDict[str, frozenset[str]] = OrderedDict()

    @callback
    def note(self, event: Event[dict[str, Any]]) -> None:
        """Remember who has told of its start; what comes from outside doesn't count."""
        entity_id = event.data.get(ATTR_ENTITY_ID)
        if event.origin is not EventOrigin.local or not isinstance(entity_id, str):
            return
        known = self._entities.pop(event.context.id, frozenset())
        self._entities[event.context.id] = known | {entity_id}
        while len(self._entities) > MOST_CONTEXTS:
            self._entities.popitem(last=False)

    def find(self, context_id: str | None) -> frozenset[str]:
        """Return who has started in a context; nobody if that isn't known."""
        if context_id is None or context_id not in self._entities:
            return frozenset()
        self._entities.move_to_end(context_id)
        return self._entities[context_id]


@callback
def async_track_senders(hass: HomeAssistant) -> None:
    """Remember from now on which automations and scripts are started."""
    tracker = hass.data[_TRACKER] = _SenderTracker()
    for start in _STARTS:
        hass.bus.async_listen(start, tracker.note)


@callback
def senders_of(hass: HomeAssistant, context: Context) -> frozenset[str]:
    """Return the automations and scripts that a call comes from.

    That is who has started in its context or, if nobody has, in the one that this
    came from. Nobody if that isn't known.
    """
    tracker = hass.data[_TRACKER]
    return tracker.find(context.id) or tracker.find(context.parent_id)

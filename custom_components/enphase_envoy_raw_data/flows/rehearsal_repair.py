"""The repair of a rehearsal that is on for long: its owner decides."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow
from homeassistant.data_entry_flow import FlowResult
from homeassistant.util import dt as dt_util

from ..options import OPTION_REHEARSAL_CONFIRMED
from ..rehearsing import (
    async_choose,
    choice_of,
    end,
    is_rehearsing,
    options_of_rehearsal,
)


class RehearsalRepair(RepairsFlow):
    """Asks whether to end the rehearsal, or to go on for another week."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Ask about the facts of the issue, which the text may name."""
        self._facts = data

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Offer both ways."""
        return self.async_show_menu(
            menu_options=["end", "go_on"], description_placeholders=self._facts
        )

    async def async_step_end(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """End it."""
        return self._choose(end())

    async def async_step_go_on(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Remind again in a week."""
        now = dt_util.utcnow().isoformat()
        return self._choose({OPTION_REHEARSAL_CONFIRMED: now}, goes_on=True)

    def _choose(
        self, chosen: dict[str, Any], *, goes_on: bool = False
    ) -> FlowResult[Any, Any]:
        """Store the answer, if the rehearsal that was asked about is still on."""
        entry_id = str(self._facts.get("entry_id"))
        entry = self.hass.config_entries.async_get_entry(entry_id)
        # Another one may have begun since, of which nothing was asked.
        if (
            entry
            and is_rehearsing(entry)
            and choice_of(entry).run == self._facts.get("run")
        ):
            kept = options_of_rehearsal(entry) if goes_on else {}
            async_choose(self.hass, entry, kept | chosen)
        return self.async_create_entry(data={})

"""How the title of an entry says that a rehearsal is on."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

TITLE_BEFORE: Final = "rehearsal_title"
"""Entry data: the title as it was, and as the rehearsal has made it."""


@callback
def with_mark(
    hass: HomeAssistant, entry: ConfigEntry, mark: str, *, is_on: bool
) -> None:
    """Add the mark to the title at the beginning, and take it away at the end.

    A title that the owner changes meanwhile stays as changed, but for the mark.
    """
    kept = entry.data.get(TITLE_BEFORE)
    if is_on == (kept is not None):
        return
    data = {key: value for key, value in entry.data.items() if key != TITLE_BEFORE}
    title = entry.title
    if is_on:
        title += f" {mark}"
        data[TITLE_BEFORE] = {"before": entry.title, "shown": title}
    else:
        match kept:
            case {"before": str(before), "shown": str(shown)} if shown == title:
                title = before
            case _:
                title = title.removesuffix(f" {mark}")
    hass.config_entries.async_update_entry(entry, data=data, title=title)


def renamed(data: dict[str, Any], title: str, names: Mapping[str, str]) -> str:
    """Return a title with its new name, if it has one; with a mark, it keeps that."""
    match data.get(TITLE_BEFORE):
        case {"before": str(before), "shown": str(shown)} if (
            before in names and shown == title
        ):
            title = names[before] + shown.removeprefix(before)
            data[TITLE_BEFORE] = {"before": names[before], "shown": title}
    return names.get(title, title)

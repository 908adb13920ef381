"""What the owner has chosen: whether to rehearse, since when, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import CONF_RECORDING
from ..moments import moment_in
from ..options import (
    OPTION_REHEARSAL_CONFIRMED,
    OPTION_REHEARSAL_SINCE,
    OPTION_REHEARSAL_UNTIL,
    OPTION_REHEARSE,
)

REMINDED_AFTER: Final = timedelta(days=7)
"""Somebody who rehearses for so long may have forgotten it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the options of an entry say about rehearsing."""

    is_chosen: bool

    run: str
    """What tells this rehearsal from an earlier one; empty if nothing does."""

    since: datetime | None
    until: datetime | None
    """The moment of its end; None if nobody has chosen one."""

    confirmed: datetime | None
    """When the owner last said that it shall go on."""

    def is_on(self, now: datetime) -> bool:
        """Return whether it is on at a moment."""
        return self.is_chosen and (self.until is None or now < self.until)

    @property
    def reminds_at(self) -> datetime | None:
        """Return when to remind of it; None if nobody knows since when it is on."""
        begun = self.confirmed or self.since
        return begun + REMINDED_AFTER if begun else None


def choice_of(entry: ConfigEntry) -> Choice:
    """Return what is chosen; what can't be read has the strictest meaning."""
    given = entry.options
    since = given.get(OPTION_REHEARSAL_SINCE)
    # To another recording, nothing has been written yet.
    run = entry.data.get(CONF_RECORDING, since)
    return Choice(
        is_chosen=given.get(OPTION_REHEARSE, False) is not False,
        run=run if isinstance(run, str) else "",
        since=moment_in(since),
        until=moment_in(given.get(OPTION_REHEARSAL_UNTIL)),
        confirmed=moment_in(given.get(OPTION_REHEARSAL_CONFIRMED)),
    )


@callback
def is_rehearsing(entry: ConfigEntry) -> bool:
    """Return whether nothing that writes may leave for the gateway of an entry.

    A recording in the place of a gateway takes no writes, so it always rehearses.
    """
    if CONF_RECORDING in entry.data:
        return True
    if entry.options.get(OPTION_REHEARSE, False) is False:
        return False
    return choice_of(entry).is_on(dt_util.utcnow())


def begin(now: datetime, until: datetime | None) -> dict[str, Any]:
    """Return the options of a rehearsal that begins."""
    return {
        OPTION_REHEARSE: True,
        OPTION_REHEARSAL_SINCE: now.isoformat(),
        OPTION_REHEARSAL_UNTIL: until.isoformat() if until else None,
    }


def end() -> dict[str, Any]:
    """Return the options without a rehearsal."""
    return {}


@callback
def async_choose(
    hass: HomeAssistant, entry: ConfigEntry, chosen: dict[str, Any]
) -> None:
    """Store a choice beside the other options of an entry."""
    others = {
        name: value for name, value in entry.options.items() if name not in _OPTIONS
    }
    hass.config_entries.async_update_entry(entry, options=others | chosen)


def options_of_rehearsal(entry: ConfigEntry) -> dict[str, Any]:
    """Return what the options have about rehearsing, as it is stored."""
    return {name: value for name, value in entry.options.items() if name in _OPTIONS}


_OPTIONS: Final = (
    OPTION_REHEARSE,
    OPTION_REHEARSAL_SINCE,
    OPTION_REHEARSAL_UNTIL,
    OPTION_REHEARSAL_CONFIRMED,
)

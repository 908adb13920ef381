"""The part of the options about rehearsing: what somebody enters, and what it means."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    DurationSelector,
    DurationSelectorConfig,
    TimeSelector,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..options import OPTION_REHEARSE
from ..rehearsing import begin, choice_of, end, is_rehearsing, options_of_rehearsal
from ..restoring import Pending, State, restores_of

FIELD_FOR: Final = "rehearse_for"
FIELD_UNTIL: Final = "rehearse_until"

_LONGEST: Final = timedelta(days=365)
"""Of which nobody can see the end; without an end, it lasts as long as one likes."""

FIELDS: Final = (OPTION_REHEARSE, FIELD_UNTIL, FIELD_FOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What somebody has chosen."""

    options: dict[str, Any] = field(default_factory=dict)
    """As they are stored; nothing if no rehearsal is wanted."""

    error: str = ""
    """Why it can't be, as a key; empty if it can."""

    pending: Pending | None = None
    """What has to be put back before."""


def rehearsal_fields() -> dict[vol.Marker, Any]:
    """Return the fields of the form."""
    return {
        vol.Required(OPTION_REHEARSE): BooleanSelector(),
        vol.Optional(FIELD_UNTIL): TimeSelector(),
        vol.Optional(FIELD_FOR): DurationSelector(
            DurationSelectorConfig(enable_day=True)
        ),
    }


def shown_of(entry: ConfigEntry) -> dict[str, Any]:
    """Return what the fields show at first."""
    is_on, until = is_rehearsing(entry), choice_of(entry).until
    shown: dict[str, Any] = {OPTION_REHEARSE: is_on}
    if is_on and until and until <= dt_util.utcnow() + timedelta(days=1):
        shown[FIELD_UNTIL] = f"{dt_util.as_local(until):%H:%M:%S}"
    return shown


async def async_rehearsal_chosen(
    hass: HomeAssistant,
    entry: ConfigEntry,
    entered: dict[str, Any],
    shown: dict[str, Any],
) -> Chosen:
    """Return what the fields mean that were `shown` when the form was opened.

    Who leaves them as they were wants no change: a rehearsal may have ended since, or
    another form may have begun one. Without an end, a rehearsal that is on keeps the
    one that it has. None begins before all is put back that was changed for a while:
    that would have to wait.
    """
    if all(entered.get(name) == shown.get(name) for name in FIELDS):
        return Chosen(
            options=options_of_rehearsal(entry) if is_rehearsing(entry) else end()
        )
    if not entered.get(OPTION_REHEARSE):
        return Chosen(options=end())
    at, entered_length = entered.get(FIELD_UNTIL), entered.get(FIELD_FOR)
    length = None if entered_length is None else timedelta(**entered_length)
    now = dt_util.utcnow()
    if at is not None and length is not None:
        return Chosen(error="rehearse_two_ends")
    if length is not None and not timedelta() < length <= _LONGEST:
        return Chosen(error="rehearse_no_length")
    until = now + length if length else _next(at, now)
    if is_rehearsing(entry):
        kept = options_of_rehearsal(entry)
        if until is None:
            return Chosen(options=kept)
        return Chosen(options=kept | begin(choice_of(entry).since or now, until))
    if pending := await _pending(hass, entry):
        return Chosen(error="rehearse_pending", pending=pending)
    return Chosen(options=begin(now, until))


def _next(at: str | None, now: datetime) -> datetime | None:
    """Return when the clock of the house shows a time for the next time."""
    time = dt_util.parse_time(at) if at else None
    if time is None:
        return None
    local = dt_util.as_local(now)
    # In autumn, an hour of the clock comes twice.
    found = (
        dt_util.as_utc(
            datetime.combine(
                local.date() + timedelta(days=days), time, local.tzinfo
            ).replace(fold=fold)
        )
        for days in (0, 1)
        for fold in (0, 1)
    )
    return next(one for one in found if one > now)


async def _pending(hass: HomeAssistant, entry: ConfigEntry) -> Pending | None:
    """Return what has to be put back next at the gateway; None if nothing has."""
    restores = restores_of(hass, entry.entry_id)
    await restores.async_load()
    real = [
        one
        for one in restores.pending
        if not one.rehearsed and one.state is State.WAITING
    ]
    return min(real, key=lambda one: one.due, default=None)

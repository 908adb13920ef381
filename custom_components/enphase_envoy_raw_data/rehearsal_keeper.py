"""Has all that shows a rehearsal follow the options and the clock."""

from datetime import datetime
from typing import Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .device import register_device
from .entry import RawDataConfigEntry, loaded
from .entry_data import is_practice
from .guards import is_there
from .rehearsing import (
    async_choose,
    choice_of,
    end,
    is_rehearsing,
    rehearsal_of,
    with_mark,
)
from .restoring import drop_issue
from .words import words

ISSUE_REHEARSAL: Final = "rehearsal_goes_on"
"""The rehearsal is on for long, and may be forgotten."""

_WITH_TIMER: Final = (ConfigEntryState.LOADED, ConfigEntryState.SETUP_IN_PROGRESS)

LONGEST_WAIT: Final = 60
"""Seconds between two looks at the clock, which may be set meanwhile."""


@callback
def async_follow_rehearsals(hass: HomeAssistant) -> None:
    """Follow each entry whose options change, be it loaded or not."""

    @callback
    def changed(change: ConfigEntryChange, entry: RawDataConfigEntry) -> None:
        if entry.domain == DOMAIN and change is ConfigEntryChange.UPDATED:
            follow_rehearsal(hass, entry)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)


@callback
def follow_rehearsal(hass: HomeAssistant, entry: RawDataConfigEntry) -> None:
    """Have title, device, issue and what was written fit what is chosen, and when."""
    if not is_there(hass, entry):
        return
    kept, choice = rehearsal_of(hass, entry), choice_of(entry)
    is_on = is_rehearsing(entry)
    if choice.is_chosen and not is_on:
        # Its time is over. The change of the options brings us here again.
        async_choose(hass, entry, end())
        return
    if kept.follows(choice.run, is_on=is_on):
        _begin_or_end(hass, entry, is_on=is_on)
    # The title of a practice says by itself that nothing leaves.
    is_marked = is_on and not is_practice(entry.data)
    with_mark(hass, entry, words(hass, "common.rehearsal_mark"), is_on=is_marked)
    now = dt_util.utcnow()
    remind_at = choice.reminds_at
    if is_on and remind_at and now >= remind_at:
        _remind(hass, entry)
    else:
        clear_rehearsal_issue(hass, entry.entry_id)
    moments = [one for one in (choice.until, remind_at) if one and one > now]
    wait = min(((one - now).total_seconds() for one in moments), default=None)
    # One that is not loaded has no timers: its next set-up looks at the clock.
    has_timer = is_on and entry.state in _WITH_TIMER

    @callback
    def look(_now: datetime) -> None:
        """Look again."""
        follow_rehearsal(hass, entry)

    kept.wake(
        None
        if not has_timer or wait is None
        else async_call_later(
            hass, min(wait, LONGEST_WAIT), HassJob(look, cancel_on_shutdown=True)
        )
    )


def _begin_or_end(
    hass: HomeAssistant, entry: RawDataConfigEntry, *, is_on: bool
) -> None:
    """Forget what was written in the rehearsal before, and what it left to do."""
    runtime = loaded(entry)
    if runtime is None:
        return
    runtime.client.cache.clear()
    restores = runtime.restores
    runtime.rehearsal.is_new = False
    if gone := restores.take_rehearsed():
        for one in gone:
            drop_issue(hass, entry.entry_id, one)
        restores.tell_change()
        runtime.rehearsal.begin(restores.async_keep())
    if not is_on and runtime.schedule:
        # What was due meanwhile has waited for this.
        for pending in restores.pending:
            runtime.schedule.hurry(pending.id)
    if runtime.client.identity:
        register_device(hass, entry, runtime.client.identity, runtime.client)


@callback
def _remind(hass: HomeAssistant, entry: RawDataConfigEntry) -> None:
    """Ask the owner whether the rehearsal shall go on."""
    choice = choice_of(entry)
    since = choice.since
    facts = {
        "gateway": entry.title,
        "since": f"{dt_util.as_local(since):%Y-%m-%d %H:%M}" if since else "?",
    }
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id_of(entry.entry_id),
        data={"entry_id": entry.entry_id, "run": choice.run, **facts},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_REHEARSAL,
        translation_placeholders=facts,
    )


@callback
def clear_rehearsal_issue(hass: HomeAssistant, entry_id: str) -> None:
    """Take back the question."""
    ir.async_delete_issue(hass, DOMAIN, _id_of(entry_id))


def _id_of(entry_id: str) -> str:
    """Return the id of the issue."""
    return f"{ISSUE_REHEARSAL}_{entry_id}"

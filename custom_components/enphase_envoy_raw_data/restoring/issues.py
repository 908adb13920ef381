"""The repair issues about what could not be put back."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .pending import Pending, State

ISSUE_CONFLICT: Final = "restore_conflict"
"""Somebody else has changed it meanwhile."""

ISSUE_REFUSED: Final = "restore_refused"
"""It must not be put back any more, or the gateway doesn't take it."""

ISSUE_OVERDUE: Final = "restore_overdue"
"""It could not be put back yet."""

RESTORE_ISSUES: Final = (ISSUE_CONFLICT, ISSUE_REFUSED, ISSUE_OVERDUE)


@callback
def tell(hass: HomeAssistant, entry: ConfigEntry, pending: Pending, issue: str) -> None:
    """Ask the owner what shall become of something that was to be put back."""
    facts = {
        "gateway": entry.title,
        "endpoint": pending.endpoint,
        "paths": pending.places,
        "at": f"{dt_util.as_local(pending.at):%Y-%m-%d %H:%M}",
        "why": pending.reason,
    }
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id_of(entry.entry_id, pending.id),
        data={"entry_id": entry.entry_id, "restore_id": pending.id, **facts},
        is_fixable=True,
        # It waits for its owner, also over a restart.
        is_persistent=True,
        severity=ir.IssueSeverity.ERROR
        if issue == ISSUE_CONFLICT
        else ir.IssueSeverity.WARNING,
        translation_key=issue,
        translation_placeholders=facts,
    )


@callback
def tell_again(hass: HomeAssistant, entry: ConfigEntry, pending: list[Pending]) -> None:
    """Ask about all that waits for its owner.

    Home Assistant stores an issue some minutes later than we store what it is about.
    """
    for one in pending:
        if one.state is State.CONFLICT:
            is_changed = one.obstacle == "conflict"
            tell(hass, entry, one, ISSUE_CONFLICT if is_changed else ISSUE_REFUSED)


@callback
def drop_issue(hass: HomeAssistant, entry_id: str, pending_id: str) -> None:
    """Take back what was asked about something that is settled."""
    ir.async_delete_issue(hass, DOMAIN, _id_of(entry_id, pending_id))


@callback
def clear_restore_issues(
    hass: HomeAssistant, entry_id: str, pending: list[Pending]
) -> None:
    """Take back all that is about nothing of this any more."""
    kept = {_id_of(entry_id, one.id) for one in pending}
    for domain, name in list(ir.async_get(hass).issues):
        if (
            domain == DOMAIN
            and name.startswith(_id_of(entry_id, ""))
            and name not in kept
        ):
            ir.async_delete_issue(hass, domain, name)


def _id_of(entry_id: str, pending_id: str) -> str:
    """Return the id of the issue about something that has to be put back."""
    return f"restore_{entry_id}_{pending_id}"

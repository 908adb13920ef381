"""The repair issues that another address or login solves."""

from collections.abc import Mapping
from typing import Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import CONF_LOST_ROLE, DOMAIN, TOKEN_PAGE
from ..entry_data import text_in
from ..gateway.errors import WrongGateway
from .certificate import ISSUE_CERTIFICATE_CHANGED

ISSUE_CODE_WANTED: Final = "code_wanted"
ISSUE_ROLE_LOST: Final = "role_lost"
ISSUE_TOKEN_ENDING: Final = "token_ending"
ISSUE_TOKEN_EXPIRED: Final = "token_expired"
ISSUE_WRONG_GATEWAY: Final = "wrong_gateway"

TOKEN_ISSUES: Final = (ISSUE_CODE_WANTED, ISSUE_TOKEN_ENDING, ISSUE_TOKEN_EXPIRED)
ISSUES: Final = (*TOKEN_ISSUES, ISSUE_ROLE_LOST, ISSUE_WRONG_GATEWAY)

REASON: Final = "reason"
"""Where the form for a new login finds why it asks."""

_ERRORS: Final = (ISSUE_TOKEN_EXPIRED, ISSUE_WRONG_GATEWAY)


@callback
def raise_issue(
    hass: HomeAssistant, entry: ConfigEntry, issue: str, **facts: str
) -> None:
    """Tell the owner, once; the same issue again only brings its facts up to date.

    Not about a token while Home Assistant itself asks for another login, and not
    about an entry that was removed.
    """
    if not is_there(hass, entry):
        return
    if issue in TOKEN_ISSUES and any(
        entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    ):
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        _id_of(entry, issue),
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR
        if issue in _ERRORS
        else ir.IssueSeverity.WARNING,
        translation_key=issue,
        translation_placeholders={
            "gateway": entry.title,
            "token_page": TOKEN_PAGE,
            **facts,
        },
    )


@callback
def clear_issues(hass: HomeAssistant, entry: ConfigEntry, *issues: str) -> None:
    """Take back what is solved or no longer known."""
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, _id_of(entry, issue))


@callback
def start_reauth(
    hass: HomeAssistant, entry: ConfigEntry, reason: Mapping[str, str]
) -> None:
    """Ask the owner for a new login; the form finds words for the reason."""
    if is_there(hass, entry):
        clear_issues(hass, entry, *TOKEN_ISSUES)
        entry.async_start_reauth(hass, data={REASON: reason})


@callback
def is_there(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Return whether an entry was not removed meanwhile."""
    return hass.config_entries.async_get_entry(entry.entry_id) is entry


@callback
def tell_lost_role(hass: HomeAssistant, entry: ConfigEntry, role: str) -> None:
    """Tell that the account has this role instead of a higher one, if that is so."""
    if lost := text_in(entry.data, CONF_LOST_ROLE):
        raise_issue(hass, entry, ISSUE_ROLE_LOST, lost=lost, role=role or "?")
    else:
        clear_issues(hass, entry, ISSUE_ROLE_LOST)


@callback
def tell_wrong_gateway(
    hass: HomeAssistant, entry: ConfigEntry, err: WrongGateway
) -> None:
    """Tell that another gateway answers at the entry's address."""
    raise_issue(
        hass,
        entry,
        ISSUE_WRONG_GATEWAY,
        expected=err.expected,
        found=err.found,
        host=text_in(entry.data, CONF_HOST),
    )


@callback
def async_clear_when_unloaded(hass: HomeAssistant) -> None:
    """Take back the issues of each entry that is unloaded, disabled or removed.

    An entry that waits to be set up again hears of none of that by itself.
    """

    @callback
    def clear(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and entry.state is ConfigEntryState.NOT_LOADED:
            clear_issues(hass, entry, ISSUE_CERTIFICATE_CHANGED, *ISSUES)

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, clear)


def _id_of(entry: ConfigEntry, issue: str) -> str:
    """Return the id of an entry's issue."""
    return f"{issue}_{entry.entry_id}"

"""Whether the firmware is the one that the last write to a page met."""

from collections.abc import Callable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.json import JsonObjectType

from ..const import DOMAIN
from ..gateway import same_page
from ..options import options_of

ISSUE_FIRMWARE_CHANGED: Final = "firmware_changed"


class FirmwareGuard:
    """Looks at the firmware before a write leaves."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        endpoint: str,
        firmware_at: Callable[[str], str | None],
    ) -> None:
        """Guard one write; the log knows which firmware the last one met."""
        self._hass = hass
        self._entry = entry
        self._endpoint = endpoint
        self._firmware_at = firmware_at
        self.changed: JsonObjectType | None = None
        """`from` and `to` if the firmware has changed since the last write."""

    def check(self, firmware: str) -> None:
        """Tell the owner about another firmware, or wait for them.

        Raises ServiceValidationError if the options say so.
        """
        known = self._firmware_at(self._endpoint)
        self.changed = None
        if known is None or known == firmware:
            return
        self.changed = {"from": known, "to": firmware}
        error = self._not_confirmed(known, firmware)
        waits = options_of(self._entry).confirm_firmware
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            _firmware_issue(self._entry, self._endpoint),
            data={
                "entry_id": self._entry.entry_id,
                "endpoint": self._endpoint,
                "firmware": firmware,
                "gateway": self._entry.title,
            },
            is_fixable=True,
            is_persistent=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=f"{ISSUE_FIRMWARE_CHANGED}_waits"
            if waits
            else ISSUE_FIRMWARE_CHANGED,
            translation_placeholders=error.translation_placeholders,
        )
        if waits:
            raise error

    def objection(self, firmware: str) -> ServiceValidationError | None:
        """Return the error with which `check` would end, without telling the owner."""
        known = self._firmware_at(self._endpoint)
        waits = options_of(self._entry).confirm_firmware
        if known is None or known == firmware or not waits:
            return None
        return self._not_confirmed(known, firmware)

    def _not_confirmed(self, known: str, firmware: str) -> ServiceValidationError:
        """Return the error for a write that waits for the owner."""
        facts = {
            "gateway": self._entry.title,
            "endpoint": self._endpoint,
            "known": known,
            "firmware": firmware,
        }
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="firmware_not_confirmed",
            translation_placeholders=facts,
        )


@callback
def clear_firmware_issues(hass: HomeAssistant, entry_id: str) -> None:
    """Take back what an entry has raised, since it is removed."""
    prefix = f"{ISSUE_FIRMWARE_CHANGED}_{entry_id}_"
    for domain, name in list(ir.async_get(hass).issues):
        if domain == DOMAIN and name.startswith(prefix):
            ir.async_delete_issue(hass, domain, name)


@callback
def drop_firmware_issue(hass: HomeAssistant, entry: ConfigEntry, endpoint: str) -> None:
    """Take back what was asked about a page, since its owner has answered."""
    ir.async_delete_issue(hass, DOMAIN, _firmware_issue(entry, endpoint))


def _firmware_issue(entry: ConfigEntry, endpoint: str) -> str:
    """Return the id of the repair issue for a page."""
    return f"{ISSUE_FIRMWARE_CHANGED}_{entry.entry_id}_{same_page(endpoint)}"

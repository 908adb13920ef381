"""The repairs: confirm a new firmware, or enter another address or login."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResult
from homeassistant.helpers import issue_registry as ir
import voluptuous as vol

from .certificate_guard import ISSUE_CERTIFICATE_CHANGED, async_remember
from .const import DOMAIN
from .entry import RawDataConfigEntry
from .issues import ISSUES
from .login_repairs import LoginRepair


class ConfirmFirmwareFlow(RepairsFlow):
    """Lets writes to a page go on with another firmware."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Ask about the page that the issue names."""
        self._facts = data

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Begin; the input is the issue's, not the owner's."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Ask, and remember the answer."""
        if user_input is None:
            return self.async_show_form(
                step_id="confirm",
                data_schema=vol.Schema({}),
                description_placeholders={
                    key: str(self._facts[key])
                    for key in ("endpoint", "firmware", "gateway")
                },
            )
        entry: RawDataConfigEntry | None = self.hass.config_entries.async_get_entry(
            self._facts["entry_id"]
        )
        if entry is not None and hasattr(entry, "runtime_data"):
            await entry.runtime_data.log.async_confirm(
                self._facts["endpoint"], self._facts["firmware"]
            )
        return self.async_create_entry(data={})


class AcceptCertificateFlow(RepairsFlow):
    """Takes another certificate for the gateway's."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Ask about the certificate that the issue names."""
        self._facts = data

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Begin; the input is the issue's, not the owner's."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Ask, and remember the certificate."""
        if user_input is None:
            return self.async_show_form(
                step_id="confirm",
                data_schema=vol.Schema({}),
                description_placeholders={
                    key: str(self._facts[key]) for key in ("found", "gateway", "known")
                },
            )
        entries = self.hass.config_entries
        if entry := entries.async_get_entry(self._facts["entry_id"]):
            async_remember(self.hass, entry, self._facts["certificate"])
            if entry.state is ConfigEntryState.SETUP_RETRY:
                entries.async_schedule_reload(entry.entry_id)
        return self.async_create_entry(data={})


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow that solves an issue."""
    data = data or {}
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    if issue is not None and issue.translation_key in ISSUES:
        entry = hass.config_entries.async_get_known_entry(data["entry_id"])
        facts = issue.translation_placeholders or {}
        return LoginRepair(hass, entry, issue.translation_key, facts)
    if issue_id.startswith(ISSUE_CERTIFICATE_CHANGED):
        return AcceptCertificateFlow(data)
    return ConfirmFirmwareFlow(data)

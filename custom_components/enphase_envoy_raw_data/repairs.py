"""The repairs: confirm a new firmware, or enter another address or login."""

from abc import abstractmethod
from typing import Any, override

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


class _Confirmation(RepairsFlow):
    """Asks whether to go on with what an issue tells."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Ask about the facts of the issue, which the text may name."""
        self.facts = data

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Begin; the input is the issue's, not the owner's."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> FlowResult[Any, Any]:
        """Ask, and go on."""
        if user_input is None:
            return self.async_show_form(
                step_id="confirm",
                data_schema=vol.Schema({}),
                description_placeholders=self.facts,
            )
        entry = self.hass.config_entries.async_get_entry(self.facts["entry_id"])
        if entry is not None:
            await self.async_go_on(entry)
        return self.async_create_entry(data={})

    @abstractmethod
    async def async_go_on(self, entry: RawDataConfigEntry) -> None:
        """Remember the owner's answer."""


class ConfirmFirmwareFlow(_Confirmation):
    """Lets writes to a page go on with another firmware."""

    @override
    async def async_go_on(self, entry: RawDataConfigEntry) -> None:
        if hasattr(entry, "runtime_data"):
            await entry.runtime_data.log.async_confirm(
                self.facts["endpoint"], self.facts["firmware"]
            )


class AcceptCertificateFlow(_Confirmation):
    """Takes another certificate for the gateway's."""

    @override
    async def async_go_on(self, entry: RawDataConfigEntry) -> None:
        async_remember(self.hass, entry, self.facts["certificate"])
        if entry.state is ConfigEntryState.SETUP_RETRY:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)


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

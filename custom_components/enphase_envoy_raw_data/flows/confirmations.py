"""The repairs that only have to be confirmed."""

from abc import abstractmethod
from typing import Any, override

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResult
import voluptuous as vol

from ..entry import RawDataConfigEntry
from ..entry_data import text_in
from ..guards import remember_certificate
from ..record import log_of
from ..words import words


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
                description_placeholders=self.shown_facts,
            )
        entry_id = str(self.facts.get("entry_id"))
        entry = self.hass.config_entries.async_get_entry(entry_id)
        if entry is not None:
            await self.async_go_on(entry)
        return self.async_create_entry(data={})

    @property
    def shown_facts(self) -> dict[str, str]:
        """Return the facts as the owner reads them."""
        return self.facts

    @abstractmethod
    async def async_go_on(self, entry: RawDataConfigEntry) -> None:
        """Remember the owner's answer."""


class ConfirmFirmwareFlow(_Confirmation):
    """Lets writes to a page go on with another firmware."""

    @override
    async def async_go_on(self, entry: RawDataConfigEntry) -> None:
        log = log_of(self.hass, entry.entry_id)
        await log.async_load()
        match self.facts:
            case {"endpoint": str() as endpoint, "firmware": str() as firmware}:
                await log.async_confirm(endpoint, firmware)


class AcceptCertificateFlow(_Confirmation):
    """Takes another certificate for the gateway's."""

    @property
    @override
    def shown_facts(self) -> dict[str, str]:
        none = words(self.hass, "common.no_certificate")
        return {name: fact or none for name, fact in self.facts.items()}

    @override
    async def async_go_on(self, entry: RawDataConfigEntry) -> None:
        remember_certificate(self.hass, entry, text_in(self.facts, "certificate"))
        if entry.state is ConfigEntryState.SETUP_RETRY:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)

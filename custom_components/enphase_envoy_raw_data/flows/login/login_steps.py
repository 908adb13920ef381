"""What the dialogs that need a login have in common: try it, go on, or say why not."""

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.const import CONF_TOKEN

from ...entry import RawDataConfigEntry, count_rejection, serial_of
from ...gateway import GatewayError, Identity
from ...guards import CertificateGuard
from ...words import async_load_words
from .login_form import LoginForm
from .pasted_token import CHOICES, token_facts


class LoginSteps(ConfigFlow):
    """The form for address and login, and what may come after it."""

    _works: tuple[dict[str, Any], Identity]
    """Data for an entry that works, and the gateway, once there are any."""

    def __init__(self) -> None:
        """Start without anything tried."""
        self._step_id = ""

    @property
    @abstractmethod
    def entry(self) -> RawDataConfigEntry | None:
        """Return the entry that the dialog is about; None for a new one."""

    @property
    @abstractmethod
    def placeholders(self) -> dict[str, str]:
        """Return what the texts of a dialog may say of what it is about."""

    @abstractmethod
    async def async_look_who_answers(self, identity: Identity, host: str) -> None:
        """Raise AbortFlow if the gateway is another entry's."""

    @abstractmethod
    def finish(self, data: dict[str, Any], identity: Identity) -> ConfigFlowResult:
        """Store what works."""

    @cached_property
    def form(self) -> LoginForm:
        """Return the form of this dialog."""
        if (entry := self.entry) is None:
            return LoginForm(self.hass)
        is_change = self.source == SOURCE_RECONFIGURE
        return LoginForm(
            self.hass,
            entry.data,
            serial=serial_of(entry),
            guard=CertificateGuard(self.hass, entry),
            keeps_token=is_change,
            found="" if is_change else None,
            on_rejected=partial(count_rejection, self.hass, entry),
        )

    async def async_try(
        self, step_id: str, given: Mapping[str, Any] | None
    ) -> ConfigFlowResult:
        """Show the form, or try what was given."""
        form, self._step_id = self.form, step_id
        # The first gateway is added before the integration is set up.
        await async_load_words(self.hass)
        if given is not None and not form.switches(given):
            try:
                data, identity = await form.attempt(given, self.async_look_who_answers)
            except GatewayError:
                if form.code:
                    return await self.async_step_code()
            else:
                if not form.is_pasted:
                    return self.finish(data, identity)
                self._works = data, identity
                return await self.async_step_token_found()
        return await self.async_step_other_token()

    async def async_step_token_found(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell what was pasted, before it is stored."""
        data, _ = self._works
        return self.async_show_menu(
            step_id="token_found",
            menu_options=CHOICES,
            description_placeholders=token_facts(self.hass, data[CONF_TOKEN]),
        )

    async def async_step_use_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Use the token that was pasted."""
        return self.finish(*self._works)

    async def async_step_other_token(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the form for the login, as it is now."""
        form, step_id = self.form, self._step_id
        return self.async_show_form(
            step_id=f"{step_id}_token" if form.by_hand else step_id,
            data_schema=form.schema,
            errors=form.errors,
            description_placeholders=form.placeholders | self.placeholders,
        )

    async def async_step_code(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Enter the code that the account asks for."""
        form = self.form
        if user_input is not None and (
            works := await form.enter_code(user_input, self.async_look_who_answers)
        ):
            return self.finish(*works)
        if (code := form.code) is None:
            return await self.async_step_other_token()
        return self.async_show_form(
            step_id="code",
            data_schema=code.schema,
            errors=code.errors,
            description_placeholders=form.placeholders
            | self.placeholders
            | code.placeholders,
        )

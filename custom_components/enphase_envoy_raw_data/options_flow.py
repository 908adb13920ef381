"""The form for the options: who may write what."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
import voluptuous as vol

from .gateway import GatewayError, check_endpoint
from .gateway.pages import LOCKED_PAGES
from .options import (
    OPTION_ALLOWED_ENDPOINTS,
    OPTION_CONFIRM_FIRMWARE,
    OPTION_EVENT_BODIES,
    OPTION_OPENED_PAGES,
    OPTION_WHO_MAY_SEND,
    Senders,
    options_of,
)


class RawDataOptionsFlow(OptionsFlow):
    """Asks who may write what; the answer counts at once, without a reload."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the form or store what was chosen."""
        errors: dict[str, str] = {}
        if user_input is not None:
            patterns = user_input.get(OPTION_ALLOWED_ENDPOINTS, [])
            if all(_is_pattern(pattern) for pattern in patterns):
                return self.async_create_entry(data=user_input)
            errors[OPTION_ALLOWED_ENDPOINTS] = "not_a_pattern"
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(
                _SCHEMA, user_input or self._current()
            ),
            errors=errors,
            description_placeholders={"gateway": self.config_entry.title},
        )

    def _current(self) -> dict[str, Any]:
        """Return the options as they are."""
        options = options_of(self.config_entry)
        return {
            OPTION_WHO_MAY_SEND: options.who_may_send,
            OPTION_OPENED_PAGES: options.opened_pages,
            OPTION_ALLOWED_ENDPOINTS: options.allowed_endpoints,
            OPTION_CONFIRM_FIRMWARE: options.confirm_firmware,
            OPTION_EVENT_BODIES: options.event_bodies,
        }


def _is_pattern(text: str) -> bool:
    """Return whether a text is an endpoint, with or without `*`."""
    try:
        check_endpoint(text)
    except GatewayError:
        return False
    return True


_SCHEMA = vol.Schema(
    {
        vol.Required(OPTION_WHO_MAY_SEND): SelectSelector(
            SelectSelectorConfig(
                options=list(Senders),
                mode=SelectSelectorMode.LIST,
                translation_key=OPTION_WHO_MAY_SEND,
            )
        ),
        vol.Optional(OPTION_OPENED_PAGES, default=[]): SelectSelector(
            SelectSelectorConfig(
                options=list(LOCKED_PAGES),
                multiple=True,
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        vol.Optional(OPTION_ALLOWED_ENDPOINTS, default=[]): TextSelector(
            TextSelectorConfig(multiple=True)
        ),
        vol.Required(OPTION_CONFIRM_FIRMWARE): BooleanSelector(),
        vol.Required(OPTION_EVENT_BODIES): BooleanSelector(),
    }
)

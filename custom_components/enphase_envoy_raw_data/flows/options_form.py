"""The form for the options: who may write what."""

from typing import Any, Final

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from ..entry_data import is_practice
from ..gateway import GatewayError, check_endpoint
from ..gateway.catalogue import LOCKED_PAGES, catalogue
from ..options import (
    OPTION_ALLOWED_ENDPOINTS,
    OPTION_ALLOWED_SENDERS,
    OPTION_CERTIFICATE,
    OPTION_CONFIRM_FIRMWARE,
    OPTION_EVENT_BODIES,
    OPTION_IN_SIDEBAR,
    OPTION_OPENED_PAGES,
    OPTION_REHEARSE,
    OPTION_WHO_MAY_SEND,
    NewCertificate,
    Senders,
    options_of,
)
from .pages import next_pages
from .rehearsal_fields import (
    FIELDS,
    async_rehearsal_chosen,
    rehearsal_fields,
    shown_of,
)


class RawDataOptionsFlow(OptionsFlow):
    """Asks who may write what; the answer counts at once, without a reload."""

    _shown: dict[str, Any] | None = None
    """What the form has shown about rehearsing when it was opened."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the form or store what was chosen."""
        # The frontend shows errors at a section, not at the fields in it.
        errors: dict[str, str] = {}
        if self._shown is None:
            self._shown = shown_of(self.config_entry)
        facts = {"gateway": self.config_entry.title, **next_pages()}
        chosen = self._current() if user_input is None else _flat(user_input)
        if user_input is not None and OPTION_REHEARSE not in chosen:
            # Who fills in the other groups only leaves this one as it is.
            chosen |= self._shown
        if user_input is not None:
            rehearsal = await async_rehearsal_chosen(
                self.hass, self.config_entry, chosen, self._shown
            )
            if not all(map(_is_pattern, chosen[OPTION_ALLOWED_ENDPOINTS])):
                errors[_PAGES] = "not_a_pattern"
            if rehearsal.error:
                errors[_REHEARSAL] = rehearsal.error
            if pending := rehearsal.pending:
                facts["endpoint"] = pending.endpoint
                facts["at"] = f"{dt_util.as_local(pending.at):%Y-%m-%d %H:%M}"
            if not errors:
                others = {
                    name: value for name, value in chosen.items() if name not in FIELDS
                }
                return self.async_create_entry(data=others | rehearsal.options)
        schema = _schema(self.hass.config.language)
        if is_practice(self.config_entry.data):
            # It always rehearses.
            fields = {
                key: one for key, one in schema.schema.items() if key != _REHEARSAL
            }
            schema = vol.Schema(fields)
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(schema, _grouped(chosen)),
            errors=errors,
            description_placeholders=facts,
        )

    def _current(self) -> dict[str, Any]:
        """Return the options as they are."""
        options = options_of(self.config_entry)
        return {
            OPTION_WHO_MAY_SEND: options.who_may_send,
            OPTION_ALLOWED_SENDERS: options.allowed_senders,
            OPTION_OPENED_PAGES: options.opened_pages,
            OPTION_ALLOWED_ENDPOINTS: options.allowed_endpoints,
            OPTION_CERTIFICATE: options.certificate,
            OPTION_CONFIRM_FIRMWARE: options.confirm_firmware,
            OPTION_EVENT_BODIES: options.event_bodies,
            OPTION_IN_SIDEBAR: options.in_sidebar,
            **shown_of(self.config_entry),
        }


def _flat(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the options without their groups, as they are stored."""
    options: dict[str, Any] = {}
    for name, value in chosen.items():
        options |= value if isinstance(value, dict) else {name: value}
    lines = options[OPTION_ALLOWED_ENDPOINTS].splitlines()
    # A line of spaces is kept: it stands for options that can't be read.
    return options | {
        OPTION_ALLOWED_ENDPOINTS: [line.strip() or line for line in lines if line]
    }


def _grouped(options: dict[str, Any]) -> dict[str, Any]:
    """Return options in their groups, as the form has them."""
    options = options | {
        OPTION_ALLOWED_ENDPOINTS: "\n".join(options[OPTION_ALLOWED_ENDPOINTS])
    }
    return options | {
        name: {
            str(key): options[str(key)]
            for key in group.schema.schema
            if str(key) in options
        }
        for name, group in _sections("").items()
    }


def _is_pattern(text: str) -> bool:
    """Return whether a text is an endpoint, with or without `*`."""
    try:
        check_endpoint(text)
    except GatewayError:
        return False
    return True


_PAGES: Final = "pages"
_REHEARSAL: Final = "rehearsal"


def _sections(language: str) -> dict[str, section]:
    """Return the groups of the form; pages have their names in this language."""
    pages = SelectSelector(
        SelectSelectorConfig(
            options=[_page(page, language) for page in LOCKED_PAGES],
            multiple=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
    # One on each line: the button of a list would be called after the field.
    endpoints = TextSelector(TextSelectorConfig(multiline=True))
    certificate = SelectSelector(
        SelectSelectorConfig(
            options=list(NewCertificate),
            mode=SelectSelectorMode.LIST,
            translation_key=OPTION_CERTIFICATE,
        )
    )
    groups: dict[str, dict[vol.Marker, Any]] = {
        _PAGES: {
            vol.Optional(OPTION_OPENED_PAGES, default=[]): pages,
            vol.Optional(OPTION_ALLOWED_ENDPOINTS, default=""): endpoints,
        },
        _REHEARSAL: rehearsal_fields(),
        "changes": {
            vol.Required(OPTION_CONFIRM_FIRMWARE): BooleanSelector(),
            vol.Required(OPTION_CERTIFICATE): certificate,
        },
        "events": {vol.Required(OPTION_EVENT_BODIES): BooleanSelector()},
    }
    return {name: section(vol.Schema(fields)) for name, fields in groups.items()}


def _page(page: str, language: str) -> SelectOptionDict:
    """Return a locked page as the list shows it."""
    known = catalogue().of(page)
    label = f"{known.name_in(language)} · {page}" if known else page
    return SelectOptionDict(value=page, label=label)


def _schema(language: str) -> vol.Schema:
    """Return the form in this language."""
    who = SelectSelector(
        SelectSelectorConfig(
            options=list(Senders),
            mode=SelectSelectorMode.LIST,
            translation_key=OPTION_WHO_MAY_SEND,
        )
    )
    senders = EntitySelector(
        EntitySelectorConfig(domain=["automation", "script"], multiple=True)
    )
    return vol.Schema(
        {
            vol.Required(OPTION_WHO_MAY_SEND): who,
            vol.Optional(OPTION_ALLOWED_SENDERS, default=[]): senders,
            **{
                # Others fill in this form as well, and need not know of rehearsals.
                (vol.Optional if key == _REHEARSAL else vol.Required)(key): group
                for key, group in _sections(language).items()
            },
            vol.Required(OPTION_IN_SIDEBAR): BooleanSelector(),
        }
    )

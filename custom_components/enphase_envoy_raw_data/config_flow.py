"""The dialogs: add a gateway, log in again, change address or login."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntry,
    ConfigFlowResult,
)
from homeassistant.const import (
    CONF_HOST,
    CONF_NAME,
    CONF_TOKEN,
    CONF_USERNAME,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from .const import (
    CONF_SECOND_FACTOR,
    DOMAIN,
    TITLE,
    TOKEN_PAGE,
    UNIQUE_ID,
)
from .core_integration import CoreGateway, moved_host, new_gateways
from .entry import (
    RawDataConfigEntry,
    role_of,
    serial_of,
    with_login,
)
from .entry_data import is_practice, text_in
from .flows import (
    LoginForm,
    LoginSteps,
    PracticeSteps,
    RawDataOptionsFlow,
    abort_if_taken,
    exchange,
    next_pages,
)
from .gateway import Identity
from .guards import REASON
from .words import reason_of, words

_GATEWAY: Final = "gateway"


class RawDataConfigFlow(PracticeSteps, LoginSteps, domain=DOMAIN):
    """Asks for address and login of a gateway and tries them."""

    VERSION = 1

    def __init__(self) -> None:
        """Start without anything entered."""
        super().__init__()
        self._offers: dict[str, CoreGateway] = {}
        self._reason: Mapping[str, str] | None = None

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add a gateway or a recording; offer what the other integration has."""
        if user_input is None:
            offers = new_gateways(self.hass)
            self._offers = {offer.entry_id: offer for offer in offers}
            if offers:
                return await self.async_step_offer()
            return await self.async_step_start()
        return await self.async_try("user", user_input)

    async_step_user_token = async_step_user

    async def async_step_offer(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether to take over a login that is there."""
        return self.async_show_menu(
            step_id="offer",
            menu_options=["take_over", "enter", "practise"],
            description_placeholders={
                _GATEWAY: ", ".join(offer.title for offer in self._offers.values())
            },
        )

    async def async_step_enter(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Enter host and login."""
        step = "reconfigure" if self.source == SOURCE_RECONFIGURE else "user"
        return await self.async_try(step, user_input)

    async def async_step_take_over(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Try the login that Home Assistant's own integration has for a gateway."""
        chosen = (user_input or {}).get(_GATEWAY) or (
            next(iter(self._offers)) if len(self._offers) == 1 else None
        )
        if chosen is None:
            return self.async_show_form(
                step_id="take_over", data_schema=_choice_of(self._offers)
            )
        self._offers = {chosen: self._offers[chosen]}
        login = self._offers[chosen].login
        self.form = LoginForm(self.hass, login)
        return await self.async_try("copied", login)

    async def async_step_copied(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Correct what did not work of a login that was taken over."""
        return await self.async_try("copied", user_input)

    async_step_copied_token = async_step_copied

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Log in again, since the login is dead."""
        self._reason = entry_data.get(REASON)
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in again."""
        return await self.async_try("reauth_confirm", user_input)

    async_step_reauth_confirm_token = async_step_reauth_confirm

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change address or login; offer the address that the other integration has."""
        entry = self.entry
        if entry and is_practice(entry.data):
            return await self.async_step_practise()
        if user_input is None and entry and (moved := moved_host(self.hass, entry)):
            self._offers = {moved.entry_id: moved}
            return await self.async_step_moved()
        return await self.async_try("reconfigure", user_input)

    async_step_reconfigure_token = async_step_reconfigure

    async def async_step_moved(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether to take over the address that the other integration has."""
        (moved,) = self._offers.values()
        return self.async_show_menu(
            step_id="moved",
            menu_options=["take_address", "enter"],
            description_placeholders=self.placeholders | {"new_host": moved.host},
        )

    async def async_step_take_address(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Try the login at the address that the other integration has."""
        (moved,) = self._offers.values()
        stored = self.entry.data if self.entry else {}
        return await self.async_try("reconfigure", {**stored, CONF_HOST: moved.host})

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> RawDataOptionsFlow:
        """Return the form for the options."""
        return RawDataOptionsFlow()

    @property
    @override
    def entry(self) -> RawDataConfigEntry | None:
        """Return the entry that the dialog is about; None for a new one.

        Raises AbortFlow if it was removed meanwhile.
        """
        if self.source not in (SOURCE_REAUTH, SOURCE_RECONFIGURE):
            return None
        entry = self.hass.config_entries.async_get_entry(self.context["entry_id"])
        if entry is None:
            raise AbortFlow("entry_removed")
        return entry

    @property
    @override
    def placeholders(self) -> dict[str, str]:
        """Return what the texts of a dialog may say of what it is about."""
        if entry := self.entry:
            return {
                _GATEWAY: entry.title,
                CONF_HOST: text_in(entry.data, CONF_HOST),
                "reason": reason_of(self.hass, entry, self._reason, in_form=True)
                or words(self.hass, "common.reauth_no_reason"),
            }
        return {_GATEWAY: ", ".join(offer.title for offer in self._offers.values())}

    @override
    async def async_look_who_answers(self, identity: Identity, host: str) -> None:
        """Abort if another entry has the gateway that would be added or taken."""
        if entry := self.entry:
            abort_if_taken(self.hass, entry, identity)
        else:
            await self._abort_if_known(identity, host)

    async def _abort_if_known(self, identity: Identity, host: str) -> None:
        """Abort if an entry has this gateway; its login stays as it is."""
        await self.async_set_unique_id(
            UNIQUE_ID.format(serial=identity.serial), raise_on_progress=False
        )
        self._abort_if_unique_id_configured(
            description_placeholders={"serial": identity.serial}
        )
        for entry in self._async_current_entries():
            if serial_of(entry) is None and entry.data.get(CONF_HOST) == host:
                raise AbortFlow("already_configured", {"serial": identity.serial})

    @override
    def finish(self, data: dict[str, Any], identity: Identity) -> ConfigFlowResult:
        """Store what works, and say with which role."""
        entry = self.entry
        account = (
            role_of(data[CONF_TOKEN]) if identity.needs_token else data[CONF_USERNAME]
        ) or "?"
        facts = {
            "account": account,
            "token_page": TOKEN_PAGE,
            **next_pages(),
        }
        if entry is None:
            title = TITLE.format(serial=identity.serial)
            return self.async_create_entry(
                title=title,
                data={CONF_NAME: title, **data},
                description=_welcome(account, by_code=CONF_SECOND_FACTOR in data),
                description_placeholders=facts,
            )
        if self.form.is_exchange:
            exchange(self.hass, entry, data, identity)
            data = dict(entry.data)
        result = self.async_update_reload_and_abort(
            entry,
            unique_id=UNIQUE_ID.format(serial=identity.serial),
            data=with_login(entry, data),
            # Home Assistant has words of its own, which don't know the account.
            reason="reauth_successful"
            if self.source == SOURCE_REAUTH
            else "reconfigure_successful",
        )
        result["description_placeholders"] = facts
        return result


def _welcome(account: str, *, by_code: bool) -> str:
    """Return the key of the words for a gateway that was added by an account."""
    if by_code and account == "installer":
        return "as_installer_by_code"
    return "as_owner" if account == "owner" else "default"


def _choice_of(gateways: Mapping[str, CoreGateway]) -> vol.Schema:
    """Return a form that asks for one of several gateways."""
    options = [
        SelectOptionDict(value=key, label=f"{gateway.title} ({gateway.host})")
        for key, gateway in gateways.items()
    ]
    selector = SelectSelector(
        SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
    )
    return vol.Schema({vol.Required(_GATEWAY): selector})

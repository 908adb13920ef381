"""The repairs that ask for another address or login."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import CONF_HOST, CONF_TOKEN, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResult

from ..const import CONF_EXCHANGED, CONF_LOST_ROLE, CONF_MANUAL_TOKEN
from ..core_integration import moved_host
from ..entry import RawDataConfigEntry, role_of, serial_of, with_login
from ..entry_data import readable, text_in
from ..gateway import GatewayError, Identity, is_lower
from ..guards import ISSUE_ROLE_LOST, ISSUE_WRONG_GATEWAY, CertificateGuard
from ..words import words
from .login_form import LoginForm
from .new_gateway import abort_if_taken, exchange

type _Result = FlowResult[Any, Any]

_NOT_BACK: Final = "role_not_back"
_REFUSED: Final = "refused"


class LoginRepair(RepairsFlow):
    """Shows the part of the set-up form that solves an issue, and tries it."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: RawDataConfigEntry,
        issue: str,
        facts: Mapping[str, str],
    ) -> None:
        """Ask for what this issue of the entry is about; its texts have the facts."""
        self._entry = entry
        self._issue = issue
        self._facts = facts
        self._about_host = issue == ISSUE_WRONG_GATEWAY
        stored = readable(entry.data)
        if not self._about_host:
            # It is what the issue is about, so an empty field must not keep it.
            stored[CONF_TOKEN] = ""
        elif moved := moved_host(hass, entry):
            stored[CONF_HOST] = moved.host
        self._exchanged: Mapping[str, Any] | None = None
        """What was entered about the address of a gateway in place of another."""
        self._form = self._host_form = LoginForm(
            hass,
            stored,
            serial=serial_of(entry),
            guard=CertificateGuard(hass, entry),
            asks_host=self._about_host,
            asks_login=not self._about_host,
            found=facts.get("found") if self._about_host else None,
        )

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Begin; the input is the issue's, not the owner's."""
        if self._issue == ISSUE_ROLE_LOST:
            return self.async_show_menu(
                step_id="init",
                menu_options=["login", "accept"],
                description_placeholders=self._facts,
            )
        return await self.async_step_login()

    async def async_step_login(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Show the form, or try what was entered."""
        if user_input and user_input.get(CONF_EXCHANGED):
            user_input = self._begin_exchange(user_input)
        form = self._form
        errors: dict[str, str] = {}
        problem = ""
        if user_input is not None and not form.switches(user_input):
            try:
                data, identity = await form.attempt(user_input, self._look_who_answers)
            except GatewayError:
                form = self._back_to_host(form)
                ((field, key),) = form.errors.items()
                errors[field] = _REFUSED
                # As the set-up form says it.
                problem = words(self.hass, f"config.error.{key}", **form.placeholders)
            else:
                if not (self._is_gone or self._is_role_missing(data)):
                    return self._finish(data, identity)
                errors["base"] = _NOT_BACK
        if self._is_gone:
            return self.async_create_entry(data={})
        step = "token" if form.by_hand else "login"
        return self.async_show_form(
            step_id="host" if self._about_host else step,
            data_schema=form.schema,
            errors=errors,
            description_placeholders={**self._facts, "problem": problem},
        )

    async_step_host = async_step_token = async_step_login

    async def async_step_accept(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Go on with the role that the account has now."""
        data = dict(self._entry.data)
        data.pop(CONF_LOST_ROLE, None)
        if not self._is_gone:
            self.hass.config_entries.async_update_entry(self._entry, data=data)
        return self.async_create_entry(data={})

    @property
    def _is_gone(self) -> bool:
        """Return whether the entry was removed meanwhile, which solves it as well."""
        entry_id = self._entry.entry_id
        return self.hass.config_entries.async_get_entry(entry_id) is None

    def _is_role_missing(self, data: dict[str, Any]) -> bool:
        """Return whether the new login has too low a role as well."""
        lost = text_in(self._entry.data, CONF_LOST_ROLE)
        return self._issue == ISSUE_ROLE_LOST and is_lower(
            role_of(data[CONF_TOKEN]), lost
        )

    def _begin_exchange(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """Ask for the login at the gateway that was found; return what is there of it.

        An account may get a token for it without a question; a token can't.
        """
        stored = {**readable(self._entry.data), CONF_HOST: given[CONF_HOST]}
        stored[CONF_TOKEN] = ""
        self._exchanged, self._about_host = given, False
        self._form = LoginForm(
            self.hass, stored, serial=self._facts.get("found"), asks_host=False
        )
        if self._form.by_hand:
            return None
        return {CONF_USERNAME: stored.get(CONF_USERNAME, ""), CONF_MANUAL_TOKEN: False}

    def _back_to_host(self, form: LoginForm) -> LoginForm:
        """Return the form to go on with: that of the address if that is the trouble."""
        if not (self._exchanged and (err := form.trouble_with_host)):
            return form
        self._host_form.show(self._exchanged, err)
        self._form, self._exchanged, self._about_host = self._host_form, None, True
        return self._form

    async def _look_who_answers(self, identity: Identity, _host: str) -> None:
        """Abort if another entry has the gateway that would be taken."""
        abort_if_taken(self.hass, self._entry, identity)

    def _finish(self, data: dict[str, Any], identity: Identity) -> _Result:
        """Store what works and start the entry with it."""
        entries = self.hass.config_entries
        if self._exchanged:
            exchange(self.hass, self._entry, data, identity)
        else:
            entries.async_update_entry(self._entry, data=with_login(self._entry, data))
        # Whatever else asks for a login has its answer, too.
        for flow in self._entry.async_get_active_flows(self.hass, {SOURCE_REAUTH}):
            entries.flow.async_abort(flow["flow_id"])
        entries.async_schedule_reload(self._entry.entry_id)
        return self.async_create_entry(data={})

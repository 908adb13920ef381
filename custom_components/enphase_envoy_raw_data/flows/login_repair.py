"""The repairs that ask for another address or login."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import CONF_HOST, CONF_TOKEN, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResult
import voluptuous as vol

from ..const import CONF_EXCHANGED, CONF_LOST_ROLE, CONF_MANUAL_TOKEN
from ..core_integration import moved_host
from ..device import register_device
from ..entry import (
    RawDataConfigEntry,
    async_use_login,
    count_rejection,
    loaded,
    role_of,
    serial_of,
    with_login,
)
from ..entry_data import readable, text_in
from ..gateway import GatewayError, Identity, is_lower
from ..guards import (
    ISSUE_CODE_WANTED,
    ISSUE_ROLE_LOST,
    ISSUE_WRONG_GATEWAY,
    CertificateGuard,
    tell_lost_role,
)
from ..words import words
from .login import CHOICES, LoginForm, token_facts
from .new_gateway import abort_if_taken, exchange

type _Result = FlowResult[Any, Any]

_NOT_BACK: Final = "role_not_back"
_REFUSED: Final = "refused"


class LoginRepair(RepairsFlow):
    """Shows the part of the set-up form that solves an issue, and tries it."""

    _works: tuple[dict[str, Any], Identity]
    """Data for an entry that works, and the gateway, once there are any."""

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
            on_rejected=partial(count_rejection, hass, entry),
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
        if user_input is not None and not form.switches(user_input):
            try:
                works = await form.attempt(user_input, self._look_who_answers)
            except GatewayError:
                if form.code:
                    return await self.async_step_code()
                self._back_to_host()
            else:
                return await self._go_on(*works)
        return await self.async_step_other_token()

    async_step_host = async_step_token = async_step_login

    async def async_step_other_token(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Show the form for address or login, as it is now."""
        form = self._form
        step = "token" if form.by_hand else "login"
        return self._show(
            "host" if self._about_host else step,
            form.schema,
            form.errors,
            form.placeholders,
        )

    async def async_step_code(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Enter the code that the account asks for."""
        form = self._form
        if user_input is not None and (
            works := await form.enter_code(user_input, self._look_who_answers)
        ):
            return await self._go_on(*works)
        if (code := form.code) is None:
            self._back_to_host()
            return await self.async_step_other_token()
        facts = form.placeholders | code.placeholders
        return self._show("code", code.schema, code.errors, facts)

    async def async_step_token_found(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Tell what was pasted, before it is stored."""
        data, _ = self._works
        facts = token_facts(self.hass, data[CONF_TOKEN])
        return self.async_show_menu(
            step_id="token_found",
            menu_options=CHOICES,
            description_placeholders={**self._facts, **facts},
        )

    async def async_step_use_token(
        self, user_input: dict[str, Any] | None = None
    ) -> _Result:
        """Use the token that was pasted."""
        return await self._finish(*self._works)

    async def _go_on(self, data: dict[str, Any], identity: Identity) -> _Result:
        """Use what works, unless that is not enough or not what was meant."""
        if self._is_role_missing(data):
            return self._show(
                "token" if self._form.by_hand else "login",
                self._form.schema,
                {"base": _NOT_BACK},
                {},
            )
        if self._form.is_pasted and not self._is_gone:
            self._works = data, identity
            return await self.async_step_token_found()
        return await self._finish(data, identity)

    def _show(
        self,
        step_id: str,
        schema: vol.Schema,
        errors: Mapping[str, str],
        facts: Mapping[str, str],
    ) -> _Result:
        """Show a form, with its errors as the set-up form says them."""
        if self._is_gone:
            return self.async_create_entry(data={})
        problem = ""
        shown = dict(errors)
        for field, key in errors.items():
            if key != _NOT_BACK:
                shown[field] = _REFUSED
                problem = words(self.hass, f"config.error.{key}", **facts)
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors=shown,
            description_placeholders={**facts, **self._facts, "problem": problem},
        )

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

    def _back_to_host(self) -> None:
        """Go on with the form for the address if that is the trouble."""
        if self._exchanged and (err := self._form.trouble_with_host):
            self._host_form.show(self._exchanged, err)
            self._form, self._exchanged, self._about_host = self._host_form, None, True

    async def _look_who_answers(self, identity: Identity, _host: str) -> None:
        """Abort if another entry has the gateway that would be taken."""
        abort_if_taken(self.hass, self._entry, identity)

    async def _finish(self, data: dict[str, Any], identity: Identity) -> _Result:
        """Store what works and start the entry with it."""
        entries = self.hass.config_entries
        if self._is_gone:
            return self.async_create_entry(data={})
        runtime = loaded(self._entry)
        if self._exchanged:
            exchange(self.hass, self._entry, data, identity)
        else:
            entries.async_update_entry(self._entry, data=with_login(self._entry, data))
        # Whatever else asks for a login has its answer, too.
        for flow in self._entry.async_get_active_flows(self.hass, {SOURCE_REAUTH}):
            entries.flow.async_abort(flow["flow_id"])
        if self._issue == ISSUE_CODE_WANTED and runtime:
            # Nothing but the login changes, and no call has to wait for that.
            client = runtime.client
            await async_use_login(self.hass, self._entry, client)
            if not self._is_gone:
                register_device(self.hass, self._entry, identity, client)
                tell_lost_role(self.hass, self._entry, client.account)
        else:
            entries.async_schedule_reload(self._entry.entry_id)
        return self.async_create_entry(data={})

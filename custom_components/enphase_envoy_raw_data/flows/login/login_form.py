"""The form for address and login: its fields, what was entered, where it fails."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_TOKEN, CONF_USERNAME
from homeassistant.core import HomeAssistant
import voluptuous as vol

from ...const import CONF_EXCHANGED, CONF_MANUAL_TOKEN, TOKEN_PAGE
from ...entry_data import is_by_hand, needs_code, readable
from ...gateway import CodeLogin, GatewayError, Identity
from ...gateway.errors import LoginError, MultiFactor, WrongGateway
from ...guards import CertificateGuard
from ...words import facts_of, key_of
from .code_form import CodeForm
from .entered_login import EnteredLogin
from .fields import SECRET, SWITCH, TEXT
from .form_errors import NO_FACTS, field_of
from .trial import BeforeLogin, async_try_login


class LoginForm:
    """One dialog's form, for a new entry or for one that is there.

    It has two faces, one for user name and password and one for a token; a
    switch leads from one to the other.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        stored: Mapping[str, Any] | None = None,
        *,
        serial: str | None = None,
        guard: CertificateGuard | None = None,
        keeps_token: bool = False,
        asks_host: bool = True,
        asks_login: bool = True,
        found: str | None = None,
        on_rejected: Callable[[LoginError], None] = lambda _: None,
    ) -> None:
        """Start with entry data, whose secrets are kept where a field stays empty.

        `serial` is the gateway that has to answer, None takes any.
        `guard` looks at certificates as long as the host stays. With
        `keeps_token`, the same user and password need no new token. A field
        that is not asked for stays as it is stored. With `found`, the form asks
        whether the gateway that was found there, or is met later (if it is empty),
        has taken the place of the other one. `on_rejected` gets the rejection of
        a code for the account that is stored.
        """
        self._hass = hass
        self._on_rejected = on_rejected
        self._stored = readable(stored or {})
        self._serial = serial
        self._guard = guard
        self._keeps_token = keeps_token
        self._asks_host = asks_host
        self._asks_login = asks_login
        self.by_hand = is_by_hand(self._stored)
        """Whether the form asks for a token."""

        self._found = found
        self.is_exchange = False
        """Whether the latest attempt was for a gateway in place of the other one."""

        self.code: CodeForm | None = None
        """The form to show next, if the account wants a code."""

        self.is_pasted = False
        """Whether the latest attempt was with a token that was entered for it."""

        self._entered = EnteredLogin()
        self._shown: Mapping[str, Any] = self._stored
        self._error: GatewayError | None = None

    def switches(self, given: Mapping[str, Any]) -> bool:
        """Return whether the switch was moved and there is nothing to try yet."""
        if not self._asks_login:
            return False
        by_hand = given.get(CONF_MANUAL_TOKEN, False)
        moved, self.by_hand = by_hand != self.by_hand, by_hand
        self._shown, self._error = given, None
        return moved and not (by_hand and given.get(CONF_TOKEN))

    async def attempt(
        self, given: Mapping[str, Any], before_login: BeforeLogin | None = None
    ) -> tuple[dict[str, Any], Identity]:
        """Return data for an entry that works, and the gateway.

        Raises GatewayError, which the form then shows.
        """
        self._shown, self.code = given, None
        self.is_exchange = bool(self._found and given.get(CONF_EXCHANGED))
        data = self._data(given)
        stored_token = self._stored.get(CONF_TOKEN)
        self.is_pasted = self.by_hand and data.get(CONF_TOKEN) != stored_token
        waiting: list[CodeLogin] = []
        try:
            identity = await self._try(data, before_login, waiting.append)
        except MultiFactor as err:
            self._error = err
            self._entered.note(data, err)
            for login in waiting:
                await self._ask_for_code(login, data)
            raise
        except GatewayError as err:
            self._error = err
            self._entered.note(data, err)
            if isinstance(err, WrongGateway) and self._found is not None:
                self._found = err.found
                self._shown = {**given, CONF_EXCHANGED: False}
            raise
        return data, identity

    async def _ask_for_code(self, login: CodeLogin, data: Mapping[str, Any]) -> None:
        """Show the form for a code next, unless the login is over already."""
        is_stored = data[CONF_USERNAME] == self._stored.get(CONF_USERNAME)
        on_rejected = self._on_rejected if is_stored else lambda _: None
        had_none = needs_code(self._stored) and not self._stored.get(CONF_PASSWORD)
        self.code, self._error = (
            CodeForm(
                self._hass, login, data, on_rejected, forget=is_stored and had_none
            ),
            None,
        )
        try:
            await self.code.send_code()
        except GatewayError as err:
            self.code, self._error = None, err

    async def enter_code(
        self, given: Mapping[str, Any], before_login: BeforeLogin | None = None
    ) -> tuple[dict[str, Any], Identity] | None:
        """Return data for an entry that works, and the gateway.

        None if there is more to show: the form for the code or, if `code` is None,
        this one.
        """
        if (form := self.code) is None:
            return None
        try:
            if data := await form.enter(given):
                # The token alone is tried: nothing may ask for another code.
                tried = {**data, CONF_PASSWORD: ""}
                identity = await self._try(tried, before_login)
                return {**tried, CONF_PASSWORD: data[CONF_PASSWORD]}, identity
        except GatewayError as err:
            try:
                form.show(err)
            except GatewayError:
                self.code, self._error = None, err
        return None

    def _data(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return entry data; what was left empty and is a secret stays as it was.

        That is what was entered before, if only something else was wrong then.
        """
        if not self._asks_login:
            return {**self._stored, CONF_HOST: given[CONF_HOST]}
        kept = self._stored if is_by_hand(self._stored) == self.by_hand else {}
        given = self._entered.fill(given, by_hand=self.by_hand)
        data = {
            CONF_HOST: (given if self._asks_host else self._stored)[CONF_HOST],
            CONF_USERNAME: "",
            CONF_PASSWORD: "",
            CONF_TOKEN: "",
            CONF_MANUAL_TOKEN: self.by_hand,
        }
        if self.by_hand:
            data[CONF_TOKEN] = given.get(CONF_TOKEN) or kept.get(CONF_TOKEN) or ""
            return data
        data[CONF_USERNAME] = given.get(CONF_USERNAME, "").strip()
        same_user = data[CONF_USERNAME] == kept.get(CONF_USERNAME)
        stored_password = (kept.get(CONF_PASSWORD) or "") if same_user else ""
        data[CONF_PASSWORD] = given.get(CONF_PASSWORD) or stored_password
        if (
            self._keeps_token
            and not self.is_exchange
            and same_user
            and data[CONF_PASSWORD] == stored_password
        ):
            # Nothing but the address changes, so the cloud need not be asked.
            data[CONF_TOKEN] = kept.get(CONF_TOKEN) or ""
        return data

    async def _try(
        self,
        data: dict[str, Any],
        before_login: BeforeLogin | None,
        on_code_wanted: Callable[[CodeLogin], None] | None = None,
    ) -> Identity:
        """Find the gateway and log in; put what was learned into the data."""
        return await async_try_login(
            self._hass,
            data,
            serial=self._found if self.is_exchange else self._serial,
            guard=None if self.is_exchange else self._guard,
            before_login=before_login,
            on_code_wanted=on_code_wanted,
        )

    @property
    def trouble_with_host(self) -> GatewayError | None:
        """Return what failed, if it is about which gateway answers."""
        is_it = self._error and field_of(self._error, {}) == CONF_HOST
        return self._error if is_it else None

    def show(self, given: Mapping[str, Any], err: GatewayError) -> None:
        """Show an error that another form has met with what was entered here."""
        self._shown, self._error = {**given, CONF_EXCHANGED: False}, err

    @property
    def errors(self) -> dict[str, str]:
        """Return the key of what failed, at its field or, if it has none, at `base`."""
        if (err := self._error) is None:
            return {}
        field = field_of(err, self._shown)
        is_asked = field in map(str, self._fields())
        return {field if is_asked else "base": key_of(err)}

    @property
    def placeholders(self) -> dict[str, str]:
        """Return what the texts of the form and its errors may use."""
        facts = facts_of(self._error) if self._error else {}
        return {**NO_FACTS, **facts, "token_page": TOKEN_PAGE}

    @property
    def schema(self) -> vol.Schema:
        """Return the fields with what was entered, except secrets."""
        # A form that was shown before the switch was moved may come back.
        return vol.Schema(self._fields(), extra=vol.ALLOW_EXTRA)

    def _fields(self) -> dict[vol.Marker, Any]:
        """Return the fields of the form as it is now."""
        shown = self._shown
        fields: dict[vol.Marker, Any] = {}
        if self._asks_host:
            default = shown.get(CONF_HOST, vol.UNDEFINED)
            fields[vol.Required(CONF_HOST, default=default)] = TEXT
        if self._found:
            confirmed = shown.get(CONF_EXCHANGED, False)
            exchanged = vol.Required(CONF_EXCHANGED, default=confirmed)
            fields[exchanged] = SWITCH
        if not self._asks_login:
            return fields
        if self.by_hand:
            fields[vol.Optional(CONF_TOKEN)] = SECRET
        else:
            suggested = {"suggested_value": shown.get(CONF_USERNAME, "")}
            fields[vol.Optional(CONF_USERNAME, description=suggested)] = TEXT
            fields[vol.Optional(CONF_PASSWORD)] = SECRET
        switch = vol.Required(CONF_MANUAL_TOKEN, default=self.by_hand)
        return {**fields, switch: SWITCH}

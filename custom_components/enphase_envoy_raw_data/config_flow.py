"""The forms: add a gateway, log in anew, change address or login."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult
from homeassistant.const import (
    CONF_HOST,
    CONF_NAME,
    CONF_PASSWORD,
    CONF_TOKEN,
    CONF_USERNAME,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import AbortFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import voluptuous as vol

from .const import (
    CONF_LOGIN_PAUSE,
    CONF_MANUAL_TOKEN,
    DOMAIN,
    TITLE,
    TOKEN_PAGE,
    UNIQUE_ID,
)
from .entry import RawDataConfigEntry, client_for, gateway_session, serial_of
from .error_translation import facts_of, key_of
from .gateway import GatewayError, Identity, parse_host, tidy_token
from .gateway.errors import (
    CannotConnect,
    ConnectionProblem,
    InvalidHost,
    LocalLoginRefused,
    LoginMissing,
    LoginRefused,
    NoAccess,
    NotAGateway,
    NotAToken,
    Redirected,
    TokenExpired,
    TokenForOther,
    TokenRefused,
    WrongGateway,
)
from .options_flow import RawDataOptionsFlow

# Seconds in which a step answers, whatever is down or hangs.
_STEP_LIMIT: Final = 50

# In English, as the reasons are that Home Assistant keeps for an entry.
_NO_REASON: Final = "its login is no longer accepted"

# Every text of a form may use these; an error fills in what it knows.
_NO_FACTS: Final = dict.fromkeys(
    ("answer", "detail", "expected", "firmware", "found", "serial", "status", "user"),
    "",
)

_FIELDS: Final[dict[type[GatewayError], str]] = {
    InvalidHost: CONF_HOST,
    ConnectionProblem: CONF_HOST,
    NotAGateway: CONF_HOST,
    Redirected: CONF_HOST,
    WrongGateway: CONF_HOST,
    LoginMissing: CONF_USERNAME,
    NoAccess: CONF_USERNAME,
    LocalLoginRefused: CONF_PASSWORD,
    LoginRefused: CONF_PASSWORD,
    NotAToken: CONF_TOKEN,
    TokenExpired: CONF_TOKEN,
    TokenForOther: CONF_TOKEN,
    TokenRefused: CONF_TOKEN,
}

_TEXT: Final = TextSelector()
_SECRET: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
)


class RawDataConfigFlow(ConfigFlow, domain=DOMAIN):
    """Asks for address and login of a gateway and tries them."""

    VERSION = 1

    def __init__(self) -> None:
        """Start with the form for user name and password."""
        self._by_hand = False
        self._reason = ""

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Add a gateway."""
        return await self._step("user", user_input, None)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Log in anew, since the login is dead."""
        self._reason = entry_data.get("reason", "")
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Log in anew."""
        return await self._step("reauth_confirm", user_input, self._get_reauth_entry())

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change address or login."""
        return await self._step(
            "reconfigure", user_input, self._get_reconfigure_entry()
        )

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> RawDataOptionsFlow:
        """Return the form for the options."""
        return RawDataOptionsFlow()

    async def _step(
        self,
        step_id: str,
        user_input: dict[str, Any] | None,
        entry: RawDataConfigEntry | None,
    ) -> ConfigFlowResult:
        """Show the form, or try what was entered; `entry` is None for a new one."""
        if user_input is None:
            shown = dict(entry.data) if entry else {}
            self._by_hand = bool(shown.get(CONF_MANUAL_TOKEN))
            return self._form(step_id, entry, shown)
        by_hand = user_input.get(CONF_MANUAL_TOKEN, False)
        moved, self._by_hand = by_hand != self._by_hand, by_hand
        if moved and not (by_hand and user_input.get(CONF_TOKEN)):
            return self._form(step_id, entry, user_input)
        data = self._data(user_input, entry)
        try:
            identity = await self._try(data, entry)
        except GatewayError as err:
            return self._form(step_id, entry, user_input, err)
        return self._finish(data, identity, entry)

    def _data(
        self, user_input: dict[str, Any], entry: RawDataConfigEntry | None
    ) -> dict[str, Any]:
        """Return entry data; what was left empty and is a secret stays as it was."""
        stored: Mapping[str, Any] = entry.data if entry else {}
        same_way = bool(stored.get(CONF_MANUAL_TOKEN)) == self._by_hand
        kept = stored if same_way else {}
        data = {
            CONF_HOST: user_input[CONF_HOST],
            CONF_USERNAME: "",
            CONF_PASSWORD: "",
            CONF_TOKEN: "",
            CONF_MANUAL_TOKEN: self._by_hand,
        }
        if self._by_hand:
            data[CONF_TOKEN] = user_input.get(CONF_TOKEN) or kept.get(CONF_TOKEN) or ""
            return data
        data[CONF_USERNAME] = user_input.get(CONF_USERNAME, "").strip()
        same_user = data[CONF_USERNAME] == kept.get(CONF_USERNAME)
        stored_password = (kept.get(CONF_PASSWORD) or "") if same_user else ""
        data[CONF_PASSWORD] = user_input.get(CONF_PASSWORD) or stored_password
        if (
            self.source == "reconfigure"
            and same_user
            and data[CONF_PASSWORD] == stored_password
        ):
            # Nothing but the address changes, so the cloud need not be asked.
            data[CONF_TOKEN] = kept.get(CONF_TOKEN) or ""
        return data

    async def _try(
        self, data: dict[str, Any], entry: RawDataConfigEntry | None
    ) -> Identity:
        """Find the gateway and log in; put what was learned into the data.

        Raises GatewayError, or AbortFlow if the gateway is there already.
        """
        data[CONF_HOST] = parse_host(data[CONF_HOST])
        if self._by_hand:
            data[CONF_TOKEN] = tidy_token(data[CONF_TOKEN])
        session = gateway_session(self.hass, auto_cleanup=False)
        client = client_for(
            session,
            data,
            serial=serial_of(entry) if entry else None,
            on_new_token=lambda token: data.update({CONF_TOKEN: token}),
        )
        try:
            async with asyncio.timeout(_STEP_LIMIT):
                identity = await client.identify()
                if entry is None:
                    await self._abort_if_known(identity, data[CONF_HOST])
                await client.log_in(thorough=True)
        except TimeoutError:
            raise CannotConnect("silent") from None
        finally:
            client.close()
            session.detach()
        return identity

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

    def _finish(
        self,
        data: dict[str, Any],
        identity: Identity,
        entry: RawDataConfigEntry | None,
    ) -> ConfigFlowResult:
        """Store what works."""
        if entry is None:
            title = TITLE.format(serial=identity.serial)
            return self.async_create_entry(title=title, data={CONF_NAME: title, **data})
        stored = dict(entry.data)
        # The login that works now ends the pause after rejected ones.
        stored.pop(CONF_LOGIN_PAUSE, None)
        return self.async_update_reload_and_abort(
            entry,
            unique_id=UNIQUE_ID.format(serial=identity.serial),
            data=stored | data,
        )

    def _form(
        self,
        step_id: str,
        entry: RawDataConfigEntry | None,
        shown: Mapping[str, Any],
        err: GatewayError | None = None,
    ) -> ConfigFlowResult:
        """Show the form with what was entered, except secrets."""
        errors = {}
        facts: dict[str, str] = {}
        if err is not None:
            field = next(
                (name for kind, name in _FIELDS.items() if isinstance(err, kind)),
                "base",
            )
            schema_fields = {str(key) for key in self._fields(shown)}
            errors[field if field in schema_fields else "base"] = key_of(err)
            facts = facts_of(err)
        placeholders = {**_NO_FACTS, **facts, "token_page": TOKEN_PAGE}
        if entry is not None:
            placeholders |= {
                "gateway": entry.title,
                "host": str(entry.data.get(CONF_HOST, "")),
                "reason": self._reason or entry.reason or _NO_REASON,
            }
        return self.async_show_form(
            step_id=step_id,
            # A form that was shown before the switch was moved may come back.
            data_schema=vol.Schema(self._fields(shown), extra=vol.ALLOW_EXTRA),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _fields(self, shown: Mapping[str, Any]) -> dict[vol.Marker, Any]:
        """Return the fields for the chosen way to log in."""
        host: dict[vol.Marker, Any] = {
            vol.Required(CONF_HOST, default=shown.get(CONF_HOST, vol.UNDEFINED)): _TEXT
        }
        switch: dict[vol.Marker, Any] = {
            vol.Required(CONF_MANUAL_TOKEN, default=self._by_hand): BooleanSelector()
        }
        if self._by_hand:
            return {**host, vol.Optional(CONF_TOKEN): _SECRET, **switch}
        suggested = {"suggested_value": shown.get(CONF_USERNAME, "")}
        return {
            **host,
            vol.Optional(CONF_USERNAME, description=suggested): _TEXT,
            vol.Optional(CONF_PASSWORD): _SECRET,
            **switch,
        }

"""The form for the code of a second factor."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from homeassistant.const import CONF_CODE, CONF_PASSWORD, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey
import voluptuous as vol

from ...const import (
    CONF_FORGET_PASSWORD,
    CONF_NEW_CODE,
    CONF_SECOND_FACTOR,
    DOMAIN,
)
from ...gateway import CodeHistory, CodeLogin, GatewayError
from ...gateway.errors import (
    CloudFailed,
    CloudUnreachable,
    CodeMalformed,
    CodeOutdated,
    CodeRejected,
    CodeTooSoon,
    ConnectionProblem,
    LoginError,
    TooManyCodes,
    TooManySessions,
)
from ...words import facts_of, key_of, words
from .fields import CODE, SWITCH

_HISTORY: Final = HassKey[CodeHistory](f"{DOMAIN}_codes")

_FIELDS: Final[dict[type[GatewayError], str]] = {
    CodeMalformed: CONF_CODE,
    CodeRejected: CONF_CODE,
    CodeOutdated: CONF_CODE,
    CodeTooSoon: CONF_NEW_CODE,
    TooManyCodes: CONF_NEW_CODE,
}

# After these the login can go on; after any other it has to begin anew.
_GOES_ON: Final = (
    *_FIELDS,
    CloudFailed,
    CloudUnreachable,
    ConnectionProblem,
    TooManySessions,
)


class CodeForm:
    """Asks for the code of one login, which is thrown away with it."""

    def __init__(
        self,
        hass: HomeAssistant,
        login: CodeLogin,
        data: Mapping[str, Any],
        on_rejected: Callable[[LoginError], None],
        *,
        forget: bool,
    ) -> None:
        """Complete a login that was begun with this entry data.

        `on_rejected` gets each code's rejection by the cloud. With `forget`, the
        switch that forgets the password is on to begin with.
        """
        self._on_rejected = on_rejected
        self._hass = hass
        self._login = login
        login.history = hass.data.setdefault(_HISTORY, CodeHistory())
        self._data = data
        self._forget = forget
        self._error: GatewayError | None = None

    async def send_code(self) -> None:
        """Have a code sent. Raises GatewayError after which the login is over."""
        self._error = None
        try:
            await self._login.send_code()
        except GatewayError as err:
            self.show(err)

    async def enter(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return entry data with the token that a code gives.

        None if something is to be shown first. Raises GatewayError after which the
        login is over.
        """
        self._error = None
        self._forget = given.get(CONF_FORGET_PASSWORD, False)
        if given.get(CONF_NEW_CODE):
            await self.send_code()
            return None
        try:
            token = await self._login.enter(given.get(CONF_CODE, ""))
        except LoginError as err:
            if err is self._login.rejection:
                self._on_rejected(err)
            self.show(err)
            return None
        data = {**self._data, CONF_TOKEN: token, CONF_SECOND_FACTOR: True}
        return data | ({CONF_PASSWORD: ""} if self._forget else {})

    def show(self, err: GatewayError) -> None:
        """Show an error, or raise it if the login is over by it."""
        if not isinstance(err, _GOES_ON):
            raise err
        self._error = err

    @property
    def errors(self) -> dict[str, str]:
        """Return the key of what failed, at its field or at `base`."""
        if (err := self._error) is None:
            return {}
        fields = (name for kind, name in _FIELDS.items() if isinstance(err, kind))
        return {next(fields, "base"): key_of(err)}

    @property
    def placeholders(self) -> dict[str, str]:
        """Return what the texts of the form and its errors may use."""
        facts = facts_of(self._error) if self._error else {}
        sent_to = words(self._hass, "common.code_sent")
        if self._login.sent_to:
            # Its stars are no Markdown.
            sent_to = f"`{self._login.sent_to}`"
        return {"seconds": "", **facts, "sent_to": sent_to}

    @property
    def schema(self) -> vol.Schema:
        """Return the fields; a code is never shown again."""
        return vol.Schema(
            {
                vol.Optional(CONF_CODE): CODE,
                vol.Required(CONF_NEW_CODE, default=False): SWITCH,
                vol.Required(CONF_FORGET_PASSWORD, default=self._forget): SWITCH,
            }
        )

"""A config flow as a person sees it."""

from typing import Any, Self, override

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from .forms import Forms
from .helpers import DOMAIN, PASSWORD, TEXTS, whole

_SECRETS = ("password", "token", "code")


class Dialog(Forms):
    """The forms of one flow; each must have all its words and show no secret."""

    def __init__(self, hass: HomeAssistant, result: Any) -> None:
        """Begin with the flow's first form."""
        self._hass = hass
        self._seen: dict[str, str] = {}
        self.result: Any = result
        self._look()

    @classmethod
    async def add(cls, hass: HomeAssistant) -> Self:
        """Begin to add a gateway, past the menu that offers a recording as well."""
        dialog = await cls.start(hass)
        if dialog.result["step_id"] == "start":
            await dialog.choose("enter")
        return dialog

    @classmethod
    async def start(cls, hass: HomeAssistant) -> Self:
        """Select Add integration."""
        context: Any = {"source": "user"}
        flow = hass.config_entries.flow
        return cls(hass, await flow.async_init(DOMAIN, context=context))

    @classmethod
    async def reconfigure(cls, hass: HomeAssistant, entry: MockConfigEntry) -> Self:
        """Begin to change an entry."""
        return cls(hass, await entry.start_reconfigure_flow(hass))

    @classmethod
    async def reauth(cls, hass: HomeAssistant, entry: MockConfigEntry) -> Self:
        """Begin to log in anew."""
        return cls(hass, await entry.start_reauth_flow(hass))

    @classmethod
    async def under_way(cls, hass: HomeAssistant) -> Self:
        """Open the only form that waits."""
        (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        return cls(
            hass, await hass.config_entries.flow.async_configure(flow["flow_id"])
        )

    @override
    async def enter(self, **fields: Any) -> Any:
        self._seen = {name: str(fields.get(name, "")) for name in _SECRETS}
        self.result = await self._hass.config_entries.flow.async_configure(
            self.result["flow_id"], fields
        )
        await self._hass.async_block_till_done()
        self._look()
        return self.result

    @property
    def options(self) -> dict[str, str]:
        """Return the options of a menu with their words."""
        words = TEXTS["config"]["step"][self.result["step_id"]]["menu_options"]
        return {name: self._fill(words[name]) for name in self.result["menu_options"]}

    @property
    def errors(self) -> Any:
        """Return what the form complains about, by field."""
        return self.result["errors"]

    @property
    def fields(self) -> list[str]:
        """Return the names of the fields."""
        return [str(key) for key in self.result["data_schema"].schema]

    @property
    def shown(self) -> dict[str, Any]:
        """Return what stands in the fields."""
        values = {}
        for key in self.result["data_schema"].schema:
            if not isinstance(key.default, vol.Undefined):
                values[str(key)] = key.default()
            elif key.description:
                values[str(key)] = key.description["suggested_value"]
        return values

    @property
    def description(self) -> str:
        """Return the words above the form."""
        text = TEXTS["config"]["step"][self.result["step_id"]]["description"]
        return self._fill(text)

    def label(self, field: str) -> str:
        """Return the words at a field."""
        step = TEXTS["config"]["step"][self.result["step_id"]]
        return f"{self._fill(step['data'][field])}. {step['data_description'][field]}"

    @property
    def complaint(self) -> str:
        """Return the words of the only error."""
        (key,) = self.errors.values()
        return self._fill(TEXTS["config"]["error"][key])

    def _fill(self, text: str) -> str:
        """Return the words with all placeholders filled in."""
        return whole(text.format(**self.result["description_placeholders"] or {}))

    def _look(self) -> None:
        """Check what a person would stumble over."""
        result = self.result
        if result["type"] is FlowResultType.ABORT:
            assert result["reason"] in TEXTS["config"]["abort"]
        if result["type"] is FlowResultType.MENU:
            assert self.description
            assert self.options
        if result["type"] is not FlowResultType.FORM:
            return
        step = TEXTS["config"]["step"][result["step_id"]]
        assert self.description
        for field in self.fields:
            assert self._fill(step["data"][field])
            assert self._fill(step["data_description"][field])
        for field, key in (self.errors or {}).items():
            assert field in (*self.fields, "base")
            assert self._fill(TEXTS["config"]["error"][key])
        assert not set(_SECRETS) & set(self.shown)
        visible = f"{self.shown} {result['description_placeholders']}"
        for secret in (PASSWORD, *filter(None, self._seen.values())):
            assert secret not in visible
        assert "eyJ" not in visible

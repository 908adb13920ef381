"""A repair as a person sees it, over Home Assistant's own interfaces."""

from http import HTTPStatus
from typing import Any, Self, override

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .forms import Forms
from .helpers import DOMAIN, PASSWORD, TEXTS, whole


def issues(hass: HomeAssistant, domain: str = DOMAIN) -> dict[str, ir.IssueEntry]:
    """Return the active issues by their translation keys."""
    found = [
        issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == domain and issue.active
    ]
    keys = {str(issue.translation_key): issue for issue in found}
    assert len(keys) == len(found), "the same issue twice"
    return keys


class Repair(Forms):
    """The dialog that solves an issue; all of its words have to be there."""

    def __init__(self, hass: HomeAssistant, client: Any, issue: ir.IssueEntry) -> None:
        """Solve this issue."""
        self._hass = hass
        self._client = client
        self._issue = issue
        self._texts = TEXTS["issues"][issue.translation_key]["fix_flow"]
        self.step: Any = None
        """What Home Assistant has sent last."""

    @classmethod
    async def begin(cls, hass: HomeAssistant, client: Any, key: str) -> Self:
        """Open the repair of the only issue with this key."""
        issue = issues(hass)[key]
        assert issue.is_fixable
        given = issue.translation_placeholders or {}
        whole(TEXTS["issues"][key]["title"].format(**given), given)
        repair = cls(hass, client, issue)
        await repair._post("", {"handler": DOMAIN, "issue_id": issue.issue_id})
        return repair

    @override
    async def enter(self, **fields: Any) -> Any:
        await self._post(f"/{self.step['flow_id']}", fields)
        return self.step

    @property
    def fields(self) -> list[str]:
        """Return the names of the fields."""
        return [field["name"] for field in self.step["data_schema"]]

    @property
    def shown(self) -> dict[str, Any]:
        """Return what stands in the fields."""
        shown: dict[str, Any] = {}
        for field in self.step["data_schema"]:
            suggested = (field.get("description") or {}).get("suggested_value")
            if (value := field.get("default", suggested)) is not None:
                shown[field["name"]] = value
        return shown

    @property
    def errors(self) -> dict[str, str]:
        """Return the words of each error, by field."""
        return {
            field: self._fill(self._texts["error"][key])
            for field, key in self.step["errors"].items()
        }

    @property
    def description(self) -> str:
        """Return the words above the form."""
        return self._fill(self._texts["step"][self.step["step_id"]]["description"])

    def _fill(self, text: str) -> str:
        """Return words with their gaps filled, as the frontend does it."""
        given = dict(self._issue.translation_placeholders or {})
        given |= self.step["description_placeholders"] or {}
        return whole(text.format(**given), given)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        """Send something and look whether all words are there."""
        reply = await self._client.post(f"/api/repairs/issues/fix{path}", json=body)
        text = await reply.text()
        assert reply.status == HTTPStatus.OK, text
        for secret in (PASSWORD, *filter(None, (body.get("token"), body.get("code")))):
            assert secret not in text
        assert "eyJ" not in text
        self.step = await reply.json()
        await self._hass.async_block_till_done()
        if self.step["type"] == "create_entry":
            return
        if self.step["type"] == "abort":
            assert self._texts["abort"][self.step["reason"]]
            return
        step = self._texts["step"][self.step["step_id"]]
        assert self._fill(step["title"])
        assert self.description
        if self.step["type"] == "menu":
            for option in self.step["menu_options"]:
                assert self._fill(step["menu_options"][option])
            return
        for field in self.fields:
            assert self._fill(step["data"][field])
            assert self._fill(step["data_description"][field])
        assert set(self.step["errors"] or {}) <= {*self.fields, "base"}

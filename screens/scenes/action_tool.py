"""The tool that calls actions: Settings > Tools > Actions."""

import re

from playwright.async_api import Locator, expect

from demo.home import DOMAIN

from ..browser import Screen
from .texts import endpoint_label, words


class ActionTool:
    """One of our actions, being filled in and performed."""

    def __init__(self, screen: Screen, action: str) -> None:
        """Take the action's name without the domain."""
        self._screen = screen
        self._page = screen.page
        self._action = action

    @property
    def form(self) -> Locator:
        """The card in which the action is filled in."""
        return self._page.locator("ha-card:has(ha-service-picker)")

    @property
    def response(self) -> Locator:
        """The card with the reply."""
        return self._page.locator("ha-card:has(h1:text('Response'))")

    @property
    def whole(self) -> Locator:
        """Both cards."""
        return self._page.locator("tools-action")

    async def choose(self) -> None:
        """Open the tool and choose the action."""
        await self._screen.open("/config/tools/action")
        await self.pick()

    async def pick(self) -> None:
        """Choose the action in the tool that is open."""
        await self._screen.select("Action")
        await self.search_action()

    async def search_action(self) -> None:
        """Search the action in the pull-down that is open."""
        await self._search(f"{DOMAIN}.", f"{DOMAIN}.{self._action}")
        await self._screen.see(words(f"services.{self._action}.description"))

    async def _search(self, text: str, found: str) -> None:
        """Search in the open pull-down and select what is found."""
        box = self._page.get_by_placeholder("Search")
        await box.fill(text)
        await self._screen.select(found)
        # While it closes, the form still takes over what was selected.
        await expect(box).to_have_count(0)

    def row(self, field: str) -> Locator:
        """Return the row of a field, which may be in a closed section."""
        name = words(f"services.{self._action}.fields.{field}.name")
        return self._page.locator("ha-settings-row").filter(
            has=self._page.get_by_text(name, exact=True)
        )

    async def starts_with(self, gateway: str) -> None:
        """Wait until a gateway is chosen, as the only one is by itself."""
        await expect(self.row("config_entry_id")).to_contain_text(gateway)

    async def choose_endpoint(self, endpoint: str) -> None:
        """Choose an endpoint of the list, in which several can be chosen."""
        label = endpoint_label(endpoint)
        await self.row("endpoint").locator("ha-picker-field").click()
        box = self._page.get_by_placeholder("Search")
        await box.fill(endpoint)
        # Behind it may stand whether the gateway has answered.
        await self._page.get_by_text(
            re.compile(f"^{re.escape(label)}( ·|$)")
        ).first.click()
        await expect(box).to_have_count(0)
        await expect(self.row("endpoint")).to_contain_text(label)

    async def enter_endpoint(self, endpoint: str) -> None:
        """Enter an own path, and press Enter, which must leave it as it is."""
        row = self.row("endpoint")
        way = words("selector.endpoint.choices.own")
        await row.get_by_role("button", name=way).click()
        add = row.get_by_role("button", name="Add")
        if await add.count():
            await add.click()
        field = row.get_by_role("textbox")
        await field.click()
        await field.fill(endpoint)
        await self._page.keyboard.press("Enter")
        await expect(row.get_by_role("textbox").first).to_have_value(endpoint)

    async def open_section(self, section: str) -> None:
        """Open a section that is closed at first."""
        await self._screen.press(
            words(f"services.{self._action}.sections.{section}.name")
        )

    async def _tick(self, row: Locator) -> None:
        """Tick the box of a field that is optional, if it is not ticked yet."""
        tick = row.locator("ha-checkbox")
        if await tick.count() and not await tick.get_by_role("checkbox").is_checked():
            await tick.click()

    async def turn_on(self, field: str) -> None:
        """Turn on the switch of a field."""
        row = self.row(field)
        await self._tick(row)
        await row.locator("ha-switch").click()
        await expect(row.get_by_role("switch")).to_be_checked()

    async def turn_off(self, field: str) -> None:
        """Turn off the switch of a field that is on."""
        row = self.row(field)
        await self._tick(row)
        if await row.get_by_role("switch").is_checked():
            await row.locator("ha-switch").click()
        await expect(row.get_by_role("switch")).not_to_be_checked()

    async def fill(self, field: str, value: str) -> None:
        """Fill in the text of a field."""
        row = self.row(field)
        await self._tick(row)
        await row.get_by_role("textbox").click()
        await row.get_by_role("textbox").fill(value)
        await expect(row.get_by_role("textbox")).to_have_value(value)

    async def choose_option(self, field: str, option: str) -> None:
        """Choose one of a few values."""
        row = self.row(field)
        await row.locator("ha-select").click()
        await row.get_by_role("menuitem", name=option).click()
        await expect(row.locator("ha-select")).to_have_js_property("value", option)

    async def write_yaml(self, field: str, text: str) -> None:
        """Enter YAML into the editor of a field, in place of what is there."""
        editor = self.row(field).locator(".cm-content")
        await editor.click()
        await self._page.keyboard.press("ControlOrMeta+a")
        await self._page.keyboard.insert_text(text)
        await expect(editor).to_contain_text(text.splitlines()[-1])

    async def perform(self) -> None:
        """Perform the action."""
        await self._screen.press("Perform action")

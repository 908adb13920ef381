"""The tool that calls actions: Settings > Tools > Actions."""

from playwright.async_api import Locator, expect

from demo.configuration import DOMAIN

from .screen import Screen
from .words import endpoint_label, words


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
        await self._screen.select("Action")
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

    async def choose_gateway(self, title: str) -> None:
        """Choose a gateway by its title."""
        picker = self.row("config_entry_id").locator("ha-config-entry-picker")
        await picker.click()
        await self._search(title, title)
        await expect(picker).to_contain_text(title)

    async def choose_endpoint(self, endpoint: str) -> None:
        """Choose an endpoint that the pull-down offers."""
        label = endpoint_label(self._action, endpoint)
        await self._open_endpoints()
        await self._search(label, label)
        await expect(self.row("endpoint")).to_contain_text(label)

    async def enter_endpoint(self, endpoint: str) -> None:
        """Enter an endpoint that the pull-down does not offer."""
        await self._open_endpoints()
        await self._search(endpoint, "Add custom item")
        await expect(self.row("endpoint")).to_contain_text(endpoint)

    async def _open_endpoints(self) -> None:
        """Open the pull-down of endpoints."""
        await self.row("endpoint").locator("ha-picker-field").click()

    async def open_section(self, section: str) -> None:
        """Open a section that is closed at first."""
        await self._screen.press(
            words(f"services.{self._action}.sections.{section}.name")
        )

    async def turn_on(self, field: str) -> None:
        """Turn on the switch of a field, and before it the field if need be."""
        row = self.row(field)
        tick = row.locator("ha-checkbox")
        if await tick.count() and not await tick.get_by_role("checkbox").is_checked():
            await tick.click()
        await row.locator("ha-switch").click()
        await expect(row.get_by_role("switch")).to_be_checked()

    async def write_yaml(self, field: str, text: str) -> None:
        """Enter YAML into the editor of a field."""
        editor = self.row(field).locator(".cm-content")
        await editor.click()
        await self._page.keyboard.insert_text(text)
        await expect(editor).to_contain_text(text.splitlines()[-1])

    async def perform(self) -> None:
        """Perform the action."""
        await self._screen.press("Perform action")

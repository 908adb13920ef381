"""Where the tasks are done whose clicks are counted."""

from dataclasses import dataclass

from playwright.async_api import Locator, expect

from demo.home import DOMAIN

from ..browser import Screen
from ..scenes import GENERATOR, REPLICA, ActionTool, Stage
from .reading import count_writes, said

_FORGET = """() => {
  for (const name of Object.keys(localStorage)) {
    if (name !== "hassTokens") localStorage.removeItem(name);
  }
}"""


@dataclass
class Desk:
    """Where the tasks are done."""

    screen: Screen
    stage: Stage
    entry_id: str
    clicks: int = 0

    @property
    def page(self) -> Locator:
        """The Explorer."""
        return self.screen.page.locator("enphase-envoy-explorer")

    async def start(self) -> None:
        """Begin where Home Assistant begins."""
        self.stage.gateway.set_firmware(REPLICA)
        self.stage.gateway.journal.clear()
        await self.screen.open("/")
        # The tool keeps what was filled in last; a new user finds it empty.
        await self.screen.page.evaluate(_FORGET)
        await self.screen.open("/")
        await expect(self._sidebar.get_by_text("Settings")).to_be_visible()
        self.clicks = 0

    @property
    def _sidebar(self) -> Locator:
        """What is at the left of each page."""
        return self.screen.page.locator("ha-sidebar")

    async def explorer(self, tab: str = "") -> None:
        """Go to the Explorer, and to one of its tabs."""
        await self._sidebar.get_by_text(said("title")).click()
        await self.screen.see(said("tab_read"), within=self.page)
        if tab:
            await self.page.get_by_role("tab", name=said(tab)).click()

    async def endpoint(self, endpoint: str, *, topic: str = "") -> None:
        """Choose an endpoint of the list, in a topic that is to be opened."""
        if topic:
            await self.page.locator("summary", has_text=said(topic)).click()
        found = self.page.get_by_role("button").filter(
            has=self.screen.page.get_by_text(endpoint, exact=True)
        )
        await found.first.click()

    async def press(self, key: str) -> None:
        """Select a button of the Explorer."""
        name = said(key)
        await self.page.get_by_role("button", name=name, exact=True).first.click()

    async def read(self, endpoint: str) -> None:
        """Read an endpoint that is in the topic which is open at first."""
        await self.explorer()
        await self.endpoint(endpoint)
        await self.press("read")

    async def written(self) -> None:
        """Let somebody have written, which is no part of the task."""
        about = {"config_entry_id": self.entry_id, "endpoint": GENERATOR}
        await self.stage.api.call_action(DOMAIN, "read_data", about)
        await self.stage.write(self.entry_id, {"gen_cmd": "off"})
        self.stage.gateway.journal.clear()

    async def enter(self, field: Locator, text: str) -> None:
        """Click into a field and type."""
        await field.click()
        await field.fill(text)

    async def send(self) -> None:
        """Send what the preview shows."""
        await self.page.get_by_role("switch", name=said("test_mode")).click()
        await self.press("send_once")
        # A write that another part of the page doesn't follow is looked for to the end.
        outcome = self.page.get_by_role("status", name=said("outcome"))
        await expect(outcome).to_be_visible(timeout=30_000)
        count_writes(self.stage, 1)

    async def tool(self, action: str) -> ActionTool:
        """Go to an action in the tools."""
        await self._sidebar.get_by_text("Settings", exact=True).click()
        await self.screen.page.get_by_text("Tools", exact=True).first.click()
        await self.screen.page.get_by_text("Actions", exact=True).first.click()
        tool = ActionTool(self.screen, action)
        await tool.pick()
        return tool

    async def tool_sends(self, tool: ActionTool, *, in_section: bool) -> None:
        """Perform in test mode, see what would change, and then without it."""
        await tool.turn_on("risk_acknowledged")
        if in_section:
            await tool.open_section("proof")
        await tool.turn_on("compare")
        await tool.perform()
        await expect(tool.response).to_be_visible()
        await tool.turn_off("test_mode")
        await tool.perform()
        for _ in range(100):
            if self.stage.gateway.journal.writes:
                break
            await self.screen.page.wait_for_timeout(100)
        count_writes(self.stage, 1)

"""How many clicks a task takes, with the Explorer and without."""

from dataclasses import dataclass, replace
import re

from playwright.async_api import Locator, expect

from demo.home import DOMAIN
from demo.walk import UnexpectedError

from ..browser import ROOT, Screen
from .action_tool import ActionTool
from .explorer_scenes import BROAD, INVERTERS, count_writes, said
from .stage import GENERATOR, REPLICA, Stage

PAGE = ROOT / "docs" / "explorer.md"
# A row of the table there: the task, its clicks in the tools, those in the Explorer.
ROW = re.compile(r"^\| ([^|]+) \| (\d+) \| (\d+) \|$", re.MULTILINE)

PRODUCTION = "/api/v1/production"
PHASES = "/production.json?details=1"
TARIFF = "/admin/lib/tariff"
RESERVE = "tariff.storage_settings.reserved_soc"
UNLISTED = "/ivp/ss/pel_setting"

# Counts where a person presses: keys are no clicks, nor is what the page does itself.
_COUNT = """() => addEventListener("pointerdown", () => window.pressed(), true)"""

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


class Tasks:
    """Each task with the Explorer, and as `*_by_tool` in Tools > Actions."""

    @staticmethod
    async def production(desk: Desk) -> None:
        """Find today's production per phase."""
        await desk.explorer()
        search = desk.page.get_by_role("searchbox")
        await desk.enter(search, PHASES)
        await search.press("Enter")
        await desk.press("read")
        reply = desk.page.locator("#whole")
        await desk.screen.see("lines", within=reply)
        await desk.screen.see("whToday", within=reply)

    @staticmethod
    async def production_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("read_data")
        await tool.enter_endpoint(PHASES)
        await tool.perform()
        await desk.screen.see("whLifetime:", within=tool.response)

    @staticmethod
    async def sensor(desk: Desk) -> None:
        """Make a sensor of it."""
        await Tasks.production(desk)
        value = desk.page.get_by_role("button", name=re.compile("^whToday: "))
        await value.first.click()
        await desk.press("copy_sensor")
        sensor = desk.page.get_by_role("textbox", name=said("copy_sensor"))
        await expect(sensor).to_have_value(re.compile(r'select: ".*whToday"'))
        await desk.screen.see(said("copied"), within=desk.page)

    @staticmethod
    async def sensor_by_tool(desk: Desk) -> None:
        """Do it as far as that goes: the template is still to be written."""
        await Tasks.production_by_tool(desk)
        tool = ActionTool(desk.screen, "read_data")
        await tool.open_section("part")
        await tool.fill("select", "production[1].whToday")
        await tool.perform()
        await expect(tool.response).not_to_contain_text("activeCount")
        await desk.screen.page.get_by_text("YAML mode").click()
        await desk.screen.page.locator(".cm-content").first.click()

    @staticmethod
    async def offers(desk: Desk) -> None:
        """Find out what this gateway offers."""
        await desk.explorer()
        await desk.press("probe")
        await desk.screen.see(said("answers_here"), within=desk.page)
        await desk.page.get_by_label(said("only_answers")).click()

    @staticmethod
    async def offers_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("list_endpoints")
        await tool.turn_on("probe")
        await tool.perform()
        await expect(tool.response).to_be_visible()

    @staticmethod
    async def reserve(desk: Desk) -> None:
        """Change the reserve of the batteries, after a preview."""
        await desk.explorer("tab_write")
        await desk.endpoint(TARIFF, topic="topic_storage")
        await desk.press("from_current")
        fields = desk.page.locator("enphase-explorer-fields")
        await expect(fields.get_by_label("tariff.single_rate.rate")).to_be_visible()
        await desk.enter(fields.get_by_label(RESERVE), "45")
        await desk.press("preview")
        await desk.screen.see(said("kind_changed"), within=desk.page)
        await desk.send()

    @staticmethod
    async def reserve_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("send_data")
        await tool.enter_endpoint(TARIFF)
        await tool.write_yaml("data", "tariff: {storage_settings: {reserved_soc: 45}}")
        await tool.open_section("way")
        await tool.turn_on("merge")
        await desk.tool_sends(tool, in_section=True)

    @staticmethod
    async def record(desk: Desk) -> None:
        """See who wrote what."""
        await desk.written()
        await desk.explorer("tab_record")
        await desk.screen.see(GENERATOR, within=desk.page)

    @staticmethod
    async def record_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        await desk.written()
        tool = await desk.tool("list_writes")
        await tool.perform()
        await desk.screen.see("writes:", within=tool.response)

    @staticmethod
    async def put_back(desk: Desk) -> None:
        """Put it back, after a preview."""
        await Tasks.record(desk)
        await desk.press("put_back")
        await desk.screen.see(said("put_back_preview"), within=desk.page)
        await desk.press("put_back_now")
        await desk.screen.see(said("put_back_done"), within=desk.page)

    @staticmethod
    async def put_back_by_tool(desk: Desk) -> None:
        """Do it without the Explorer, by the endpoint, which saves copying an id."""
        await desk.written()
        tool = await desk.tool("restore_data")
        await tool.fill("endpoint", GENERATOR)
        await desk.tool_sends(tool, in_section=False)

    @staticmethod
    async def own_language(desk: Desk) -> None:
        """Find the inverters with a word of another language, and read them."""
        await desk.explorer()
        await desk.enter(desk.page.get_by_role("searchbox"), "wechselrichter")
        await desk.endpoint(INVERTERS)
        await desk.press("read")
        await desk.screen.see(
            "lastReportWatts", within=desk.page.locator("enphase-explorer-table")
        )

    @staticmethod
    async def own_language_by_tool(desk: Desk) -> None:
        """Do it without the Explorer, in two calls."""
        tool = await desk.tool("list_endpoints")
        await tool.fill("search", "wechselrichter")
        await tool.perform()
        await desk.screen.see(INVERTERS, within=tool.response)
        tool = ActionTool(desk.screen, "read_data")
        await tool.form.locator("ha-service-picker").click()
        await tool.search_action()
        await tool.choose_endpoint(INVERTERS)
        await tool.perform()
        await desk.screen.see("lastReportWatts:", within=tool.response)

    @staticmethod
    async def all_inverters(desk: Desk) -> None:
        """Take the power of each inverter out of the reply."""
        await desk.explorer()
        await desk.endpoint(INVERTERS, topic="topic_inverters")
        await desk.press("read")
        row = desk.page.locator("enphase-explorer-table tbody tr").first
        await row.get_by_role("button").nth(3).click()
        await desk.press("select_all")
        await expect(desk.page.locator("#selected")).to_be_visible()

    @staticmethod
    async def all_inverters_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("read_data")
        await tool.choose_endpoint(INVERTERS)
        await tool.perform()
        await desk.screen.see("lastReportWatts:", within=tool.response)
        await tool.open_section("part")
        await tool.fill("select", "[].lastReportWatts")
        await tool.perform()
        await expect(tool.response).not_to_contain_text("serialNumber")

    @staticmethod
    async def watch(desk: Desk) -> None:
        """Watch how the production moves: four reads."""
        await desk.explorer()
        await desk.endpoint(PRODUCTION)
        await desk.page.get_by_label(said("refresh_every")).click()
        plots = desk.page.locator("enphase-explorer-plots")
        told = said("plot_about", low="|", high="|", count="1").rpartition("|")[2]
        await expect(plots).to_contain_text(told)

    @staticmethod
    async def watch_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("read_data")
        await tool.choose_endpoint(PRODUCTION)
        await tool.perform()
        for _ in range(3):
            await tool.perform()

    @staticmethod
    async def unlisted(desk: Desk) -> None:
        """Read a path that is in no list."""
        await desk.explorer()
        search = desk.page.get_by_role("searchbox")
        await desk.enter(search, UNLISTED)
        await search.press("Enter")
        await desk.press("read")
        await expect(desk.page.get_by_role("alert")).to_contain_text(UNLISTED)

    @staticmethod
    async def unlisted_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("read_data")
        await tool.enter_endpoint(UNLISTED)
        await tool.perform()
        await desk.screen.see("404", within=tool.form)

    @staticmethod
    async def for_a_while(desk: Desk) -> None:
        """Change the generator for half an hour, after a preview."""
        await desk.explorer("tab_write")
        await desk.endpoint(GENERATOR, topic="topic_generator")
        mode = desk.page.get_by_label("gen_cmd")
        await mode.select_option("off")
        # A list of the browser itself, in which a person clicks twice.
        desk.clicks += 2
        await desk.enter(desk.page.get_by_label(said("restore_after")), "30")
        await desk.press("preview")
        await desk.screen.see(said("kind_changed"), within=desk.page)
        await desk.send()

    @staticmethod
    async def for_a_while_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("send_data")
        await tool.enter_endpoint(GENERATOR)
        await tool.choose_option("method", "POST")
        await tool.write_yaml("data", "gen_cmd: 'off'")
        await tool.open_section("way")
        row = tool.row("restore_after")
        await row.locator("ha-checkbox").click()
        minutes = row.get_by_role("spinbutton").nth(2)
        await desk.enter(minutes, "30")
        await desk.tool_sends(tool, in_section=True)

    @staticmethod
    async def meaning(desk: Desk) -> None:
        """Read what the numbers of a reply mean."""
        await desk.read(PRODUCTION)
        told = said("notes", count="|").split("|")[0]
        await desk.page.locator("summary", has_text=told).click()

    @staticmethod
    async def meaning_by_tool(desk: Desk) -> None:
        """Do it without the Explorer."""
        tool = await desk.tool("read_data")
        await tool.choose_endpoint(PRODUCTION)
        await tool.open_section("part")
        await tool.turn_on("metadata")
        await tool.perform()
        await desk.screen.see("meaning:", within=tool.response)


TASKS = {
    "Find today's production per phase": "production",
    "Make a sensor of it": "sensor",
    "Find out what this gateway offers": "offers",
    "Find the inverters with a German word, and read them": "own_language",
    "Take the power of each inverter out of the reply": "all_inverters",
    "Watch how the production moves, with four reads": "watch",
    "Read what the numbers mean": "meaning",
    "Read a path that is in no list": "unlisted",
    "Change the reserve after a preview": "reserve",
    "Change the generator for half an hour, after a preview": "for_a_while",
    "See who wrote what": "record",
    "Put it back after a preview": "put_back",
}


async def explorer_clicks(screen: Screen, stage: Stage) -> None:
    """Do twelve tasks with the Explorer, and each again in the tools, and count."""
    screen.look = replace(screen.look, width=BROAD)
    await screen.page.set_viewport_size({"width": BROAD, "height": screen.look.height})
    desk = Desk(screen, stage, await stage.add_gateway())

    def pressed() -> None:
        desk.clicks += 1

    await screen.page.expose_function("pressed", pressed)
    await screen.page.add_init_script(f"({_COUNT})()")
    found = []
    for task, name in TASKS.items():
        counts = []
        for way in (f"{name}_by_tool", name):
            await desk.start()
            await getattr(Tasks, way)(desk)
            counts.append(desk.clicks)
        found.append(f"| {task} | {counts[0]} | {counts[1]} |")
        if counts[1] * 2 > counts[0]:
            raise UnexpectedError(f"More than half: {found[-1]}")
    told = ROW.findall(PAGE.read_text(encoding="utf-8"))
    rows = [f"| {task} | {tools} | {explorer} |" for task, tools, explorer in told]
    if rows != found:
        raise UnexpectedError("The clicks are now: " + " ".join(found))

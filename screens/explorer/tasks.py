"""Tasks of a new user, with the Explorer and without."""

import re

from playwright.async_api import expect

from ..scenes import GENERATOR, ActionTool
from .desk import Desk
from .reading import INVERTERS, said

PRODUCTION = "/api/v1/production"
PHASES = "/production.json?details=1"
TARIFF = "/admin/lib/tariff"
RESERVE = "tariff.storage_settings.reserved_soc"
UNLISTED = "/ivp/ss/pel_setting"


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
        value = desk.page.get_by_role("treeitem", name=re.compile("^whToday: "))
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

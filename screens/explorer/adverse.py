"""Scenes of the Explorer for days on which not all goes well, and for keys alone."""

from contextlib import suppress
import json
import re

from playwright.async_api import Locator, expect

from demo.home import INTEGRATION
from demo.walk import UnexpectedError
from gateway_simulator import faults

from ..browser import PHONE, Screen
from ..scenes import GENERATOR, Stage
from .reading import ADDRESS, INVERTERS, count_writes, opened_at, said

TARIFF = "/admin/lib/tariff"
POWER = "/ivp/mod/603980032/mode/power"

# The elements at which Tab stops, below one that may have a shadow root.
_STOPS = """(root) => {
  const buttons = [...root.shadowRoot.querySelectorAll("button")];
  return buttons.filter((one) => one.tabIndex >= 0).length;
}"""
# What has the focus, through all shadow roots.
_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.textContent.replace(/\\s+/g, " ").trim() ?? "";
}"""
# Ends the connection of the page, as a network does that is gone for a moment.
_CUT = (
    """() => document.querySelector("home-assistant").hass.connection.socket.close()"""
)


async def explorer_reserve(screen: Screen, stage: Stage) -> None:
    """Change the reserve from the current value; what the gateway makes stays out."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={TARIFF}")
    await screen.press(said("from_current"), within=page)
    fields = page.locator("enphase-explorer-fields")
    await expect(fields.get_by_label("tariff.currency.code")).to_be_visible()
    await expect(fields).not_to_contain_text("schedule.")
    await screen.see(said("own_about", names="schedule"), within=page)
    await fields.get_by_label("tariff.storage_settings.reserved_soc").fill("35.0")
    after = page.get_by_label(said("restore_after"))
    for _ in range(2):
        # What is too much is too much the second time, too.
        await after.fill("99999")
        await after.blur()
        await expect(after).to_have_value("10080")
    await after.fill("0")
    await page.get_by_role("button", name=said("preview"), exact=True).click()
    rows = page.locator("#preview").get_by_role("listitem")
    await expect(rows).to_have_count(1)
    await expect(page.locator("#preview")).to_be_in_viewport()
    await screen.see(said("before"), within=page.locator("#preview"))
    await screen.looks_right(page)
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    await screen.press(said("send_once"), within=page)
    outcome = page.get_by_role("status", name=said("outcome"))
    await screen.see(said("verified", after="|").split("|")[0], within=outcome)
    await expect(outcome).to_be_in_viewport()
    await screen.looks_right(page)
    (write,) = stage.gateway.journal.writes
    if list(json.loads(write.body)) != ["tariff"]:
        raise UnexpectedError("More was sent than the tariff")
    # Where a write has another form than the page, what is there is no beginning.
    page = await opened_at(screen, f"tab=write&endpoint={POWER}")
    await screen.see(said("not_as_shown"), within=page)
    current = page.get_by_role("button", name=said("from_current"))
    await expect(current).to_be_disabled()


async def explorer_unshown(screen: Screen, stage: Stage) -> None:
    """See what a gateway shows instead of what it was sent."""
    await stage.add_gateway()
    stage.gateway.faults.add(GENERATOR, faults.Fixed(200, body=b"{}"), method="POST")
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    fields = page.locator("enphase-explorer-fields")
    await fields.get_by_label("gen_cmd").select_option("off")
    await page.get_by_role("button", name=said("preview"), exact=True).click()
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    await screen.press(said("send_once"), within=page)
    outcome = page.get_by_role("status", name=said("outcome"))
    told = said("not_verified", after="|").split("|")
    words = re.compile(f"{re.escape(told[0])}.+{re.escape(told[1])}")
    await expect(outcome.get_by_text(words)).to_be_visible(timeout=60_000)
    await screen.see(said("found"), within=outcome)
    shown = outcome.get_by_role("listitem")
    await expect(shown).to_contain_text(f'{said("wanted")}: "off"')
    await expect(shown).to_contain_text(f'{said("found")}: "on"')
    await screen.looks_right(page)


async def explorer_lost(screen: Screen, stage: Stage) -> None:
    """Lose the connection during a write, and Home Assistant after it."""
    entry_id = await stage.add_gateway()
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    fields = page.locator("enphase-explorer-fields")
    await fields.get_by_label("gen_cmd").select_option("off")
    await page.get_by_role("button", name=said("preview"), exact=True).click()
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    stage.gateway.faults.add(GENERATOR, faults.Delay(3), method="POST")
    await screen.press(said("send_once"), within=page)
    await screen.see(said("sending"), within=page)
    await screen.page.evaluate(_CUT)
    # It is on its way, so nobody may call it a failure.
    await expect(page.get_by_role("alert")).to_have_text(said("write_lost"))
    send = page.get_by_role("button", name=said("send_once"))
    await expect(send).to_be_disabled()
    await page.get_by_role("tab", name=said("tab_record")).click()
    verified = page.get_by_text(said("is_verified"), exact=True)
    for _ in range(30):
        if await verified.count():
            break
        await screen.page.wait_for_timeout(1000)
        await screen.press(said("look_again"), within=page)
    await expect(verified).to_be_visible()
    count_writes(stage, 1)
    stage.gateway.faults.clear()
    # What is told of the gateway comes over the new connection.
    for on in (True, False):
        await stage.rehearse(entry_id, on=on)
        await expect(page.get_by_text(said("rehearsing"))).to_have_count(int(on))
    await stage.home.restart()
    await page.get_by_role("tab", name=said("tab_read")).click()
    read = page.get_by_role("button", name=said("read"), exact=True)
    await expect(read).to_be_enabled(timeout=90_000)
    reply = page.locator("#whole").get_by_text("gen_cmd").first
    # Until the page is connected again it says so, and a person tries again.
    for _ in range(30):
        await read.click()
        with suppress(AssertionError):
            await expect(reply).to_be_visible(timeout=2000)
            break
        await screen.see(said("connection_lost"), within=page)
    await expect(reply).to_be_visible()


async def explorer_keys(screen: Screen, stage: Stage) -> None:
    """Go through a table and a tree with the arrow keys; Tab passes each in a step."""
    await stage.add_gateway()
    page = await opened_at(screen)
    keys = screen.page.keyboard
    await page.get_by_role("tab", name=said("tab_read")).focus()
    for tab in ("write", "record", "read", "record", "read"):
        key = (
            "ArrowLeft"
            if tab == "record" and await _is_at(page, "read")
            else "ArrowRight"
        )
        await keys.press(key)
        await expect(page.get_by_role("tab", name=said(f"tab_{tab}"))).to_be_focused()
    await page.get_by_role("searchbox").fill(INVERTERS)
    await page.get_by_role("button", name=INVERTERS).click()
    if screen.look.width == PHONE.width:
        # What was chosen from is gone, and the way back to it is at hand.
        back = page.get_by_role("button", name=said("all_endpoints"))
        await expect(back).to_be_focused()
        await screen.page.go_back()
        await expect(page.get_by_role("searchbox")).to_be_visible()
        await screen.page.go_forward()
    await screen.press(said("read"), within=page.locator("enphase-explorer-reader"))
    table = page.locator("#whole enphase-explorer-table")
    await expect(table).to_be_visible()
    await _expect_one_stop(table)
    await table.get_by_role("button").first.focus()
    for key in ("ArrowDown", "ArrowDown", "End", "ArrowLeft", "Enter"):
        await keys.press(key)
    select = page.get_by_role("textbox", name="select")
    await expect(select).to_have_value("[1].lastReportWatts")
    await expect(select).to_be_in_viewport()
    await _expect_one_stop(table)
    await page.locator("#whole").get_by_role("button", name=said("as_tree")).click()
    tree = page.locator("#whole enphase-explorer-tree")
    await _expect_one_stop(tree)
    await tree.get_by_role("treeitem").first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown"):
        await keys.press(key)
    await _expect_focus(screen, "lastReportDate: ")
    await keys.press("ArrowLeft")
    await keys.press("Enter")
    await expect(select).to_have_value("[1]")
    await keys.press("ArrowLeft")
    await expect(tree.get_by_role("treeitem", name="lastReportDate")).to_have_count(0)
    await keys.press("End")
    await keys.press("Home")
    await _expect_focus(screen, said("list_of", count="62"))
    await _expect_one_stop(tree)
    await screen.looks_right(page)


async def explorer_languages(screen: Screen, stage: Stage) -> None:
    """See the page in each of the other languages, whose words are longer."""
    entry_id = await stage.add_gateway()
    await stage.read(GENERATOR)
    await stage.write(entry_id, {"gen_cmd": "off"})
    for language in ("de", "es", "fr", "nl"):
        file = INTEGRATION / "translations" / f"{language}.json"
        texts = json.loads(file.read_text(encoding="utf-8"))
        says = texts["config_panel"]["explorer"]
        await screen.open(ADDRESS)
        await screen.page.evaluate(
            "language => localStorage.setItem('selectedLanguage', language)",
            json.dumps(language),
        )
        page = screen.page.locator("enphase-envoy-explorer")
        for place, seen in (
            (f"endpoint={INVERTERS}", "read_cache"),
            (f"tab=write&endpoint={TARIFF}", "from_current"),
            ("tab=record", "put_back"),
        ):
            await screen.open("about:blank")
            await screen.open(f"{ADDRESS}#{place}")
            await screen.see(says[seen], within=page)
            await screen.looks_right(page)


async def _is_at(page: Locator, tab: str) -> bool:
    """Return whether a tab is the one that is open."""
    name = said(f"tab_{tab}")
    found = page.get_by_role("tab", name=name)
    return await found.get_attribute("aria-selected") == "true"


async def _expect_one_stop(part: Locator) -> None:
    """Raise UnexpectedError unless Tab passes a part of the page in one step."""
    if (stops := await part.evaluate(_STOPS)) != 1:
        raise UnexpectedError(f"Tab stops {stops} times")


async def _expect_focus(screen: Screen, text: str) -> None:
    """Raise UnexpectedError unless the focus is on something with a text."""
    if text not in (found := await screen.page.evaluate(_FOCUSED)):
        raise UnexpectedError(f"The focus is on {found}")


EXPLORER_ADVERSE = (
    explorer_reserve,
    explorer_unshown,
    explorer_lost,
    explorer_keys,
    explorer_languages,
)

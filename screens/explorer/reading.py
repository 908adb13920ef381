"""The scenes of the Explorer: read, probe, write, put back."""

from dataclasses import replace
import json
import re

from playwright.async_api import Locator, expect

from demo.walk import UnexpectedError
from gateway_simulator import faults

from ..browser import PHONE, Screen
from ..scenes import GENERATOR, Stage, words

ADDRESS = "/enphase-envoy-explorer"
INVERTERS = "/api/v1/production/inverters"
PRODUCTION = "/api/v1/production"
# What the gateway says from one read to the next.
WATTS = (14206, 14480, 13950, 14310, 14655)
# What a page in two columns needs, beside Home Assistant's sidebar.
BROAD = 1280

# What would run, load or end something, if a page took it for more than text.
HOSTILE = {
    "<img src=x onerror=window.taken=1>": "</pre><script>window.taken=2</script>",
    "${window.taken=3}": "javascript:window.taken=4",
    "__proto__": [{"<b>column</b>": "<svg onload=window.taken=5>"}],
    "constructor": '"\n- action: evil\u2028{{ states() }}',
    "length": "\u202eright to left\u0000",
}

# More than the elements of a page with a list of endpoints.
_MOST_STEPS = 400
# The text of what has the focus, through all shadow roots.
_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.tagName === "BUTTON" ? focused.textContent.trim() : "";
}"""

# Counts what must not be anywhere on the page, through all shadow roots.
_DRAWN = """(root) => {
  let count = 0;
  const visit = (node) => {
    if (["IMG", "SCRIPT", "IFRAME", "B"].includes(node.nodeName)) count += 1;
    for (const inner of [...(node.shadowRoot?.children ?? []), ...node.children]) {
      visit(inner);
    }
  };
  visit(root);
  return count;
}"""


def said(key: str, **facts: str) -> str:
    """Return a text of the page."""
    return words(f"config_panel.explorer.{key}", **facts)


async def opened_at(screen: Screen, place: str = "") -> Locator:
    """Open the Explorer at a place, and return it."""
    if screen.look.width > PHONE.width:
        screen.look = replace(screen.look, width=BROAD)
        size = {"width": BROAD, "height": screen.look.height}
        await screen.page.set_viewport_size(size)  # type: ignore[arg-type]
    await screen.open(f"{ADDRESS}#{place}")
    page = screen.page.locator("enphase-envoy-explorer")
    await screen.see(said("title"), within=page)
    return page


async def explorer_read(screen: Screen, stage: Stage) -> None:
    """Find an endpoint in German, read it, and make a sensor of a value."""
    await stage.add_gateway()
    page = await opened_at(screen)
    await screen.looks_right(page)
    await page.get_by_role("searchbox").fill("wechselrichter")
    await page.get_by_role("button", name=INVERTERS).click()
    await screen.press(said("read"), within=page.locator("enphase-explorer-reader"))
    table = page.locator("enphase-explorer-table")
    await table.get_by_role("button", name="lastReportWatts").click()
    await table.locator("tbody tr").first.get_by_role("button").nth(3).click()
    select = page.get_by_role("textbox", name="select")
    await screen.see(said("selected"), within=page)
    await screen.press(said("select_all"), within=page)
    await expect(select).to_have_value("[].lastReportWatts")
    await select.fill("max([].lastReportWatts)")
    await expect(page.locator("#selected")).to_contain_text("36")
    await screen.press(said("as_tree"), within=page)
    await screen.press(said("copy_sensor"), within=page)
    sensor = page.get_by_role("textbox", name=said("copy_sensor"))
    chosen = re.compile(r'select: "max\(\[\]\.lastReportWatts\)"')
    await expect(sensor).to_have_value(chosen)
    await screen.looks_right(page)


async def explorer_keyboard(screen: Screen, stage: Stage) -> None:
    """Read a page in XML without a mouse: from the gateway, then from the cache."""
    await stage.add_gateway()
    page = await opened_at(screen)
    await page.get_by_role("searchbox").focus()
    await screen.page.keyboard.type("/info")
    await screen.page.keyboard.press("Enter")
    reader = page.locator("enphase-explorer-reader")
    reply = page.get_by_role("tree", name=said("reply"))
    if screen.look.width == PHONE.width:
        # The list is gone, so the focus goes where the way back is.
        back = page.get_by_role("button", name=said("all_endpoints"))
        await expect(back).to_be_focused()
    await press_by_keyboard(screen, said("read"))
    await expect(reply).to_contain_text(stage.gateway.serial)
    # It is a tree of names and values, and no text with tags.
    await expect(reply.get_by_role("treeitem").first).to_be_visible()
    await expect(reply).not_to_contain_text("<sn>")
    facts = reader.get_by_role("status")
    for known in ("200", "kB", "ms"):
        await expect(facts).to_contain_text(known)
    stored = said("from_cache", age="|").split("|")[0]
    await expect(facts).not_to_contain_text(stored)
    await press_by_keyboard(screen, said("read_cache"))
    await expect(facts).to_contain_text(stored)
    await screen.looks_right(page)


async def press_by_keyboard(screen: Screen, name: str) -> None:
    """Go from one element to the next until the focus is on a button, and press it."""
    for _ in range(_MOST_STEPS):
        await screen.page.keyboard.press("Tab")
        if await screen.page.evaluate(_FOCUSED) == name:
            await screen.page.keyboard.press("Enter")
            return
    raise UnexpectedError(f"The keyboard does not reach {name}")


async def explorer_refresh(screen: Screen, stage: Stage) -> None:
    """See numbers move, until the page is hidden."""
    await stage.add_gateway()
    page = await opened_at(screen, f"endpoint={PRODUCTION}")
    await page.get_by_role("spinbutton").fill("2")
    await page.get_by_role("spinbutton").blur()
    await page.get_by_label(said("refresh_every")).check()
    plots = page.locator("enphase-explorer-plots")
    reading = stage.gateway.device.documents[PRODUCTION]
    for watts in WATTS:
        reading["wattsNow"] = watts
        reading["wattHoursToday"] += watts // 12
        await expect(plots.get_by_text(str(watts), exact=True)).to_be_visible()
    told = said("plot_about", low=str(min(WATTS)), high=str(max(WATTS)), count="|")
    await expect(plots).to_contain_text(told.split("|")[0])
    await expect(plots).to_contain_text("wattHoursToday")
    # What has not moved is not drawn any more.
    await expect(plots).not_to_contain_text("wattHoursLifetime")
    await screen.looks_right(page, "explorer_read")
    await screen.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await expect(page.get_by_label(said("refresh_every"))).not_to_be_checked()


async def explorer_probe(screen: Screen, stage: Stage) -> None:
    """Look what this gateway answers, stop, and list only that."""
    await stage.add_gateway()
    stage.gateway.faults.add(None, faults.Delay(0.1))
    page = await opened_at(screen)
    await screen.press(said("probe"), within=page)
    asked = said("probing", done="|", total="|", answered="|").split("|")[0]
    await expect(page.get_by_role("status")).to_have_text(
        re.compile(rf"{asked}[1-9]\d* ")
    )
    await screen.press(said("stop"), within=page)
    await expect(page.get_by_role("progressbar")).to_have_count(0)
    asked_for = len(stage.gateway.journal.requests)
    await screen.page.wait_for_timeout(2000)
    # The one that was under way, and no more.
    if len(stage.gateway.journal.requests) > asked_for + 1:
        later = [one.path for one in stage.gateway.journal.requests[asked_for:]]
        raise UnexpectedError(f"The probe goes on after its Stop: {later}")
    stage.gateway.faults.clear()
    await page.get_by_label(said("only_answers")).check()
    await screen.see(said("answers_here"), within=page)
    await screen.looks_right(page)


async def explorer_write(screen: Screen, stage: Stage) -> None:
    """Write after a preview, once; see the record; put it back after another one."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    await screen.press(said("as_text"), within=page)
    data = page.get_by_role("textbox", name=said("data"))
    preview = page.get_by_role("button", name=said("preview"), exact=True)
    send = page.get_by_role("button", name=said("send_once"))
    await data.fill('{\n  "gen_cmd": off\n}')
    await screen.see(said("not_json", line="2"), within=page)
    await expect(preview).to_be_disabled()
    await data.fill('{"gen_cmd": "off"}')
    await preview.click()
    await screen.see(said("kind_changed"), within=page)
    await expect(send).to_be_disabled()
    await screen.looks_right(page)
    writer = page.locator("enphase-explorer-writer")
    await screen.looks_right(writer, "explorer_write")
    await page.get_by_role("switch").uncheck()
    await expect(send).to_be_enabled()
    # A window that is turned loses nothing.
    size = screen.page.viewport_size
    for width in (600, 1400, size["width"] if size else BROAD):
        height = screen.look.height
        await screen.page.set_viewport_size({"width": width, "height": height})
        await expect(data).to_have_value('{"gen_cmd": "off"}')
    await expect(send).to_be_enabled()
    # Another text needs another preview.
    await data.fill('{"gen_cmd": "auto"}')
    await expect(send).to_have_count(0)
    count_writes(stage, 0)
    await preview.click()
    await page.get_by_role("switch").uncheck()
    await send.dblclick()
    await screen.see(said("sent"), within=page)
    await screen.looks_right(page)
    count_writes(stage, 1)
    await page.get_by_role("tab", name=said("tab_record")).click()
    await screen.see(said("is_verified"), within=page)
    await screen.press(said("put_back"), within=page)
    await screen.see(said("put_back_preview"), within=page)
    await screen.looks_right(page, "explorer_record")
    count_writes(stage, 1)
    await screen.press(said("put_back_now"), within=page)
    await screen.see(said("put_back_done"), within=page)
    count_writes(stage, 2)


def count_writes(stage: Stage, wanted: int) -> None:
    """Raise UnexpectedError unless the gateway got that many writes."""
    if (found := len(stage.gateway.journal.writes)) != wanted:
        raise UnexpectedError(f"{found} writes instead of {wanted}")


async def explorer_hostile(screen: Screen, stage: Stage) -> None:
    """Read what would take the page over, if it were more than text to it."""
    await stage.add_gateway()
    body = json.dumps(HOSTILE).encode()
    stage.gateway.faults.add("/home", faults.Fixed(200, body=body))
    page = await opened_at(screen, "endpoint=/home")
    await screen.press(said("read"), within=page.locator("enphase-explorer-reader"))
    for text in HOSTILE:
        await screen.see(text, within=page.locator("#whole"))
    await page.get_by_text('"</pre><script>').click()
    select = page.get_by_role("textbox", name="select")
    await expect(select).to_have_value('"<img src=x onerror=window.taken=1>"')
    await screen.see("</pre>", within=page.locator("#selected"))
    for kind in ("action", "sensor", "template", "raw"):
        await screen.press(said(f"copy_{kind}"), within=page)
    if await screen.page.evaluate("window.taken") is not None:
        raise UnexpectedError("Text of the gateway was run")
    if await page.evaluate(_DRAWN):
        raise UnexpectedError("Text of the gateway became a part of the page")


EXPLORER_SCENES = (
    explorer_read,
    explorer_keyboard,
    explorer_refresh,
    explorer_probe,
    explorer_write,
    explorer_hostile,
)

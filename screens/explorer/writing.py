"""More scenes of the Explorer: fields, drafts, and what is put back by itself."""

import json
import re

from playwright.async_api import Locator, expect

from demo.walk import UnexpectedError
from gateway_simulator import faults

from ..browser import Screen
from ..scenes import GENERATOR, Stage
from .reading import count_writes, opened_at, said

TARIFF = "/admin/lib/tariff"
LIVE = "/ivp/livedata/stream"


def _data(page: Locator) -> Locator:
    """Return the data of the write as text."""
    return page.get_by_role("textbox", name=said("data"))


def _preview(page: Locator) -> Locator:
    """Return the button that looks and sends nothing."""
    return page.get_by_role("button", name=said("preview"), exact=True)


async def _open_group(page: Locator, endpoint: str) -> Locator:
    """Return the button of an endpoint, after a search for it."""
    await page.get_by_role("searchbox").fill(endpoint)
    return page.get_by_role("button").filter(has_text=endpoint).first


def _expect_changed(before: str, after: str, *wanted: str) -> None:
    """Raise UnexpectedError unless a text has other lines in some places alone."""
    old, new = before.splitlines(), after.splitlines()
    same = len(old) == len(new)
    changed = [b.strip() for a, b in zip(old, new, strict=False) if a != b]
    if not same or sorted(changed) != sorted(wanted):
        raise UnexpectedError(f"Changed: {changed}")


async def explorer_fields(screen: Screen, stage: Stage) -> None:
    """Fill in fields, as text and back, with nothing lost; merge, and look strictly."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={TARIFF}")
    fields = page.locator("enphase-explorer-fields")
    mode = fields.get_by_label("tariff.storage_settings.mode")
    reserve = fields.get_by_label("tariff.storage_settings.reserved_soc")
    grid = fields.get_by_label("tariff.storage_settings.charge_from_grid")
    # As the example has it, with its digits.
    await expect(reserve).to_have_value("20.0")
    await screen.looks_right(page)
    await screen.press(said("from_current"), within=page)
    await expect(fields.get_by_label("tariff.currency.code")).to_be_visible()
    await screen.press(said("as_text"), within=page)
    before = await _data(page).input_value()
    await screen.press(said("as_fields"), within=page)
    await reserve.fill("3o")
    await screen.see(said("not_number"), within=page)
    await expect(_preview(page)).to_be_disabled()
    await screen.looks_right(page)
    await reserve.fill("35.50")
    await expect(_preview(page)).to_be_enabled()
    await mode.select_option("backup")
    await expect(mode).to_have_value("backup")
    await grid.check()
    await screen.press(said("as_text"), within=page)
    after = await _data(page).input_value()
    _expect_changed(
        before,
        after,
        '"mode": "backup",',
        '"reserved_soc": 35.50,',
        '"charge_from_grid": true,',
    )
    await screen.press(said("as_fields"), within=page)
    await expect(reserve).to_have_value("35.50")
    await expect(mode).to_have_value("backup")
    await expect(page.get_by_label(said("merge_add"))).to_be_disabled()
    await page.get_by_label(said("merge"), exact=True).check()
    await page.get_by_label(said("merge_add")).check()
    await _preview(page).click()
    await screen.see("tariff.storage_settings.reserved_soc", within=page)
    await screen.looks_right(page)
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    count_writes(stage, 0)
    await screen.press(said("send_once"), within=page)
    await screen.see(said("sent"), within=page)
    count_writes(stage, 1)
    (write,) = stage.gateway.journal.writes
    storage = json.loads(write.body)["tariff"]["storage_settings"]
    if (storage["mode"], storage["reserved_soc"]) != ("backup", 35.5):
        raise UnexpectedError("The gateway got something else")


async def explorer_strict(screen: Screen, stage: Stage) -> None:
    """See the error of a strict write that the gateway does not keep."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    stage.gateway.faults.add(GENERATOR, faults.Fixed(200, body=b"{}"), method="POST")
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    fields = page.locator("enphase-explorer-fields")
    await fields.get_by_label("gen_cmd").select_option("off")
    await page.get_by_label(said("verify")).select_option("strict")
    await _preview(page).click()
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    await screen.press(said("send_once"), within=page)
    await expect(page.get_by_role("alert").filter(has_text=GENERATOR)).to_be_visible()
    await expect(page.get_by_role("button", name=said("send_once"))).to_be_disabled()
    await screen.looks_right(page)
    count_writes(stage, 1)


async def explorer_drafts(screen: Screen, stage: Stage) -> None:
    """Come back to a draft, and to what became of it, at its own endpoint alone."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    await screen.press(said("as_text"), within=page)
    await _data(page).fill('{"gen_cmd": "off"}')
    await _preview(page).click()
    await screen.see(said("kind_changed"), within=page)
    for tab in ("tab_read", "tab_record", "tab_write"):
        await page.get_by_role("tab", name=said(tab)).click()
    await expect(_data(page)).to_have_value('{"gen_cmd": "off"}')
    # What was seen before is no preview any more.
    await expect(page.get_by_role("button", name=said("send_once"))).to_have_count(0)
    await _go_to(screen, page, LIVE)
    await expect(page.locator("enphase-explorer-fields")).to_contain_text("enable")
    await _go_to(screen, page, GENERATOR)
    await expect(_data(page)).to_have_value('{"gen_cmd": "off"}')
    await _preview(page).click()
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    stage.gateway.faults.add(GENERATOR, faults.Delay(3), method="POST")
    await screen.press(said("send_once"), within=page)
    await screen.see(said("sending"), within=page)
    # While it is under way, somebody goes on to another endpoint, and to another tab.
    await _go_to(screen, page, LIVE)
    await page.get_by_role("tab", name=said("tab_record")).click()
    await page.get_by_role("tab", name=said("tab_write")).click()
    for _ in range(50):
        if stage.gateway.journal.writes:
            break
        await screen.page.wait_for_timeout(200)
    await screen.page.wait_for_timeout(4000)
    await expect(page.get_by_text(said("sent"))).to_have_count(0)
    await _go_to(screen, page, GENERATOR)
    outcome = page.get_by_role("status", name=said("outcome"))
    await expect(outcome).to_contain_text(GENERATOR)
    await screen.see(said("sent"), within=outcome)
    await screen.looks_right(page)
    count_writes(stage, 1)
    (write,) = stage.gateway.journal.writes
    if write.path != GENERATOR:
        raise UnexpectedError(f"It went to {write.path}")


async def _go_to(screen: Screen, page: Locator, endpoint: str) -> None:
    """Choose another endpoint, on a phone from the list that is a step back."""
    back = page.get_by_role("button", name=said("all_endpoints"))
    if await back.is_visible():
        await back.click()
    await (await _open_group(page, endpoint)).click()
    await expect(page.locator("enphase-explorer-writer")).to_contain_text(endpoint)


async def explorer_pending(screen: Screen, stage: Stage) -> None:
    """Write for a while, see when it is put back, and put it back before."""
    await stage.add_gateway()
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    fields = page.locator("enphase-explorer-fields")
    await fields.get_by_label("gen_cmd").select_option("off")
    await page.get_by_label(said("restore_after")).fill("30")
    await _preview(page).click()
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    await screen.press(said("send_once"), within=page)
    await screen.see(said("sent"), within=page)
    await page.get_by_role("tab", name=said("tab_record")).click()
    pending = said("pending", at="|", endpoint=GENERATOR).split("|")
    told = re.compile(f"{re.escape(pending[0])}.+{re.escape(pending[1])}")
    await expect(page.get_by_text(told)).to_be_visible()
    await screen.looks_right(page)
    await screen.press(said("put_back"), within=page)
    await screen.see(said("put_back_preview"), within=page)
    count_writes(stage, 1)
    await screen.press(said("put_back_now"), within=page)
    await expect(page.get_by_text(told)).to_have_count(0)
    await screen.looks_right(page)
    count_writes(stage, 2)


async def explorer_rehearsal(screen: Screen, stage: Stage) -> None:
    """Rehearse a write, see that nothing was sent, and send it for real, once."""
    entry_id = await stage.add_gateway()
    await stage.rehearse(entry_id, on=True)
    stage.gateway.journal.clear()
    page = await opened_at(screen, f"tab=write&endpoint={GENERATOR}")
    await screen.see(said("rehearsing"), within=page)
    await (
        page.locator("enphase-explorer-fields")
        .get_by_label("gen_cmd")
        .select_option("off")
    )
    await _preview(page).click()
    await page.get_by_role("switch", name=said("test_mode")).uncheck()
    await screen.press(said("send_once"), within=page)
    await screen.see(said("rehearsed"), within=page)
    await screen.looks_right(page)
    await page.get_by_role("tab", name=said("tab_record")).click()
    real = page.get_by_role("button", name=said("send_real"))
    await expect(page.get_by_text(said("is_rehearsed"), exact=True)).to_be_visible()
    await expect(real).to_have_count(0)
    count_writes(stage, 0)
    await stage.rehearse(entry_id, on=False)
    await expect(page.get_by_text(said("rehearsing"))).to_have_count(0)
    await screen.press(said("look_again"), within=page)
    await real.click()
    await screen.see(said("would_change"), within=page)
    count_writes(stage, 0)
    await screen.looks_right(page)
    await page.get_by_role("button", name=said("send_once")).dblclick()
    await screen.see(said("sent_for_real"), within=page)
    await expect(real).to_have_count(0)
    await screen.looks_right(page)
    count_writes(stage, 1)


async def explorer_own_path(screen: Screen, stage: Stage) -> None:
    """Enter a path that is much like one of the list, and get that very path."""
    await stage.add_gateway()
    page = await opened_at(screen)
    await page.get_by_role("searchbox").fill("/ivp/ss/pel_setting")
    await page.get_by_role("searchbox").press("Enter")
    reader = page.locator("enphase-explorer-reader")
    heading = reader.get_by_role("heading", name="/ivp/ss/pel_setting")
    await expect(heading).to_be_visible()
    await screen.press(said("read"), within=reader)
    await expect(page.get_by_role("alert")).to_contain_text("/ivp/ss/pel_setting")
    await screen.looks_right(page)


EXPLORER_WRITES = (
    explorer_fields,
    explorer_strict,
    explorer_drafts,
    explorer_pending,
    explorer_rehearsal,
    explorer_own_path,
)

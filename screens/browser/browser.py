"""The browser: how it is started, and how wide it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Literal

from playwright.async_api import Browser, Page, StorageState, async_playwright

from demo.home import User

from .chromium import find_chromium

# Milliseconds for anything to appear: a busy single-board computer's worth.
PATIENCE = 30_000
# Pictures have twice the pixels of the screen, for sharp text.
SHARPNESS = 2

# The sandbox does not start for root, and these pages are our own. The rest keeps
# the browser from asking its maker's servers.
SWITCHES = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class NoBrowserError(Exception):
    """There is no browser on this machine."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a person looks at the screens."""

    name: str
    """Name of it, also at the end of a picture's file name."""

    width: int
    """Pixels, as style sheets count them."""

    height: int
    """Pixels."""

    colours: Literal["light", "dark"]
    """Theme that the device asks for."""


# Below 870 pixels Home Assistant hides its sidebar, which only takes room here.
WIDE = Look(name="wide", width=820, height=1000, colours="light")
# The narrowest that has to work.
PHONE = Look(name="phone", width=400, height=800, colours="dark")
# The other colours, for a page that has its own style sheet.
WIDE_DARK = replace(WIDE, name="wide_dark", colours="dark")
PHONE_LIGHT = replace(PHONE, name="phone_light", colours="light")


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    """Start the browser. Raises NoBrowserError."""
    chromium = find_chromium()
    if chromium is None:
        raise NoBrowserError(
            "There is no Chromium on this machine. scripts/install_browser installs "
            "Debian's; CHROMIUM names another one."
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=SWITCHES
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, url: str, look: Look, login: StorageState | None = None
) -> AsyncIterator[Page]:
    """Open a page in a fresh profile, with the login of an earlier one."""
    context = await browser.new_context(
        base_url=url,
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.colours,
        device_scale_factor=SHARPNESS,
        locale="en-GB",
        # Nothing slides or fades, so nothing has to be waited for.
        reduced_motion="reduce",
        storage_state=login,
    )
    context.set_default_timeout(PATIENCE)
    yield await context.new_page()
    await context.close()


async def log_in(browser: Browser, url: str, look: Look, user: User) -> StorageState:
    """Log in as a person does, and return what the browser remembers of it."""
    async with opened(browser, url, look) as page:
        await page.goto("/")
        await page.locator("input[name=username]").fill(user.name)
        await page.locator("input[name=password]").fill(user.password)
        await page.get_by_role("button", name="Log in").click()
        await page.locator("home-assistant-main").wait_for()
        return await page.context.storage_state()

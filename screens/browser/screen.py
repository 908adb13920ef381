"""What a person does at a screen of Home Assistant, and sees there.

Everything is found by the words on it. Whatever is not there at once is waited for.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
import re
from typing import Self

from playwright.async_api import Locator, Page, expect

from demo.walk import UnexpectedError

from .browser import PATIENCE, Look
from .layout import troubles
from .pictures import make_small, shown

expect.set_options(timeout=PATIENCE)

# Pixels: more than any form has.
HIGH_ENOUGH = 4000


class Screen:
    """One page of the browser."""

    def __init__(self, page: Page, look: Look, pictures: Path) -> None:
        """Take pictures into a folder."""
        self.page = page
        self.look = look
        self._pictures = pictures

    async def open(self, path: str) -> None:
        """Go to a page of Home Assistant."""
        await self.page.goto(path)

    @asynccontextmanager
    async def in_another_tab(self) -> AsyncGenerator[Self]:
        """Open one more page of the same browser, and close it at the end."""
        page = await self.page.context.new_page()
        yield type(self)(page, self.look, self._pictures)
        await page.close()

    @property
    def dialog(self) -> Locator:
        """The dialog of a flow, as it is drawn."""
        return self._flow.locator("dialog")

    @property
    def _flow(self) -> Locator:
        """What holds the content of that dialog, and is not drawn itself."""
        return self.page.locator("dialog-data-entry-flow")

    async def see(self, text: str, *, within: Locator | None = None) -> Locator:
        """Wait until a text is on the screen, and return where."""
        found = (within or self.page).get_by_text(text).first
        await expect(found).to_be_visible()
        return found

    async def press(self, name: str, *, within: Locator | None = None) -> None:
        """Select a button."""
        await (within or self.page).get_by_role("button", name=name).first.click()

    async def select(self, text: str) -> None:
        """Select something that is no button by the whole of its text."""
        await self.page.get_by_text(text, exact=True).first.click()

    async def fill(self, label: str, value: str) -> None:
        """Fill in a text field of a form."""
        field = self.page.get_by_role("textbox", name=re.compile(f"^{label}\\*?$"))
        await field.fill(value)
        await expect(field).to_have_value(value)

    async def turn_on(self, label: str) -> None:
        """Turn on a switch of a form."""
        switch = self.page.locator(f'ha-switch[aria-label="{label}"]')
        await switch.click()
        await expect(switch.get_by_role("switch")).to_be_checked()

    async def looks_right(self, part: Locator, picture: str = "") -> None:
        """Look whether a part of the screen can be seen whole; take its picture.

        Raises UnexpectedError if it can't.
        """
        await expect(part).to_be_visible()
        await self.page.wait_for_load_state("networkidle")
        is_dialog = await part.evaluate("element => element.localName === 'dialog'")
        found = await troubles(part, self._flow if is_dialog else part)
        if found:
            raise UnexpectedError("\n".join(found))
        name = f"{picture}_{self.look.name}.png"
        if name in shown():
            await self._take(part, self._pictures / name)

    async def _take(self, part: Locator, file: Path) -> None:
        """Take a picture of a part, on a screen that is high enough for it."""
        look = self.look
        await self.page.set_viewport_size({"width": look.width, "height": HIGH_ENOUGH})
        # Nothing shines because a pointer is over it.
        await self.page.mouse.move(0, 0)
        await part.screenshot(path=file, animations="disabled")
        make_small(file)
        await self.page.set_viewport_size({"width": look.width, "height": look.height})

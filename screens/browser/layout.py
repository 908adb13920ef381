"""Whether everything on a screen can be seen whole and reached."""

from pathlib import Path

from playwright.async_api import Error, Locator

_CUT_OFF = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# Milliseconds: what is in the way now stays there.
_NOT_REACHED = 2000


async def troubles(drawn: Locator, owner: Locator) -> list[str]:
    """Return a sentence for each text or button that is not whole on the screen.

    `drawn` is what is looked at. `owner` holds its buttons, which is another
    element where they are drawn in a slot.
    """
    cut_off: list[str] = await drawn.evaluate(_CUT_OFF)
    return cut_off + [
        f"The button “{await _name(button)}” can't be reached"
        for button in await owner.get_by_role("button").all()
        if await button.is_visible()
        and await button.is_enabled()
        and not await _is_reached(button)
    ]


async def _name(button: Locator) -> str:
    """Return what a person calls a button."""
    text = await button.get_attribute("aria-label") or await button.inner_text()
    return text.strip()


async def _is_reached(button: Locator) -> bool:
    """Return whether a click would arrive at a button, after scrolling to it."""
    try:
        await button.click(trial=True, timeout=_NOT_REACHED)
    except Error:
        return False
    return True

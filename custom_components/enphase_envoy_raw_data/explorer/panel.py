"""The page itself: one file, and its place in the sidebar."""

from pathlib import Path
from typing import Final

from homeassistant.components.http import StaticPathConfig  # type: ignore[attr-defined]
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN, EXPLORER_PATH
from ..entry_data import gateways_first
from ..options import options_of
from ..words import async_load_words, words

_ELEMENT: Final = "enphase-envoy-explorer"
_FOLDER: Final = Path(__file__).with_name("page")
_ADDRESS: Final = f"/{DOMAIN}"


def find_page() -> Path:
    """Return the file of the page, whose name has the hash of its content."""
    (page,) = _FOLDER.glob("explorer-*.js")
    return page


async def async_setup_panel(hass: HomeAssistant) -> None:
    """Register the page for administrators; without a frontend, do nothing.

    It is one for all gateways: it stands in the sidebar if the options of any say
    so. Otherwise it can be reached by its address alone.
    """
    if "frontend" not in hass.config.components:
        return
    # They need packages that are there only where there is a frontend.
    from homeassistant.components import frontend, panel_custom  # noqa: PLC0415

    page = await hass.async_add_executor_job(find_page)
    address = f"{_ADDRESS}/{page.name}"
    # For good: another content has another name.
    await hass.http.async_register_static_paths(
        [StaticPathConfig(address, str(page), cache_headers=True)]
    )
    shown: str | None = ""

    async def show() -> None:
        """Register the page anew if its place in the sidebar has changed."""
        nonlocal shown
        title = _title(hass)
        if title == shown:
            return
        shown = title
        frontend.async_remove_panel(hass, EXPLORER_PATH, warn_if_unknown=False)
        await panel_custom.async_register_panel(
            hass,
            frontend_url_path=EXPLORER_PATH,
            webcomponent_name=_ELEMENT,
            sidebar_title=title,
            sidebar_icon="mdi:solar-power-variant",
            module_url=address,
            require_admin=True,
        )

    async def changed(_: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Look at the options again; they may also be gone with their entry."""
        if entry.domain == DOMAIN:
            await show()

    async def retell(_event: Event) -> None:
        """Say it in another language."""
        await async_load_words(hass)
        await show()

    await show()
    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)
    hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, retell)


def _title(hass: HomeAssistant) -> str | None:
    """Return what stands in the sidebar; None if nothing does."""
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    if any(options_of(entry).in_sidebar for entry in gateways_first(entries)):
        return words(hass, "common.explorer_title")
    return None

"""The page in the frontend: for administrators, in the sidebar if somebody wants it."""

from collections.abc import Iterator
import hashlib
from http import HTTPStatus
import json
import re
from typing import Any

from homeassistant.components.frontend import DATA_PANELS
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from gateway_simulator import GatewaySimulator
from tests.writes.support import over_http

from ..helpers import DOMAIN, FOLDER, TEXTS, load, make_entry
from .support import opened

pytestmark = over_http

PATH = "enphase-envoy-explorer"
PAGES = list((FOLDER / "explorer/page").iterdir())
SOURCE = FOLDER.parents[1] / "explorer"


def _panel(hass: HomeAssistant) -> Any:
    """Return the page as the frontend has it; None if it hasn't."""
    return hass.data.get(DATA_PANELS, {}).get(PATH)


@pytest.fixture
async def frontend(hass: HomeAssistant) -> None:
    """Have the real frontend."""
    assert await async_setup_component(hass, "frontend", {})


async def test_panel(
    hass: HomeAssistant,
    frontend: None,
    hass_client_no_auth: ClientSessionGenerator,
    gateway: GatewaySimulator,
) -> None:
    """It is one file, kept by browsers for good, and for administrators."""
    await load(hass, gateway)
    panel = _panel(hass)
    assert panel.require_admin is True
    assert panel.config_panel_domain is None
    assert panel.sidebar_title == "Envoy Explorer"
    custom = panel.config["_panel_custom"]
    assert custom["embed_iframe"] is False
    (page,) = PAGES
    assert custom["module_url"] == f"/{DOMAIN}/{page.name}"

    client = await hass_client_no_auth()
    answer = await client.get(custom["module_url"])
    assert answer.status == HTTPStatus.OK
    assert "max-age" in answer.headers["Cache-Control"]
    assert await answer.read() == page.read_bytes()
    # Nothing else of the folder is handed out.
    assert (await client.get(f"/{DOMAIN}/panel.py")).status == HTTPStatus.NOT_FOUND


def test_name_is_the_hash() -> None:
    """Another content has another name, so that no browser shows an old one."""
    (page,) = PAGES
    content = page.read_bytes()
    assert page.name == f"explorer-{hashlib.sha256(content).hexdigest()[:16]}.js"
    # A tenth of what Home Assistant's own pages take.
    assert len(content) < 100_000


def test_size_is_what_the_docs_say() -> None:
    """Whoever has a slow line can read how much it is."""
    (page,) = PAGES
    text = (FOLDER.parents[1] / "docs/explorer.md").read_text(encoding="utf-8")
    told = re.findall(r"It is one file of (\d+) kB", text)
    assert told == [str(round(page.stat().st_size / 1000))]


async def test_sidebar(
    hass: HomeAssistant, frontend: None, gateway: GatewaySimulator
) -> None:
    """It is shown if any gateway says so, and can be reached in any case."""
    entry = await load(hass, gateway)
    other = make_entry(hass, gateway)
    off = {"in_sidebar": False}
    hass.config_entries.async_update_entry(other, options=off)
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title == "Envoy Explorer"
    hass.config_entries.async_update_entry(entry, options=off)
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title is None
    hass.config_entries.async_update_entry(entry, options={})
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title == "Envoy Explorer"
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title is None
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title == "Envoy Explorer"
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title is None


async def test_language(
    hass: HomeAssistant, frontend: None, gateway: GatewaySimulator
) -> None:
    """The sidebar has the language of the system."""
    await load(hass, gateway)
    await hass.config.async_update(language="nl")
    await hass.async_block_till_done()
    assert _panel(hass).sidebar_title == "Envoy-verkenner"


async def test_without_frontend(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """A Home Assistant without frontend works as ever."""
    assert "frontend" not in hass.config.components
    await load(hass, gateway)
    assert _panel(hass) is None
    page = await opened(hass, hass_ws_client)
    assert (await page.ask("search", text="battery"))["success"]


async def test_texts_reach_the_page(
    hass: HomeAssistant,
    frontend: None,
    hass_ws_client: WebSocketGenerator,
    gateway: GatewaySimulator,
) -> None:
    """The frontend hands the page its texts in the person's language."""
    await load(hass, gateway)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "frontend/get_translations",
            "language": "de",
            "category": "config_panel",
            "integration": [DOMAIN],
        }
    )
    texts = (await client.receive_json())["result"]["resources"]
    assert texts[f"component.{DOMAIN}.config_panel.explorer.tab_write"] == "Schreiben"


_DYNAMIC = (
    "topic_",
    "kind_",
    "risk_",
    "state_",
    "tab_",
    "copy_",
    "as_",
    "verify_",
    "role_",
)


def _used() -> Iterator[str]:
    """Yield all texts in quotes that stand in the source of the page."""
    for file in (SOURCE / "src").rglob("*.ts"):
        yield from re.findall(r"[\"`]([a-z_]+)[\"`]", file.read_text())


def test_texts_are_used_and_there() -> None:
    """The page has words for all that it says, and no word is left over."""
    texts = set(TEXTS["config_panel"]["explorer"])
    said = {
        key
        for file in (SOURCE / "src").rglob("*.ts")
        for key in re.findall(r"say\(\s*\"([a-z_]+)\"", file.read_text())
    }
    assert len(said) > 60
    assert said <= texts
    left = {key for key in texts - set(_used()) if not key.startswith(_DYNAMIC)}
    assert not left


def test_lock_file_has_no_addresses() -> None:
    """Whose registry it is, the machine decides."""
    text = (SOURCE / "package-lock.json").read_text()
    assert "resolved" not in text
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in one for name, one in packages.items() if name)
    pinned = json.loads((SOURCE / "package.json").read_text())
    for versions in (pinned["dependencies"], pinned["devDependencies"]):
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", one) for one in versions.values())


def test_page_has_no_other_way_out() -> None:
    """It draws no text as markup, and asks nobody but Home Assistant."""
    for file in (SOURCE / "src").rglob("*.ts"):
        text = file.read_text()
        for way in ("unsafe", "innerHTML", "insertAdjacent", "fetch(", "XMLHttp"):
            assert way not in text, (file.name, way)
        if file.name != "api.ts":
            assert "callWS(" not in text or file.name == "types.ts", file.name
            assert "localStorage" not in text
    (page,) = PAGES
    hosts = set(re.findall(r"https?://([\w.]+)", page.read_text()))
    # lit names the standards of SVG and MathML, and its own page of errors.
    assert hosts <= {"www.w3.org", "lit.dev"}

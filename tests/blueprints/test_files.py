"""The blueprints as files: what Home Assistant takes, and what importing needs."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from homeassistant.components.automation.helpers import (
    async_get_blueprints as async_get_automations,
)
from homeassistant.components.blueprint import importer
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.components.blueprint.schemas import BLUEPRINT_SCHEMA
from homeassistant.components.script.helpers import (
    async_get_blueprints as async_get_scripts,
)
from homeassistant.components.template.helpers import (
    async_get_blueprints as async_get_templates,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from tests.integration.helpers import TEXTS

from .bench import (
    AUTOMATIONS,
    DOMAIN,
    FIELDS,
    FOLDER,
    INPUTS,
    NAMES,
    PAGES,
    ROOT,
    TEMPLATES,
)

_MANIFEST = ROOT / "custom_components" / DOMAIN / "manifest.json"
_HOME: str = json.loads(_MANIFEST.read_text())["documentation"]

_SHOWN_ON = {
    "automation": ROOT / "docs/blueprints.md",
    "script": ROOT / "docs/recipes.md",
    "template": ROOT / "docs/blueprints.md",
}
_GET = {
    "automation": async_get_automations,
    "script": async_get_scripts,
    "template": async_get_templates,
}

FOLDERS = (AUTOMATIONS, FOLDER, TEMPLATES)
FILES = [file for folder in FOLDERS for file in sorted(folder.iterdir())]

_STAYS = [
    "not_allowed",
    "not_allowed_installer",
    "not_allowed_local",
    "no_login_check",
    "not_recorded_left_out",
    "not_recorded_no_reply",
    "redirected",
    "redirected_not_here",
    "redirected_to_error",
    "refused_for_good",
    "refused_method",
    "refused_not_found",
    "refused_not_here",
    "unusable_reply_field_for_text",
    "unusable_reply_not_selectable",
    "unusable_reply_not_text",
    "unusable_reply_text_and_number",
]
"""Errors of a read that don't pass by themselves."""

_REQUIRED = {
    "negative_price.yaml": {"price"},
    "value_sensor.yaml": {"endpoint", "select"},
    "value_to_helper.yaml": {"endpoint", "select", "helper"},
} | {name: set(given) - {"look_again", "look_after"} for name, given in INPUTS.items()}
"""What an owner has to choose, beside the gateway."""

_READ_ONLY = (
    "inverter_report.yaml",
    "nightly_copy.yaml",
    "silent_inverter.yaml",
    "value_sensor.yaml",
    "value_to_helper.yaml",
)

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def _kind(file: Path) -> str:
    """Return what the blueprint becomes: automation, script or template."""
    return file.parent.parent.name


def _text(file: Path) -> str:
    """Return a file as it is."""
    return file.read_text()


def _blueprint(file: Path) -> dict[str, Any]:
    """Return a file as data."""
    found = parse_yaml(_text(file))
    assert isinstance(found, dict)
    return found


def _inputs(file: Path) -> dict[str, Any]:
    """Return the inputs of a blueprint, those in sections included."""
    found: dict[str, Any] = {}
    for key, given in _blueprint(file)["blueprint"]["input"].items():
        found |= given.get("input", {key: given})
    return found


def test_every_script_is_run() -> None:
    """No file is left out, and none is missing."""
    assert NAMES == sorted(INPUTS) == sorted(FIELDS) == sorted(PAGES)


def test_every_kind_is_here() -> None:
    """No folder of blueprints is left out."""
    assert {folder.parent for folder in FOLDERS} == set((ROOT / "blueprints").iterdir())


def test_every_automation_and_sensor_is_run() -> None:
    """Each has a file with tests of its own."""
    folder = Path(__file__).parent
    for file in (*AUTOMATIONS.iterdir(), *TEMPLATES.iterdir()):
        assert file.name in (folder / f"test_{file.stem}.py").read_text()


@every_file
@pytest.mark.usefixtures("bench")
async def test_loader(hass: HomeAssistant, file: Path) -> None:
    """Home Assistant finds and takes it, and this version is new enough."""
    kind = _kind(file)
    assert await async_setup_component(hass, kind, {})
    found = await _GET[kind](hass).async_get_blueprints()
    blueprint = found[f"{DOMAIN}/{file.name}"]
    assert isinstance(blueprint, Blueprint), blueprint
    assert blueprint.validate() is None
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.3.0"
    assert blueprint.metadata["source_url"] == (
        f"{_HOME}/blob/main/{file.relative_to(ROOT)}"
    )


@every_file
async def test_import(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, file: Path
) -> None:
    """The address in the file imports the file, once the project has an address."""
    own = _blueprint(file)["blueprint"]["source_url"]
    source = own.replace(_HOME, "https://github.com/somebody/project")
    raw = importer._get_github_import_url(source)  # noqa: SLF001
    aioclient_mock.get(raw, text=_text(file))
    imported = await importer.fetch_blueprint_from_url(hass, source)
    assert imported.blueprint.domain == _kind(file)
    assert imported.suggested_filename.endswith(file.stem)


@every_file
def test_badge(file: Path) -> None:
    """The page has one badge that imports the file, and no other is left over."""
    page = _SHOWN_ON[_kind(file)]
    links = [
        part.split(")")[0]
        for part in page.read_text().split("(https://my.home-assistant.io/redirect/")
    ]
    sources = [
        query["blueprint_url"][0]
        for link in links
        if "blueprint_url" in (query := parse_qs(urlsplit(link).query))
    ]
    assert sources.count(_blueprint(file)["blueprint"]["source_url"]) == 1
    assert len(sources) == len([one for one in FILES if _SHOWN_ON[_kind(one)] == page])


@every_file
def test_form(file: Path) -> None:
    """Inputs and fields have names and selectors, and the defaults fit them."""
    blueprint = BLUEPRINT_SCHEMA(_blueprint(file))
    inputs = _inputs(file)
    assert inputs["gateway"]["selector"]["config_entry"]["integration"] == DOMAIN
    if "verify" in inputs:
        assert inputs["verify"]["default"] == "strict"
    for key, given in {**inputs, **blueprint.get("fields", {})}.items():
        assert given.keys() >= {"name", "description", "selector"}, key
    required = {key for key, given in inputs.items() if "default" not in given}
    assert required == {"gateway", *_REQUIRED.get(file.name, ())}


@every_file
def test_risk_is_said(file: Path) -> None:
    """Whoever imports it reads what can happen, and has to agree to a write."""
    text = _blueprint(file)["blueprint"]["description"]
    sends = "enphase_envoy_raw_data.send_data" in file.read_text()
    assert sends == (file.name not in _READ_ONLY)
    assert any(part.startswith("Risk: ") for part in text.split("\n\n")) == sends
    assert ("It only reads" in text or "only reads." in text) == (not sends)
    if sends:
        assert _inputs(file)["risk_acknowledged"]["default"] is False


@every_file
def test_errors_that_stay(file: Path) -> None:
    """All blueprints take the same ones for lasting, and there are such errors."""
    stays = _blueprint(file).get("variables", {}).get("stays", [])
    assert stays in ([], _STAYS)
    assert set(stays) <= set(TEXTS["exceptions"])
    assert bool(stays) == ("in stays" in _text(file) or "', stays)" in _text(file))


def _notifications(node: Any) -> Iterator[dict[str, Any]]:
    """Yield what notifications are made with, wherever they are."""
    if isinstance(node, list):
        for item in node:
            yield from _notifications(item)
    elif isinstance(node, dict):
        if node.get("action") == "persistent_notification.create":
            yield node["data"]
        for item in node.values():
            yield from _notifications(item)


@every_file
def test_notifications_have_an_id(file: Path) -> None:
    """Without one they pile up, and nothing could take them back."""
    for given in _notifications(_blueprint(file)):
        assert given.keys() == {"title", "message", "notification_id"}


@every_file
def test_wording(file: Path) -> None:
    """Words and layout are those of the project."""
    text = file.read_text()
    assert not any(word in text.lower() for word in ("e.g.", "i.e.", "click"))
    long = [line for line in text.splitlines() if len(line) > 90]
    assert all(line.lstrip().startswith("source_url") for line in long), long

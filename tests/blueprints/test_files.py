"""The blueprints as files: what Home Assistant takes, and what importing needs."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from homeassistant.components.blueprint import importer
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.components.blueprint.schemas import BLUEPRINT_SCHEMA
from homeassistant.components.script.helpers import async_get_blueprints
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.test_util.aiohttp import (
    AiohttpClientMocker,
)

from .bench import DOMAIN, FIELDS, FOLDER, INPUTS, NAMES, PAGES, ROOT, Bench

_MANIFEST = json.loads(
    (ROOT / "custom_components" / DOMAIN / "manifest.json").read_text()
)
_SOURCE = f"{_MANIFEST['documentation']}/blob/main/"
_PAGE = ROOT / "docs/recipes.md"


def _blueprint(name: str) -> dict[str, Any]:
    """Return a file as data."""
    found = parse_yaml((FOLDER / name).read_text())
    assert isinstance(found, dict)
    return found


def _inputs(name: str) -> dict[str, Any]:
    """Return the inputs of a blueprint, those in sections included."""
    found: dict[str, Any] = {}
    for key, given in _blueprint(name)["blueprint"]["input"].items():
        found |= given.get("input", {key: given})
    return found


def test_every_blueprint_is_run() -> None:
    """No file is left out, and none is missing."""
    assert NAMES == sorted(INPUTS) == sorted(FIELDS) == sorted(PAGES)


@pytest.mark.parametrize("name", NAMES)
async def test_loader(hass: HomeAssistant, bench: Bench, name: str) -> None:
    """Home Assistant finds and takes it, and this version is new enough."""
    assert await async_setup_component(hass, "script", {})
    found = await async_get_blueprints(hass).async_get_blueprints()
    blueprint = found[f"{DOMAIN}/{name}"]
    assert isinstance(blueprint, Blueprint), blueprint
    assert blueprint.validate() is None
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.3.0"
    assert blueprint.metadata["source_url"] == (
        f"{_SOURCE}{(FOLDER / name).relative_to(ROOT)}"
    )


@pytest.mark.parametrize("name", NAMES)
async def test_import(
    hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, name: str
) -> None:
    """The address in the file imports the file."""
    source = _blueprint(name)["blueprint"]["source_url"]
    # Before a release, the address is a reserved one.
    source = urlsplit(source)._replace(netloc="github.com").geturl()
    raw = importer._get_github_import_url(source)  # noqa: SLF001
    aioclient_mock.get(raw, text=(FOLDER / name).read_text())
    imported = await importer.fetch_blueprint_from_url(hass, source)
    assert imported.blueprint.domain == "script"
    assert imported.suggested_filename.endswith(name.removesuffix(".yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_badge(name: str) -> None:
    """The page has a badge that imports the file."""
    links = [
        part.split(")")[0]
        for part in _PAGE.read_text().split("(https://my.home-assistant.io/redirect/")
    ]
    sources = [
        query["blueprint_url"][0]
        for link in links
        if "blueprint_url" in (query := parse_qs(urlsplit(link).query))
    ]
    assert sources.count(_blueprint(name)["blueprint"]["source_url"]) == 1
    assert len(sources) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_form(name: str) -> None:
    """Inputs and fields have names and selectors, and the defaults fit them."""
    blueprint = BLUEPRINT_SCHEMA(_blueprint(name))
    inputs = _inputs(name)
    assert inputs["gateway"]["selector"]["config_entry"]["integration"] == DOMAIN
    assert inputs["risk_acknowledged"]["default"] is False
    if "verify" in inputs:
        assert inputs["verify"]["default"] == "strict"
    for key, given in {**inputs, **blueprint["fields"]}.items():
        assert given.keys() >= {"name", "description", "selector"}, key
    required = [key for key, given in inputs.items() if "default" not in given]
    assert sorted(required) == sorted({"gateway", *INPUTS[name]} - {"look_again"})


@pytest.mark.parametrize("name", NAMES)
def test_risk_is_said(name: str) -> None:
    """Whoever imports it reads what can happen."""
    text = _blueprint(name)["blueprint"]["description"]
    assert any(part.startswith("Risk: ") for part in text.split("\n\n"))


@pytest.mark.parametrize("name", NAMES)
def test_wording(name: str) -> None:
    """Words and layout are those of the project."""
    text = (FOLDER / name).read_text()
    assert not any(word in text.lower() for word in ("e.g.", "i.e.", "click"))
    long = [line for line in text.splitlines() if len(line) > 90]
    assert all(line.lstrip().startswith("source_url") for line in long), long

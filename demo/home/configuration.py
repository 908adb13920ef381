"""The configuration folder of a Home Assistant that keeps to itself."""

import json
from pathlib import Path
import shutil
from typing import Any

import yaml

DOMAIN = "enphase_envoy_raw_data"
INTEGRATION = Path(__file__).resolve().parents[2] / "custom_components" / DOMAIN

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8123

CONFIGURATION: dict[str, Any] = {
    "homeassistant": {
        "name": "Demo",
        "latitude": 52.1,
        "longitude": 5.1,
        "elevation": 0,
        "unit_system": "metric",
        "time_zone": "UTC",
        "country": "NL",
        "currency": "EUR",
    },
    "frontend": {},
    "config": {},
    "input_number": {},
    "input_text": {},
    "logger": {"default": "warning"},
}
# What is saved in the editors counts, as in a Home Assistant of one's own.
EDITORS = {"automation": ("automations.yaml", "[]"), "script": ("scripts.yaml", "{}")}
# The steps after "create a user" are marked done before the first start, since
# they add integrations that fetch the weather, radio stations and speech.
ONBOARDING: dict[str, Any] = {
    "version": 4,
    "minor_version": 1,
    "key": "onboarding",
    "data": {"done": ["core_config", "analytics", "integration"]},
}


MARK = "mark.txt"
"""File that Home Assistant serves under /local; it holds the folder's name."""


def write_configuration(folder: Path, port: int, integration: Path | None) -> None:
    """Fill an empty folder; the integration is copied in, as a user would do it."""
    http = {"server_host": LOOPBACK, "server_port": port}
    text = yaml.safe_dump({**CONFIGURATION, "http": http}, sort_keys=False)
    for domain, (name, empty) in EDITORS.items():
        text += f"{domain}: !include {name}\n"
        (folder / name).write_text(empty, encoding="utf-8")
    (folder / "configuration.yaml").write_text(text, encoding="utf-8")
    # Served by this Home Assistant only; see HomeAssistantApi.is_up.
    (folder / "www").mkdir()
    (folder / "www" / MARK).write_text(folder.name, encoding="utf-8")
    storage = folder / ".storage"
    storage.mkdir()
    (storage / "onboarding").write_text(json.dumps(ONBOARDING), encoding="utf-8")
    if integration is not None:
        shutil.copytree(
            integration,
            folder / "custom_components" / integration.name,
            ignore=shutil.ignore_patterns("__pycache__"),
        )

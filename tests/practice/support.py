"""What the tests of this folder share."""

import io
import json
from pathlib import Path
from typing import Any
import zipfile

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.recording import BUNDLED, BUNDLED_FILE
from tests.integration.helpers import DOMAIN, set_up

INFO = (
    b"<?xml version='1.0'?><envoy_info><time>1700000000</time>"
    b"<device><sn>122000000001</sn><pn>800-00654-r08</pn>"
    b"<software>%s</software></device></envoy_info>"
)
AT = "2025-04-01T10:00:00+00:00"

KEPT = "recording-8.2.4382-0123abcd.zip"


def page(endpoint: str, number: int, **changes: Any) -> dict[str, Any]:
    """Return what an index says of a page."""
    return {
        "endpoint": endpoint,
        "status": 200,
        "headers": [["Content-Type", "application/json"]],
        "kind": "json",
        "file": f"pages/{number:03}.json",
        "milliseconds": 40,
        "at": AT,
        "left_out": "",
    } | changes


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def recording(
    *pages: tuple[dict[str, Any], bytes],
    firmware: str = "D8.2.4382",
    **changes: Any,
) -> dict[str, bytes]:
    """Return the files of a small recording."""
    files = {"pages/001.xml": INFO % firmware.encode()}
    index = [page("/info", 1, kind="xml", file="pages/001.xml")]
    for number, (one, body) in enumerate(pages, 2):
        index.append(one)
        files[f"pages/{number:03}.json"] = body
    content = {"format": 1, "account": "owner", "pages": index} | changes
    return files | {"recording.json": json.dumps(content).encode()}


def keep(configuration: Path, name: str = KEPT, content: bytes | None = None) -> Path:
    """Put a recording where those are that were made here."""
    folder = configuration / DOMAIN / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(BUNDLED_FILE.read_bytes() if content is None else content)
    return path


async def practise(
    hass: HomeAssistant, name: str = BUNDLED, title: str = "Practice (recording)"
) -> MockConfigEntry:
    """Return a loaded entry that practises on a recording."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        data={"recording": name},
        title=title,
        unique_id=f"enphase_envoy_raw_data_practice_{name}",
        version=1,
    )
    entry.add_to_hass(hass)
    await set_up(hass, entry)
    assert entry.state is ConfigEntryState.LOADED, entry.reason
    return entry

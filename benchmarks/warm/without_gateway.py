"""Reads from a recording, which has no gateway to wait for."""

import json
from pathlib import Path
from typing import Any
import zipfile

from ..common import DOMAIN, Times, add_recording, take_turns
from ..gateway import PAGES, USUAL, body_of
from .ways import Bench

PRACTISED = "practised"

_NAME = "recording-8.3.5169-00000000.zip"
_ENDPOINT = "/inv"
_INFO = (
    b"<?xml version='1.0'?><envoy_info><device><sn>122000000001</sn>"
    b"<software>D8.3.5169</software></device></envoy_info>"
)


async def practised(bench: Bench, rounds: int) -> Times:
    """Return how long a read of the usual page takes from a recording."""
    hass = bench.hass
    folder = Path(hass.config.path(DOMAIN, "recordings"))
    await hass.async_add_executor_job(_write, folder)
    entry = await add_recording(hass, _NAME)

    async def read() -> Any:  # noqa: ANN401 - whatever it is
        """Return the page by the integration's action."""
        data = {"config_entry_id": entry.entry_id, "endpoint": _ENDPOINT}
        reply = await hass.services.async_call(
            DOMAIN, "read_data", data, blocking=True, return_response=True
        )
        return reply and reply[_ENDPOINT]

    if await read() != json.loads(body_of(PAGES[USUAL].size)):
        raise RuntimeError("The recording answers with another page")
    times = await take_turns({PRACTISED: read}, rounds)
    await hass.config_entries.async_remove(entry.entry_id)
    return times[PRACTISED]


def _write(folder: Path) -> None:
    """Write a recording that has the usual page."""
    bodies = {"/info": ("xml", _INFO), _ENDPOINT: ("json", body_of(PAGES[USUAL].size))}
    pages = [
        {
            "endpoint": endpoint,
            "status": 200,
            "headers": [["Content-Type", f"application/{kind}"]],
            "kind": kind,
            "file": f"pages/{number:03}.{kind}",
            "milliseconds": 20,
            "at": "2025-06-01T12:00:00+00:00",
        }
        for number, (endpoint, (kind, _)) in enumerate(bodies.items(), 1)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / _NAME, "w", zipfile.ZIP_DEFLATED) as file:
        for page in pages:
            file.writestr(str(page["file"]), bodies[str(page["endpoint"])][1])
        index = {"format": 1, "account": "owner", "pages": pages}
        file.writestr("recording.json", json.dumps(index))

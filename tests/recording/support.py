"""What the tests of this folder share."""

from dataclasses import dataclass
import json
from pathlib import Path
import subprocess
import sys
from typing import Any
import zipfile

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.integration.helpers import call

_ROOT = Path(__file__).parents[2]

# What a set-up asks for may differ, but never how many pages are recorded.
PAGES = 94


@dataclass(frozen=True)
class File:
    """A recording as a maintainer opens it."""

    index: dict[str, Any]
    bodies: dict[str, bytes]

    @property
    def pages(self) -> dict[str, dict[str, Any]]:
        """Return what the index says of each page, by endpoint."""
        return {page["endpoint"]: page for page in self.index["pages"]}

    def body(self, endpoint: str) -> bytes:
        """Return the body of a page."""
        return self.bodies[self.pages[endpoint]["file"]]

    def document(self, endpoint: str) -> Any:
        """Return the document of a page."""
        return json.loads(self.body(endpoint))

    @property
    def text(self) -> str:
        """Return everything that is in it."""
        bodies = b"\n".join(self.bodies.values()).decode()
        return f"{json.dumps(self.index)}\n{bodies}"


def opened(path: Path) -> File:
    """Return what is in a recording."""
    with zipfile.ZipFile(path) as file:
        bodies = {name: file.read(name) for name in file.namelist()}
    index = json.loads(bodies.pop("recording.json"))
    return File(index, bodies)


def size_of(path: Path) -> int:
    """Return the bytes of a file."""
    return path.stat().st_size


async def record(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> Any:
    """Return the reply of the action."""
    return await call(hass, "record_gateway", config_entry_id=entry.entry_id, **fields)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with what is ours, in a process of its own."""
    return subprocess.run(  # noqa: S603 - what is run is ours
        [sys.executable, *arguments],
        cwd=_ROOT,
        env={
            "PYTHONPATH": f"{_ROOT}:{_ROOT / 'simulator'}",
            # The source folders stay as they are.
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )

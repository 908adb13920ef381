"""A zip that is packed in a way that recordings are not."""

import io
from pathlib import Path
import zipfile

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.integration.dialog import Dialog

from .test_flow import _upload, choices


def damaged(method: int) -> bytes:
    """Return a zip whose packed data are broken."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("recording.json", b'{"format": 1, "pages": []}' * 40)
    content = bytearray(out.getvalue())
    content[30 + len("recording.json") + 14 * (method == zipfile.ZIP_LZMA)] ^= 0xFF
    return bytes(content)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.usefixtures("configuration", "socket_enabled")
async def test_upload(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, method: int
) -> None:
    """It is told at its field."""
    assert await async_setup_component(hass, "file_upload", {})
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    odd = await _upload(hass_client, damaged(method))
    await dialog.submit(recording="bundled", file=odd)
    assert dialog.errors == {"file": "recording_no_recording"}


async def test_kept(hass: HomeAssistant, configuration: Path) -> None:
    """One in the folder of recordings is left out of the list, which opens."""
    folder = configuration / "enphase_envoy_raw_data" / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    odd = folder / "recording-7.6.175-89abcdef.zip"
    odd.write_bytes(damaged(zipfile.ZIP_LZMA))
    dialog = await Dialog.start(hass)
    await dialog.choose("practise")
    assert list(choices(dialog)) == ["bundled"]

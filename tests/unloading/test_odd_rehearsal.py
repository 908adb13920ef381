"""Whatever keeps a rehearsal from being stored or read, nothing leaves."""

from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data.rehearsing import kept
from gateway_simulator import GatewaySimulator
from tests.integration.helpers import DOMAIN, load, read
from tests.writes.support import CHANGE, SETTINGS, write

from .test_odd_record import take_folder_away, warnings

ON = {"rehearse": True}


def put_folder_at(file: Path) -> None:
    """Have a folder in place of a file, which only its owner could read."""
    assert file.stat().st_mode & 0o077 == 0
    file.unlink()
    file.mkdir()


async def test_no_place_for_the_file(
    real: HomeAssistant, gateway: GatewaySimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """A rehearsed write is shown as long as Home Assistant runs."""
    entry = await load(real, gateway)
    real.config_entries.async_update_entry(entry, options=ON)
    await real.async_block_till_done()
    folder = take_folder_away(real)
    reply = await write(real, entry, data=CHANGE, merge=True, verify=True)
    assert reply["rehearsed"] is True
    assert reply["verification"]["verified"] is True
    assert gateway.journal.writes == []
    assert any("The rehearsal could not be stored" in one for one in warnings(caplog))
    await real.config_entries.async_remove(entry.entry_id)
    assert any("The rehearsal could not be deleted" in one for one in warnings(caplog))
    folder.unlink()


async def test_a_folder_in_place_of_the_file(
    real: HomeAssistant, gateway: GatewaySimulator, caplog: pytest.LogCaptureFixture
) -> None:
    """It is set aside, and the rehearsal goes on with nothing."""
    entry = await load(real, gateway)
    real.config_entries.async_update_entry(entry, options=ON)
    await write(real, entry, data=CHANGE, merge=True)
    await real.config_entries.async_unload(entry.entry_id)
    real.data[kept._REHEARSALS].pop(entry.entry_id).wake(None)  # noqa: SLF001 - a new process has none
    put_folder_at(
        Path(real.config.path(".storage", f"{DOMAIN}.rehearsal.{entry.entry_id}"))
    )
    assert await real.config_entries.async_setup(entry.entry_id)
    assert any("rehearsal" in one for one in warnings(caplog))
    page = await read(real, entry, SETTINGS)
    assert page == gateway.device.documents[SETTINGS]
    reply = await write(real, entry, data=CHANGE, merge=True)
    assert reply["rehearsed"] is True
    assert gateway.journal.writes == []

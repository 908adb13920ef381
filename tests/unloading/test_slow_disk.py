"""A file that is being written when Home Assistant stops is written to the end."""

import asyncio
from pathlib import Path
import time

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant

from custom_components.enphase_envoy_raw_data.kept_file import async_finish

from .verdict import Complaints


async def test_written_to_the_end(
    real: HomeAssistant, tmp_path: Path, complaints: Complaints
) -> None:
    """Home Assistant waits for it, also if nobody else does; nobody is warned."""
    begun = asyncio.Event()
    file = tmp_path / "on_a_slow_disk"

    def write() -> None:
        real.loop.call_soon_threadsafe(begun.set)
        # A stop that waits for nothing takes some hundredths of it.
        time.sleep(1)
        file.touch()

    async def store() -> None:
        await real.async_add_executor_job(write)
        ended.set()

    ended = asyncio.Event()
    waiting = asyncio.create_task(async_finish(real, store()))
    await begun.wait()
    waiting.cancel()
    await real.async_stop()
    assert file.exists()
    assert ended.is_set()
    assert not complaints.found, complaints.found


async def test_nothing_is_left(real: HomeAssistant) -> None:
    """What is written needs nobody to wait for it any more."""

    async def store() -> None:
        await asyncio.sleep(0)

    before = real.bus.async_listeners().get(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await async_finish(real, store())
    after = real.bus.async_listeners().get(EVENT_HOMEASSISTANT_FINAL_WRITE)
    assert after == before

#!/usr/bin/env bash
# When Home Assistant stops, it doesn't wait for a task that is ending after a cancel.
#
# A good guess: `async_create_task` makes a task that Home Assistant waits for when it
# stops. A task that was cancelled and puts things in order in `except CancelledError` is
# still such a task, and a short one.
#
# What happens: tasks with `cancelling()` above zero are left out wherever Home Assistant
# waits. `async_block_till_done` returns, `async_stop` comes to its end, and the process
# ends in the middle of the order that was being made.
#
# Who is hurt: code that stores or closes something after a cancel: what it had to keep
# is lost at a restart, now and then.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/core.py (`async_block_till_done`, `async_stop`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
own=$(dirname "${BASH_SOURCE[0]}")/../.cache/python3.14/usr/bin/python3.14
"${PYTHON:-$own}" -m venv --without-pip "$folder/venv"
python3 -m pip --python "$folder/venv/bin/python" install -qq \
    pytest-homeassistant-custom-component==0.13.375
cat >"$folder/test_look.py" <<'PYTHON'
import asyncio

from homeassistant.const import __version__


async def test_stop(hass):
    kept = []

    async def work():
        try:
            await asyncio.sleep(100)
        finally:
            await asyncio.sleep(0.3)
            kept.append("order")

    task = hass.async_create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    print("\nHome Assistant", __version__)
    await hass.async_block_till_done()
    print("  after async_block_till_done:", kept, "ended:", task.done())
    assert not task.done()
    await hass.async_stop(force=True)
    print("  after async_stop:", kept, "ended:", task.done())
    assert not task.done()
    await asyncio.sleep(1)
    print("  later:", kept, "ended:", task.done())
    assert kept == ["order"]
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     after async_block_till_done: [] ended: False
#     after async_stop: [] ended: False
#     later: ['order'] ended: True
#   1 passed

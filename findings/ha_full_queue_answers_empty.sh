#!/usr/bin/env bash
# A script that runs as often as it may answers a call with nothing, as if it had run.
#
# A good guess: if `mode: queued` has no place left, the call that wants the script's
# response fails, or waits. The caller asked for a response and can't go on without one.
#
# What happens: the call succeeds at once with an empty response, `{}`. The only trace is
# a warning in the log. `continue_on_error` has nothing to go by, and a template that
# reads the response gets an undefined value.
#
# Who is hurt: everybody who wraps a read or a write of a device in a script and calls it
# from several automations: the write didn't leave, and nothing says so.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/helpers/script.py (`Script.async_run`, max_exceeded).
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
from homeassistant.core import SupportsResponse
from homeassistant.setup import async_setup_component

ASK = {
    "mode": "queued",
    "max": 2,
    "sequence": [
        {"action": "device.ask", "response_variable": "got"},
        {"stop": "it has answered", "response_variable": "got"},
    ],
}


async def test_full_queue(hass):
    device_answers = asyncio.Event()
    asked = 0

    async def ask(call):
        nonlocal asked
        asked += 1
        await device_answers.wait()
        return {"power": 5}

    hass.services.async_register(
        "device", "ask", ask, supports_response=SupportsResponse.ONLY
    )
    assert await async_setup_component(hass, "script", {"script": {"ask": ASK}})
    calls = [
        asyncio.create_task(
            hass.services.async_call("script", "ask", blocking=True, return_response=True)
        )
        for _ in range(4)
    ]
    await asyncio.sleep(0.1)
    device_answers.set()
    replies = await asyncio.gather(*calls)
    print("\nHome Assistant", __version__)
    print("  four calls, room for two:", replies)
    print("  the device was asked", asked, "times, and no call failed")
    assert replies == [{"power": 5}, {"power": 5}, {}, {}]
    assert asked == 2
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     four calls, room for two: [{'power': 5}, {'power': 5}, {}, {}]
#     the device was asked 2 times, and no call failed
#   1 passed

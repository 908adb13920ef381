#!/usr/bin/env bash
# `continue_on_error: true` doesn't continue if the action isn't there.
#
# A good guess: with it, a script goes on whatever a call comes to; an action that can't be
# found is the plainest of errors.
#
# What happens: an action that is missing counts as a mistake of the script, and ends it
# with everything that was to come. But an action is also missing while its integration is
# being set up again, or couldn't be. So the same script goes on when a device refuses, and
# ends when the integration isn't loaded.
#
# Who is hurt: automations with a safe end, such as one that charges a battery and then puts
# the reserve back, or that warns if a call has failed: the last steps don't run.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/helpers/script.py (`_handle_exception`, `CONFIGURATION_ERRORS`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
own=$(dirname "${BASH_SOURCE[0]}")/../.cache/python3.14/usr/bin/python3.14
"${PYTHON:-$own}" -m venv --without-pip "$folder/venv"
python3 -m pip --python "$folder/venv/bin/python" install -qq \
    pytest-homeassistant-custom-component==0.13.375
cat >"$folder/test_look.py" <<'PYTHON'
from homeassistant.const import __version__
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceNotFound,
    ServiceValidationError,
)
from homeassistant.setup import async_setup_component

SEQUENCE = [
    {"action": "device.write", "continue_on_error": True},
    {"action": "notify.owner"},
]


async def test_end(hass):
    warned = []
    hass.services.async_register("notify", "owner", warned.append)
    assert await async_setup_component(
        hass, "script", {"script": {"look": {"sequence": SEQUENCE}}}
    )
    print("\nHome Assistant", __version__)
    found = {}
    for name, error in (
        ("the device is away", HomeAssistantError("away")),
        ("the device refuses", ServiceValidationError("no")),
        ("the integration isn't loaded", None),
    ):
        warned.clear()
        hass.services.async_remove("device", "write")
        if error:

            async def write(call, error=error):
                raise error

            hass.services.async_register("device", "write", write)
        try:
            await hass.services.async_call("script", "look", blocking=True)
        except ServiceNotFound:
            pass
        found[name] = bool(warned)
        print(f"  {name}: {'goes on' if warned else 'ends, nobody is told'}")
    assert list(found.values()) == [True, True, False]
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     the device is away: goes on
#     the device refuses: goes on
#     the integration isn't loaded: ends, nobody is told
#   1 passed

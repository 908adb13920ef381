#!/usr/bin/env bash
# In a loop, a response variable shows an earlier round's reply after a call that failed.
#
# A good guess: after an action with `continue_on_error: true` has failed, its
# `response_variable` is undefined or empty, so that a condition can see the failure.
#
# What happens: the variable is left as it is. In the second round of a loop it still has
# the reply of the first, and the rest of the round works with it.
#
# Who is hurt: loops over several devices or pages that sum what they read: a device that
# is away counts with the numbers of the one before.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/helpers/script.py (`_async_step_call_service`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
own=$(dirname "${BASH_SOURCE[0]}")/../.cache/python3.14/usr/bin/python3.14
"${PYTHON:-$own}" -m venv --without-pip "$folder/venv"
python3 -m pip --python "$folder/venv/bin/python" install -qq \
    pytest-homeassistant-custom-component==0.13.375
cat >"$folder/test_look.py" <<'PYTHON'
from homeassistant.const import __version__
from homeassistant.core import SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

READ = {
    "sequence": [
        {
            "repeat": {
                "for_each": ["roof", "garage", "barn"],
                "sequence": [
                    {
                        "action": "device.read",
                        "data": {"name": "{{ repeat.item }}"},
                        "response_variable": "got",
                        "continue_on_error": True,
                    },
                    {
                        "action": "device.tell",
                        "data": {"name": "{{ repeat.item }}", "power": "{{ got.power }}"},
                    },
                ],
            }
        }
    ]
}
POWER = {"roof": 4100, "barn": 900}


async def test_loop(hass):
    told = []

    async def read(call):
        if call.data["name"] not in POWER:
            raise HomeAssistantError("it is away")
        return {"power": POWER[call.data["name"]]}

    hass.services.async_register(
        "device", "read", read, supports_response=SupportsResponse.ONLY
    )
    hass.services.async_register(
        "device", "tell", lambda call: told.append((call.data["name"], call.data["power"]))
    )
    assert await async_setup_component(hass, "script", {"script": {"read": READ}})
    await hass.services.async_call("script", "read", blocking=True)
    print("\nHome Assistant", __version__)
    for name, power in told:
        print(f"  {name}: {power} W{'' if name in POWER else ', though it is away'}")
    assert told == [("roof", 4100), ("garage", 4100), ("barn", 900)]
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     roof: 4100 W
#     garage: 4100 W, though it is away
#     barn: 900 W
#   1 passed

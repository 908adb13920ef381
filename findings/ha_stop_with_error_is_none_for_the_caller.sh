#!/usr/bin/env bash
# A script that ends by `stop` with `error: true` has succeeded, says its caller's call.
#
# A good guess: `stop` with `error: true` is how a script fails on purpose. Whoever called
# it gets an error, as after an action that failed, and stops there, too. The same for
# `continue_on_timeout: false`, which ends a script that has waited in vain.
#
# What happens: both end the script that they stand in, and its trace shows an error. The
# call itself succeeds with an empty response, `{}`, and the caller's next action runs. A
# template that can't be rendered is an error for the caller as well.
#
# Who is hurt: everybody whose script refuses to write to a device with `stop`: an
# automation that calls it goes on, and tells that the device was written to.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/helpers/script.py (`_AbortScript`, which leaves no script that
# was called by its action).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
own=$(dirname "${BASH_SOURCE[0]}")/../.cache/python3.14/usr/bin/python3.14
"${PYTHON:-$own}" -m venv --without-pip "$folder/venv"
python3 -m pip --python "$folder/venv/bin/python" install -qq \
    pytest-homeassistant-custom-component==0.13.375
cat >"$folder/test_look.py" <<'PYTHON'
from homeassistant.const import __version__
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

ENDS = {
    "stop": {"stop": "there is no battery", "error": True},
    "wait": {
        "wait_template": "{{ is_state('sensor.relay', 'open') }}",
        "timeout": {"milliseconds": 1},
        "continue_on_timeout": False,
    },
    "template": {"variables": {"failed": "{% include 'no such file' %}"}},
}


async def test_callers(hass):
    scripts = {name: {"sequence": [end]} for name, end in ENDS.items()}
    for name in ENDS:
        scripts[f"calls_{name}"] = {
            "sequence": [
                {"action": f"script.{name}", "response_variable": "got"},
                {"event": "went_on", "event_data": {"after": name, "got": "{{ got }}"}},
            ]
        }
    assert await async_setup_component(hass, "script", {"script": scripts})
    went_on = []
    hass.bus.async_listen("went_on", lambda event: went_on.append(event.data))
    failed = []
    for name in ENDS:
        try:
            await hass.services.async_call("script", f"calls_{name}", blocking=True)
        except HomeAssistantError as err:
            failed.append((name, type(err).__name__))
    await hass.async_block_till_done()
    print("\nHome Assistant", __version__)
    for one in went_on:
        print("  the caller goes on:", one)
    for one in failed:
        print("  the caller fails:", *one)
    assert went_on == [
        {"after": "stop", "got": {}},
        {"after": "wait", "got": {}},
    ]
    assert failed == [("template", "TemplateError")]
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     the caller goes on: {'after': 'stop', 'got': {}}
#     the caller goes on: {'after': 'wait', 'got': {}}
#     the caller fails: template TemplateError
#   1 passed

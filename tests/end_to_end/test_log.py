"""What Home Assistant's log says against the integration is found."""

import asyncio
from pathlib import Path
import shutil

import pytest

from demo.home import INTEGRATION, HomeAssistant, complaints

SPOILT = """

from homeassistant.helpers.frame import report_usage
import warnings

_good_setup = async_setup


async def async_setup(hass, config):
    report_usage("uses what is on its way out", breaks_in_ha_version="2030.1")
    warnings.warn("Python will drop it", DeprecationWarning, stacklevel=1)
    return await _good_setup(hass, config)
"""
RECORDS = """\
2026-11-24 21:00:00.000 INFO (MainThread) [homeassistant.setup] Setup of domain \
enphase_envoy_raw_data took 0.01 seconds
2026-11-24 21:00:00.100 WARNING (MainThread) [homeassistant.loader] We found a custom \
integration enphase_envoy_raw_data which has not been tested
2026-11-24 21:00:00.200 WARNING (MainThread) [homeassistant.components.http] A port
2026-11-24 21:00:00.300 ERROR (MainThread) [homeassistant] Error doing job
Traceback (most recent call last):
  File "custom_components/enphase_envoy_raw_data/send.py", line 1, in send
ValueError
2026-11-24 21:00:00.400 WARNING (MainThread) [py.warnings] Of another's
"""


def test_records() -> None:
    """Of all records, that of our own trouble is found, with all its lines."""
    [found] = complaints(RECORDS)
    assert found.startswith("2026-11-24 21:00:00.300 ERROR")
    assert found.endswith("ValueError")


@pytest.mark.usefixtures("socket_enabled")
async def test_deprecation(tmp_path: Path) -> None:
    """Warnings of Home Assistant and of Python about the integration are found."""
    spoilt = tmp_path / INTEGRATION.name
    await asyncio.to_thread(shutil.copytree, INTEGRATION, spoilt)
    with (spoilt / "__init__.py").open("a") as code:
        code.write(SPOILT)
    async with HomeAssistant(integration=spoilt, usual_port=0) as home:
        # An action of the integration is what has it loaded without an entry.
        with (home.folder / "configuration.yaml").open("a") as configuration:
            configuration.write(f"{INTEGRATION.name}:\n")
        await home.start()
        found = "\n".join(home.complaints())
    assert "uses what is on its way out" in found
    assert "DeprecationWarning: Python will drop it" in found

#!/usr/bin/env bash
# `energy_produced` of an inverter doesn't grow with the energy of its reading.
#
# A good guess: it is the energy of the last reading. The gateway says how many joules
# were produced in how many seconds, and 3,600 joules are one watt-hour.
#
# What happens: the joules are divided by the seconds of the reading, and then by 3.6. So
# it is the mean power in other units (milliwatt-hours a second). Readings of 5 and of 15
# minutes at the same power have the same `energy_produced`, though one holds three times
# the energy of the other. Energy in watt-hours is `joulesProduced / 3600`.
#
# Who is hurt: whoever adds the readings of a day to get its energy. The sum depends on how
# many readings there were, not on what was produced.
#
# Versions: pyenphase 4.2.0. Source: `EnvoyInverter.from_device_data` in
# pyenphase/models/inverter.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq pyenphase==4.2.0
cat >"$folder/look.py" <<'PYTHON'
from importlib.metadata import version

from pyenphase.models.inverter import EnvoyInverter


def device(watts: int, seconds: int) -> dict:
    """Return an inverter of /ivp/pdm/device_data after a reading at this power."""
    return {
        "devName": "pcu",
        "sn": "123456789012",
        "active": True,
        "channels": [
            {
                "watts": {"now": watts, "max": 300},
                "lastReading": {
                    "endDate": 1700000000,
                    "duration": seconds,
                    "joulesProduced": watts * seconds,
                },
            }
        ],
    }


print("pyenphase", version("pyenphase"))
found = []
for watts, seconds in ((180, 300), (180, 900), (90, 900)):
    produced = EnvoyInverter.from_device_data(device(watts, seconds)).energy_produced
    print(
        f"  {watts} W for {seconds} s: {watts * seconds / 3600:g} Wh,"
        f" energy_produced {produced}"
    )
    found.append(produced)
assert found == [50.0, 50.0, 25.0]
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Seen:
#   pyenphase 4.2.0
#     180 W for 300 s: 15 Wh, energy_produced 50.0
#     180 W for 900 s: 45 Wh, energy_produced 50.0
#     90 W for 900 s: 22.5 Wh, energy_produced 25.0

#!/usr/bin/env bash
# pyenphase hands on the energy of a lifetime as that of today, and of the last week.
#
# A good guess: a library that corrects what firmware 8.3.5433 mixes up (the total
# consumption of power now and of the lifetime) also notices that whToday of the
# production meter is its whLifetime there, to the last digit, or gives nothing.
#
# What happens: `watt_hours_today` and `watt_hours_last_7_days` are the lifetime.
# The same is said of consumption without a meter, on older firmware: there
# `watt_hours_today` repeats the production's lifetime, and activeCount 0, which tells
# that nothing measures, isn't looked at by the model.
#
# Who is hurt: anybody who shows or sums the energy of a day: 14 MWh of it. The two
# numbers are never the same after the first day, so it can be seen in the reply.
#
# Versions: pyenphase 4.2.0. Source: `from_production` in
# pyenphase/models/system_production.py and system_consumption.py. All numbers below
# are invented; the shape is that of the firmware.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq pyenphase==4.2.0
cat >"$folder/look.py" <<'PYTHON'
from importlib.metadata import version

from pyenphase.models.system_consumption import EnvoySystemConsumption
from pyenphase.models.system_production import EnvoySystemProduction

LIFETIME = 14_000_123.456
NEWEST = {
    "production": [
        {"type": "inverters", "activeCount": 12, "wNow": 2700, "whLifetime": 13_900_000},
        {
            "type": "eim",
            "activeCount": 1,
            "measurementType": "production",
            "wNow": 350.25,
            "whLifetime": LIFETIME,
            "whToday": LIFETIME,
            "whLastSevenDays": LIFETIME,
        },
    ],
}
# Firmware 7.3 without a meter for the consumption.
WITHOUT_METER = {
    "consumption": [
        {
            "type": "eim",
            "activeCount": 0,
            "measurementType": "total-consumption",
            "wNow": 350.25,
            "whLifetime": LIFETIME,
            "whToday": LIFETIME,
            "whLastSevenDays": 90_000.5,
        }
    ]
}

made = EnvoySystemProduction.from_production(NEWEST)
used = EnvoySystemConsumption.from_production(WITHOUT_METER)
print(f"pyenphase {version('pyenphase')}")
print("8.3.5433, made today:", made.watt_hours_today, "Wh")
print("8.3.5433, made in seven days:", made.watt_hours_last_7_days, "Wh")
print("7.3 without a meter, the house uses:", used.watts_now, "W")
print("7.3 without a meter, used today:", used.watt_hours_today, "Wh")
assert made.watt_hours_today == made.watt_hours_lifetime, "this has changed"
assert made.watt_hours_last_7_days == made.watt_hours_lifetime, "this has changed"
assert used.watt_hours_today == used.watt_hours_lifetime, "this has changed"
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Output seen, with Python 3.11.7:
# pyenphase 4.2.0
# 8.3.5433, made today: 14000123 Wh
# 8.3.5433, made in seven days: 14000123 Wh
# 7.3 without a meter, the house uses: 350 W
# 7.3 without a meter, used today: 14000123 Wh

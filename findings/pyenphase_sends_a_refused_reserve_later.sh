#!/usr/bin/env bash
# A reserve that the gateway has refused leaves with pyenphase's next tariff write.
#
# A good guess: when `set_reserve_soc()` raises, nothing has changed, neither at the
# gateway nor in the client. A later `enable_charge_from_grid()` changes what its name
# says.
#
# What happens: the model is changed before the request, and isn't changed back when
# the request fails. Every tariff write sends the whole model. So the next one, which
# is about something else, brings the refused reserve to the gateway. The same write
# leaves out each key of the tariff that the model doesn't know, and a list of
# `seasons_sell` that is empty, so a gateway that takes the document in place of its
# own loses them.
#
# Versions: pyenphase 4.2.0, aiohttp 3.13.5. Source: `set_reserve_soc` and
# `enable_charge_from_grid` in pyenphase/envoy.py, `to_api` in models/tariff.py. That
# the gateway takes the whole document: pyenphase's docs/known_issues.md.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq pyenphase==4.2.0 aiohttp==3.13.5
cat >"$folder/look.py" <<'PYTHON'
import asyncio
from importlib.metadata import version
from typing import Any

from aiohttp import web
from pyenphase import Envoy
from pyenphase.exceptions import EnvoyHTTPStatusError

INFO = (
    "<?xml version='1.0'?><envoy_info><device><sn>123456789012</sn>"
    "<pn>800-00000-r01</pn><software>R6.0.0</software></device></envoy_info>"
)
TARIFF: dict[str, Any] = {
    "currency": {"code": "EUR"},
    "logger": "mylogger",
    "date": "1700000000",
    "storage_settings": {
        "mode": "self-consumption",
        "operation_mode_sub_type": "",
        "reserved_soc": 20.0,
        "very_low_soc": 5,
        "charge_from_grid": False,
        "date": "1700000000",
    },
    "single_rate": {"rate": 0.3, "sell": 0.1},
    "seasons": [],
    "seasons_sell": [],
}
PAGES: dict[str, Any] = {
    "/admin/lib/tariff": {"tariff": TARIFF, "schedule": {}},
    "/api/v1/production": {
        "wattHoursToday": 1,
        "wattHoursSevenDays": 1,
        "wattHoursLifetime": 1,
        "wattsNow": 1,
    },
    "/api/v1/production/inverters": [],
    "/ivp/ensemble/inventory": [{"type": "ENCHARGE", "devices": []}],
    "/ivp/ensemble/secctrl": {
        "ENC_agg_soc": 50,
        "ENC_agg_soh": 100,
        "ENC_agg_avail_energy": 1750,
        "Enc_max_available_capacity": 3500,
        "ENC_agg_backup_energy": 700,
        "adjusted_backup_soc": 20,
        "configured_backup_soc": 20,
        "agg_soc": 50,
        "Max_energy": 3500,
        "acb_agg_soc": 0,
        "acb_agg_energy": 0,
    },
    "/ivp/ensemble/power": {"devices:": []},
}
written: list[dict[str, Any]] = []


async def answer(request: web.Request) -> web.Response:
    if request.path == "/info":
        return web.Response(text=INFO)
    if request.method == "PUT":
        written.append((await request.json())["tariff"])
        if len(written) == 1:
            return web.json_response({"error": "busy"}, status=503)
        return web.json_response({"tariff": written[-1]})
    if request.path in PAGES:
        return web.json_response(PAGES[request.path])
    return web.Response(status=404)


async def main() -> None:
    app = web.Application()
    app.router.add_route("*", "/{page:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    envoy = Envoy(f"127.0.0.1:{runner.addresses[0][1]}")
    await envoy.setup()
    await envoy.authenticate("envoy", "789012")
    await envoy.update()
    print(f"pyenphase {version('pyenphase')}, aiohttp {version('aiohttp')}")
    try:
        await envoy.set_reserve_soc(80)
    except EnvoyHTTPStatusError as err:
        print("set_reserve_soc(80) is refused with", err.status_code)
    await envoy.enable_charge_from_grid()
    sent = written[1]
    settings = sent["storage_settings"]
    print("enable_charge_from_grid() sends charge_from_grid:", settings["charge_from_grid"])
    print("and the reserve that was refused:", settings["reserved_soc"])
    print("and not:", sorted(TARIFF.keys() - sent.keys()))
    assert settings["charge_from_grid"] is True, "this has changed"
    assert settings["reserved_soc"] == 80.0, "this has changed"
    assert sorted(TARIFF.keys() - sent.keys()) == ["seasons_sell"], "this has changed"
    await envoy.close()
    await runner.cleanup()


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Output seen:
# pyenphase 4.2.0, aiohttp 3.13.5
# set_reserve_soc(80) is refused with 503
# enable_charge_from_grid() sends charge_from_grid: True
# and the reserve that was refused: 80.0
# and not: ['seasons_sell']

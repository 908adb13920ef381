#!/usr/bin/env bash
# pyenphase sends a GET where it was told to DELETE, POST or PUT, if there is no body.
#
# A good guess: `request(endpoint, data, method)` sends the method that it is given.
#
# What happens: the method counts only together with data that are true. With None or an
# empty dictionary, whatever the method, a GET leaves, and the reply is that of a GET: the
# caller believes that something was deleted.
#
# Who is hurt: anybody who deletes, or who posts to a page that wants no body.
#
# Versions: pyenphase 4.2.0, aiohttp 3.13.5. Source: `Envoy.request` and `Envoy._request`
# in pyenphase/envoy.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq pyenphase==4.2.0 aiohttp==3.13.5
cat >"$folder/look.py" <<'PYTHON'
import asyncio
from importlib.metadata import version

from aiohttp import web
from pyenphase import Envoy

INFO = (
    "<?xml version='1.0'?><envoy_info><device><sn>123456789012</sn>"
    "<pn>800-00000-r01</pn><software>R5.0.0</software></device></envoy_info>"
)
PAGE = "/ivp/ensemble/generator"
arrived: list[str] = []


async def answer(request: web.Request) -> web.Response:
    if request.path == "/info":
        return web.Response(text=INFO)
    if request.path == PAGE:
        arrived.append(f"{request.method} {await request.text()}".strip())
    return web.json_response({})


async def main() -> None:
    app = web.Application()
    app.router.add_route("*", "/{page:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    envoy = Envoy(f"127.0.0.1:{runner.addresses[0][1]}")
    await envoy.setup()
    await envoy.authenticate("envoy", "secret")
    told = [
        ("DELETE", None),
        ("POST", None),
        ("PUT", {}),
        ("DELETE", {}),
        ("PUT", {"a": 1}),
    ]
    for method, data in told:
        await envoy.request(PAGE, data=data, method=method)
    await envoy.close()
    await runner.cleanup()
    print("pyenphase", version("pyenphase"), "aiohttp", version("aiohttp"))
    for (method, data), found in zip(told, arrived, strict=True):
        print(f"  {method} with {data}: {found} arrived")
    assert arrived == ["GET", "GET", "GET", "GET", 'PUT {"a":1}']


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Seen:
#   pyenphase 4.2.0 aiohttp 3.13.5
#     DELETE with None: GET arrived
#     POST with None: GET arrived
#     PUT with {}: GET arrived
#     DELETE with {}: GET arrived
#     PUT with {'a': 1}: PUT {"a":1} arrived

#!/usr/bin/env bash
# A write of pyenphase whose reply is lost is sent again, though it was carried out.
#
# A good guess: a client may repeat reads, but a POST that has left may have done its
# work, so a lost reply is an error for the caller to look into. `request()` documents
# retries "on client connection issues or timeouts" without a word on methods.
#
# What happens: GET, PUT and POST are all repeated, up to four times. A gateway that
# closes the connection after it has carried out a POST gets that POST four times, and
# the caller gets the reply of the last one, or the error of the last one.
#
# Who is hurt: anybody whose write isn't the same twice, such as one that toggles or
# adds, and anybody who counts writes to a relay.
#
# Versions: pyenphase 4.2.0, aiohttp 3.13.5. Source: `Envoy.request` in
# pyenphase/envoy.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq pyenphase==4.2.0 aiohttp==3.13.5
cat >"$folder/look.py" <<'PYTHON'
import asyncio
from importlib.metadata import version
import logging

from aiohttp import web
from pyenphase import Envoy

INFO = (
    "<?xml version='1.0'?><envoy_info><device><sn>123456789012</sn>"
    "<pn>800-00000-r01</pn><software>R5.0.0</software></device></envoy_info>"
)
carried_out: list[str] = []


async def info(_: web.Request) -> web.Response:
    return web.Response(text=INFO)


async def write(request: web.Request) -> web.Response:
    body = await request.text()
    carried_out.append(f"{request.method} {body}")
    if request.method == "POST" and len(carried_out) < 4:
        # The work is done; the reply doesn't make it.
        request.transport.close()
    return web.json_response({"done": len(carried_out)})


async def main() -> None:
    logging.getLogger("aiohttp.server").disabled = True
    app = web.Application()
    app.router.add_get("/info", info)
    app.router.add_route("*", "/ivp/ensemble/relay", write)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    envoy = Envoy(f"127.0.0.1:{port}")
    envoy.set_retry_policy(wait_multiplier=0)  # only to be quick
    await envoy.setup()
    await envoy.authenticate("envoy", "789012")
    reply = await envoy.request("/ivp/ensemble/relay", {"mains_admin_state": "open"})
    print(f"pyenphase {version('pyenphase')}, aiohttp {version('aiohttp')}")
    print(f"one call of request() was carried out {len(carried_out)} times:")
    print(*carried_out, sep="\n")
    print("the caller sees:", reply.status, await reply.text())
    assert carried_out == ['POST {"mains_admin_state":"open"}'] * 4, "this has changed"
    await envoy.close()
    await runner.cleanup()


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Output seen:
# pyenphase 4.2.0, aiohttp 3.13.5
# one call of request() was carried out 4 times:
# POST {"mains_admin_state":"open"}
# POST {"mains_admin_state":"open"}
# POST {"mains_admin_state":"open"}
# POST {"mains_admin_state":"open"}
# the caller sees: 200 {"done": 4}

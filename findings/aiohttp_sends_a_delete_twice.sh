#!/usr/bin/env bash
# aiohttp sends a PUT or DELETE a second time by itself.
#
# A good guess: a plain `ClientSession`, without middleware or any setting for retries,
# sends each request once. If the server closes the connection without a reply, the
# caller gets ServerDisconnectedError and knows that the request may have been carried
# out.
#
# What happens: on a connection that was used before, GET, HEAD, OPTIONS, TRACE, PUT
# and DELETE are sent again on a new one, once, and the caller doesn't learn of it.
# HTTP calls these methods idempotent; a gateway's PUT that starts a scan, or a DELETE
# that stops one, is carried out twice. POST and PATCH are sent once. There is no
# argument of `request()` or of the session to switch it off.
#
# Versions: aiohttp 3.13.5. Source: `_retry_connection` and `IDEMPOTENT_METHODS` in
# aiohttp/client.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq aiohttp==3.13.5
cat >"$folder/look.py" <<'PYTHON'
import asyncio
from importlib.metadata import version

import aiohttp
from aiohttp import web

arrived: list[str] = []


async def answer(request: web.Request) -> web.Response:
    await request.read()
    arrived.append(request.method)
    if request.method != "GET" and arrived.count(request.method) == 1:
        # The work is done; the reply doesn't make it.
        request.transport.close()
    return web.json_response({})


async def main() -> None:
    app = web.Application()
    app.router.add_route("*", "/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    print(f"aiohttp {version('aiohttp')}")
    seen: dict[str, tuple[int, str]] = {}
    async with aiohttp.ClientSession() as session:
        for method in ("PUT", "DELETE", "POST", "PATCH"):
            async with session.get(url):
                pass  # from now on there is a connection that was used before
            try:
                async with session.request(method, url) as response:
                    outcome = str(response.status)
            except aiohttp.ClientError as err:
                outcome = type(err).__name__
            seen[method] = (arrived.count(method), outcome)
            print(f"{method}: arrived {seen[method][0]} times, caller sees {outcome}")
    assert seen == {
        "PUT": (2, "200"),
        "DELETE": (2, "200"),
        "POST": (1, "ServerDisconnectedError"),
        "PATCH": (1, "ServerDisconnectedError"),
    }, "this has changed"
    await runner.cleanup()


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Output seen:
# aiohttp 3.13.5
# PUT: arrived 2 times, caller sees 200
# DELETE: arrived 2 times, caller sees 200
# POST: arrived 1 times, caller sees ServerDisconnectedError
# PATCH: arrived 1 times, caller sees ServerDisconnectedError

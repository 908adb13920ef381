#!/usr/bin/env bash
# aiohttp does a full TLS handshake for each new connection, whatever the server offers.
#
# A good guess: clients resume TLS sessions. One SSLContext is used for all connections
# to a host, the server issues tickets and keeps its own session cache, so only the
# first handshake is a full one. So it is with curl and with browsers.
#
# What happens: a Python client resumes only if a session is handed over when the
# connection is made. `ssl.SSLContext.wrap_bio()` takes one; asyncio's
# `create_connection()` has no argument for it, and aiohttp is built on that. So every
# handshake is a full one. On a gateway with a slow processor that is most of the time
# of a call. Handed over by hand, the same session is taken by the same server.
#
# Versions: aiohttp 3.13.5, trustme 1.2.1, Python 3.11 and later. Source:
# `create_connection` in asyncio/base_events.py, `TCPConnector` in aiohttp/connector.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq aiohttp==3.13.5 trustme==1.2.1
cat >"$folder/look.py" <<'PYTHON'
import asyncio
from importlib.metadata import version
import platform
import socket
import ssl

import aiohttp
from aiohttp import web
import trustme

reused: list[bool] = []


async def answer(request: web.Request) -> web.Response:
    connection = request.transport.get_extra_info("ssl_object")
    reused.append(connection.session_reused)
    return web.Response(text="hello", headers={"Connection": "close"})


def by_hand(port: int, context: ssl.SSLContext) -> list[bool]:
    """Ask twice, the second time with the session of the first."""
    results: list[bool] = []
    session = None
    for _ in range(2):
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            context.wrap_socket(
                plain, server_hostname="localhost", session=session
            ) as connection,
        ):
            connection.sendall(
                b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            while connection.recv(1024):
                pass
            results.append(connection.session_reused)
            session = connection.session
    return results


async def main() -> None:
    ca = trustme.CA()
    for_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert("localhost").configure_cert(for_server)
    for_client = ssl.create_default_context()
    ca.configure_trust(for_client)
    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=for_server).start()
    port = runner.addresses[0][1]
    print(f"aiohttp {version('aiohttp')}, Python {platform.python_version()}")
    connector = aiohttp.TCPConnector(ssl=for_client)
    async with aiohttp.ClientSession(connector=connector) as session:
        for _ in range(3):
            async with session.get(f"https://localhost:{port}/") as response:
                await response.read()
    print("aiohttp, three connections, resumed:", reused)
    hand = await asyncio.to_thread(by_hand, port, for_client)
    print("by hand, two connections, resumed:", hand)
    assert reused[:3] == [False, False, False], "this has changed"
    assert hand == [False, True], "this has changed"
    await runner.cleanup()


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Output seen:
# aiohttp 3.13.5, Python 3.11.7
# aiohttp, three connections, resumed: [False, False, False]
# by hand, two connections, resumed: [False, True]

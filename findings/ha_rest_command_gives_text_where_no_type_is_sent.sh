#!/usr/bin/env bash
# `rest_command` hands on JSON as text if the device sends no Content-Type.
#
# A good guess: what a page says is parsed if it is JSON, as the `rest` sensor of the same
# Home Assistant does. At worst, text that isn't JSON is an error.
#
# What happens: only the type `application/json` is parsed. Without any type, aiohttp takes
# it for `application/octet-stream`, and the response variable has text. A template that
# reads a key of it gets an undefined value, not an error that says why; a default
# hides that.
#
# Who is hurt: owners of Enphase gateways. Their native pages (each under /ivp/, the tariff
# from 8.2 on) have no Content-Type. `{{ page.content.frequency | default(0) }}` is 0 for
# ever; `(page.content | from_json).frequency` is right.
#
# Versions: Home Assistant 2026.10.4, Python 3.14. Home Assistant needs Python 3.14.2; set
# PYTHON to one. Without it, that of scripts/setup is taken.
# Source: homeassistant/components/rest_command/__init__.py; the recorded replies of
# gateways with firmware 7 and 8.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
own=$(dirname "${BASH_SOURCE[0]}")/../.cache/python3.14/usr/bin/python3.14
"${PYTHON:-$own}" -m venv --without-pip "$folder/venv"
python3 -m pip --python "$folder/venv/bin/python" install -qq \
    pytest-homeassistant-custom-component==0.13.375
cat >"$folder/test_look.py" <<'PYTHON'
import asyncio

from homeassistant.const import __version__
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component

BODY = b'{"frequency": 49.98}'


async def answer(reader, writer):
    """Answer as the gateway's own pages do; /typed with a type."""
    request = await reader.readuntil(b"\r\n\r\n")
    kind = b"Content-Type: application/json\r\n" if b"/typed" in request else b""
    head = b"HTTP/1.1 200 OK\r\n%bContent-Length: %d\r\n" % (kind, len(BODY))
    writer.write(head + b"Connection: close\r\n\r\n" + BODY)
    await writer.drain()
    writer.close()


async def test_types(hass, socket_enabled):
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    commands = {name: {"url": f"{host}/{name}"} for name in ("typed", "untyped")}
    assert await async_setup_component(hass, "rest_command", {"rest_command": commands})
    print("\nHome Assistant", __version__)
    found = {}
    for name in commands:
        page = await hass.services.async_call(
            "rest_command", name, blocking=True, return_response=True
        )
        template = Template("{{ page.content.frequency | default(0) }}", hass)
        read = template.async_render({"page": page})
        print(f"  {name}: {type(page['content']).__name__}, the template gives {read}")
        found[name] = read
    server.close()
    assert found == {"typed": 49.98, "untyped": 0}
PYTHON
cd "$folder"
"$folder/venv/bin/python" -m pytest -q -s -p no:cacheprovider --asyncio-mode=auto \
    test_look.py 2>/dev/null | grep -aE "^(Home Assistant|  )|passed|failed"

# Seen:
#   Home Assistant 2026.10.4
#     typed: dict, the template gives 49.98
#     untyped: str, the template gives 0
#   1 passed

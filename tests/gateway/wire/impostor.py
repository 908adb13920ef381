"""What poses as the gateway: another device at its address."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Write,
    build_body,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.wire import Tickets

from ..conftest import Connect, Start
from ..support import SETTINGS, CloseAfter, write, written

OTHER = "999999999999"

READ = f"GET {SETTINGS}"
WRITE = f"POST {SETTINGS}"
INFO = "GET /info"
CHECK = "GET /auth/check_jwt"
BODY = build_body({"enable": True}, "POST")

COPIED = pytest.mark.parametrize("copied", [True, False], ids=["copied", "its own"])
TICKETS = pytest.mark.parametrize("tickets", Tickets)
VERSIONS = pytest.mark.parametrize("version", ["1.2", "1.3"])
CLOSES = pytest.mark.parametrize("closes", [True, False], ids=["closes", "keeps"])

type Call = Callable[[GatewayClient], Awaitable[object]]


async def merge(client: GatewayClient) -> None:
    """Write once, with what is there merged in."""
    change = Write(method="POST", endpoint=SETTINGS, body=BODY, merge=True)
    await written(client, change)


CALLS = pytest.mark.parametrize("call", [write, merge], ids=["write", "merge"])


def exchange(gateway: GatewaySimulator, *, copied: bool) -> None:
    """Have another device take the address."""
    gateway.set_serial(OTHER)
    if not copied:
        gateway.change_certificate()


async def arrival() -> None:
    """Wait until the end of the connections that were cut has arrived."""
    await asyncio.sleep(0.01)


async def known(
    start: Start,
    connect: Connect,
    *,
    version: str = "1.2",
    tickets: Tickets = Tickets.TAKEN,
    closes: bool = False,
) -> tuple[GatewaySimulator, GatewayClient]:
    """Return a gateway that has been read from and written to, and its client."""
    gateway = await start("8.3", tls_version=version)
    gateway.tickets = tickets
    if closes:
        gateway.faults.add(None, CloseAfter())
    client = connect(gateway)
    await client.read(SETTINGS)
    await write(client)
    gateway.journal.clear()
    return gateway, client

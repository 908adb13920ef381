"""Odd framing, and gateways that can't be reached, as callers see it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
import time
from typing import override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from gateway_simulator import CloudSimulator, GatewaySimulator, Received, faults
from gateway_simulator.wire import Answer, Framing, Reply
from tests.listening import listening

from ..dialog import Dialog
from ..helpers import (
    INVERTERS,
    TARIFF,
    call,
    entry_data,
    load,
    make_entry,
    raw_server,
    read,
    refusal,
    send,
    set_up,
)

SETTINGS = "/ivp/ss/gen_schedule"

# First byte of every TLS connection.
_HANDSHAKE = b"\x16"


@dataclass(frozen=True)
class Framed(faults.Fault):
    """The normal reply with other headers around it."""

    framing: Framing = Framing.LENGTH
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, and frame it anew."""
        reply = await answer(request)
        headers = list(self.headers)
        if self.framing is Framing.CHUNKED:
            headers.append(("Content-Length", str(len(reply.body))))
        return replace(
            reply,
            headers=[*reply.headers, *headers],
            framing=self.framing,
            declared_length=self.length,
        )


BOTH = Framed(Framing.CHUNKED)
"""A length and chunks at once, as firmware 5.0.49 to 5.0.62 sends them."""


@pytest.mark.parametrize("gateway", ["5.0", "8.3"], indirect=True)
async def test_length_and_chunks(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Such a gateway is added, read and written like any other, and asked once."""
    gateway.faults.add(None, BOTH)
    dialog = await Dialog.add(hass)
    login = (
        {"token": gateway.token(), "use_manual_token": True}
        if gateway.token_login
        else {"username": "installer", "password": "", "use_manual_token": False}
    )
    if gateway.token_login:
        await dialog.submit(host=gateway.host, use_manual_token=True)
    result = await dialog.submit(host=gateway.host, **login)
    assert result["type"] is FlowResultType.CREATE_ENTRY, dialog.errors
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    gateway.journal.clear()
    page = gateway.device.documents[INVERTERS]
    assert await read(hass, entry, INVERTERS) == page
    tariff = "/admin/lib/tariff" if gateway.token_login else "/api/v1/production"
    assert await read(hass, entry, tariff)
    assert gateway.journal.count(path=INVERTERS) <= 2  # a digest login asks twice


async def test_a_write_with_length_and_chunks(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Its reply is read, so that its outcome is known."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, BOTH)
    await send(
        hass,
        entry,
        SETTINGS,
        method="POST",
        data={"exercise_config": {"day": "Sun"}},
    )
    assert len(gateway.journal.writes) == 1


async def test_plain_text_that_is_called_compressed(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """It is taken as it is."""
    entry = await load(hass, gateway)
    gateway.faults.add(INVERTERS, Framed(headers=(("Content-Encoding", "gzip"),)))
    page = gateway.device.documents[INVERTERS]
    assert await read(hass, entry, INVERTERS) == page
    assert gateway.journal.count() == 1


async def test_more_than_its_length(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """It is asked for once, and the error says that asking again doesn't help."""
    entry = await load(hass, gateway)
    fault = Framed(length=5)
    gateway.faults.add(INVERTERS, fault)
    gateway.faults.add(TARIFF, fault)
    begin = time.monotonic()
    text = await refusal(read(hass, entry, INVERTERS), "broken_reply")
    assert time.monotonic() - begin < 2
    assert gateway.journal.count(path=INVERTERS) == 1
    assert "Asking again does not help" in text
    await refusal(
        send(hass, entry, TARIFF, data={"tariff": {}}), "outcome_unknown_broken"
    )
    assert len(gateway.journal.writes) == 1


async def test_off(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A person waits for some seconds; who has time says so."""
    entry = await load(hass, gateway)
    await gateway.stop()
    for fields, shortest, longest in (({}, 2, 6), ({"timeout": 9}, 6, 10)):
        begin = time.monotonic()
        text = await refusal(
            read(hass, entry, INVERTERS, **fields), "cannot_connect_refused"
        )
        assert shortest < time.monotonic() - begin < longest
        assert "Tried" not in text


async def test_resets(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A connection that is reset is given up as soon."""
    async with raw_server(reset=True) as host:
        entry = await load(hass, gateway)
        data = entry_data(gateway, host=host)
        hass.config_entries.async_update_entry(entry, data=data)
        begin = time.monotonic()
        await set_up(hass, make_entry(hass, gateway, data))
        assert time.monotonic() - begin < 9


async def test_starting(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A gateway that says that it starts is waited for, longer than one that is off."""
    entry = await load(hass, gateway)
    rule = gateway.faults.add(INVERTERS, faults.busy())
    asyncio.get_running_loop().call_later(7, gateway.faults.remove, rule)
    begin = time.monotonic()
    assert await read(hass, entry, INVERTERS)
    assert time.monotonic() - begin > 6
    assert rule.hits > 1


async def test_tried_once(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Nobody hears of one try in no time; of several, how many and how long."""
    entry = await load(hass, gateway)
    gateway.faults.add(TARIFF, faults.busy())
    text = await refusal(send(hass, entry, TARIFF, data={"tariff": {}}), "busy")
    assert "Tried" not in text
    text = await refusal(read(hass, entry, TARIFF, timeout=2), "busy_still")
    assert "Tried 1 times" not in text
    assert "Tried 2 times in 1 seconds" in text


async def test_no_advice_of_a_write_for_a_read(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A read that meets 500 is not told to read the endpoint."""
    entry = await load(hass, gateway)
    gateway.faults.add(TARIFF, faults.Fixed(500, "no"))
    assert "Read the endpoint" not in await refusal(
        read(hass, entry, TARIFF), "failed_on_read"
    )
    assert "Read the endpoint" in await refusal(
        send(hass, entry, TARIFF, data={"tariff": {}}), "refused_internally"
    )


@asynccontextmanager
async def plain_http(answer: bytes) -> AsyncIterator[str]:
    """Run something that speaks HTTP only; yield its host and port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.read(1) in (_HANDSHAKE, b""):
            writer.transport.abort()
            return
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with listening(serve) as host:
        yield host


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (
            b"HTTP/1.1 301 Moved\r\nLocation: https://x/\r\nContent-Length: 0\r\n\r\n",
            "redirected",
        ),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", "busy"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nrouter", "not_a_gateway"),
    ],
)
async def test_https_is_closed(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    answer: bytes,
    key: str,
) -> None:
    """What HTTP says is the error, in the form as in a call."""
    async with plain_http(answer) as host:
        dialog = await Dialog.add(hass)
        await dialog.submit(host=host, username="a@example.com", password="b" * 9)
        assert dialog.errors == {"host": key}
        data = entry_data(gateway, host=host)
        entry = await set_up(hass, make_entry(hass, gateway, data))
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert entry.error_reason_translation_key in (key, f"{key}_still")
        calling = call(
            hass, "read_data", config_entry_id=entry.entry_id, endpoint=INVERTERS
        )
        text = await refusal(calling, "entry_retrying", callers_mistake=True)
        assert "refuses the connection" not in text
    assert cloud.journal.requests == []

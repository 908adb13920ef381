"""TLS and connections as openresty has them: tickets, keep-alive, what they cost."""

import asyncio
from dataclasses import dataclass, field
import socket
import ssl
import time

import aiohttp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
import pytest

from gateway_simulator import GatewaySimulator
from gateway_simulator.wire import VERSIONS, Handshakes, Tickets

from .helpers import ask, connect

VERSION = pytest.mark.parametrize("version", VERSIONS)
GET = b"GET /info HTTP/1.1\r\nHost: gateway\r\n\r\n"


def context() -> ssl.SSLContext:
    """Return one that takes any certificate."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


@dataclass
class Resuming:
    """A client of Python's own that offers its last session each time."""

    context: ssl.SSLContext = field(default_factory=context)
    session: ssl.SSLSession | None = None
    version: str | None = ""

    async def call(self, gateway: GatewaySimulator) -> bool:
        """Ask on a new connection; return whether the session was resumed."""
        return await asyncio.to_thread(self._call, gateway.port)

    def _call(self, port: int) -> bool:
        """Ask, and block until the reply begins."""
        with (
            socket.create_connection(("127.0.0.1", port)) as plain,
            self.context.wrap_socket(plain, session=self.session) as connection,
        ):
            connection.sendall(GET)
            assert connection.recv(8) == b"HTTP/1.1"
            self.session = connection.session
            self.version = connection.version()
            return bool(connection.session_reused)


@VERSION
async def test_sessions_are_resumed(version: str) -> None:
    """Each further connection resumes, and both kinds of handshakes are counted."""
    client = Resuming()
    async with GatewaySimulator("8.3", tls_version=version) as gateway:
        assert [await client.call(gateway) for _ in range(3)] == [False, True, True]
        assert client.version == f"TLSv{version}"
        assert gateway.handshakes == Handshakes(full=1, resumed=2)


async def test_the_usual_version() -> None:
    """Openresty 1.17.8 speaks TLS 1.3 only where it was told to."""
    client = Resuming()
    async with GatewaySimulator("8.3") as gateway:
        await client.call(gateway)
    assert client.version == "TLSv1.2"


@VERSION
async def test_the_key_is_made_anew(version: str) -> None:
    """After a restart no ticket is taken, and none of another gateway ever is."""
    client = Resuming()
    async with (
        GatewaySimulator("8.3", tls_version=version) as gateway,
        GatewaySimulator("8.3", tls_version=version) as twin,
    ):
        assert twin.fingerprint == gateway.fingerprint
        await client.call(gateway)
        assert not await client.call(twin)
        await client.call(gateway)
        await gateway.restart()
        assert not await client.call(gateway)
        assert await client.call(gateway)
        gateway.set_serial("999999999999")
        assert not await client.call(gateway)
        assert await client.call(gateway)
        gateway.change_certificate()
        assert not await client.call(gateway)
        assert await client.call(gateway)
        gateway.expire_tickets()
        assert not await client.call(gateway)


@VERSION
async def test_tickets_last_five_minutes(version: str) -> None:
    """From the full handshake with TLS 1.2, from the last one with TLS 1.3."""
    client = Resuming()
    async with GatewaySimulator("8.3", tls_version=version) as gateway:
        await client.call(gateway)
        gateway.advance(200)
        assert await client.call(gateway)
        gateway.advance(200)
        assert await client.call(gateway) is (version == "1.3")
        gateway.advance(301)
        assert not await client.call(gateway)
        gateway.ticket_lifetime = 7200
        gateway.advance(7000)
        assert await client.call(gateway)


@VERSION
@pytest.mark.parametrize("tickets", [Tickets.NONE, Tickets.REFUSED])
async def test_no_tickets(version: str, tickets: Tickets) -> None:
    """None are handed out, or they are and don't help."""
    client = Resuming()
    async with GatewaySimulator("8.3", tls_version=version) as gateway:
        await client.call(gateway)
        gateway.tickets = tickets
        assert not await client.call(gateway)
        assert client.session is not None
        if version == "1.3" and tickets is Tickets.NONE:
            assert not client.session.has_ticket
        assert not await client.call(gateway)
        gateway.tickets = Tickets.TAKEN
        await client.call(gateway)
        assert await client.call(gateway)


@VERSION
async def test_a_slow_processor(version: str) -> None:
    """A full handshake costs what it is told to, a resumed one nothing."""
    client = Resuming()
    cost = 0.15
    async with GatewaySimulator(
        "8.3", tls_version=version, handshake_cost=cost
    ) as gateway:
        for is_resumed in (False, True):
            begun, used = time.monotonic(), gateway.cpu_seconds
            shaken = gateway.handshakes.cpu_seconds
            assert await client.call(gateway) is is_resumed
            assert (time.monotonic() - begun > cost) is not is_resumed
            # It is waited for, so that the processor's own time can be measured.
            spent = gateway.cpu_seconds - used
            assert 0 < gateway.handshakes.cpu_seconds - shaken < spent < cost


async def test_a_key_that_takes_time(gateway: GatewaySimulator) -> None:
    """RSA with 2048 bits; each gateway has one of its own."""
    pem = await asyncio.to_thread(
        ssl.get_server_certificate, ("127.0.0.1", gateway.port)
    )
    key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    assert isinstance(key, RSAPublicKey)
    assert key.key_size == 2048
    assert GatewaySimulator("7.6").fingerprint != gateway.fingerprint


async def test_idle_connections_end(gateway: GatewaySimulator) -> None:
    """After 75 seconds, counted from the last reply."""
    assert gateway.habits.keep_alive == 75
    reader, writer = await connect(gateway)
    for seconds in (60, 60):
        writer.write(GET)
        assert await reader.readuntil(b"</envoy_info>\n")
        gateway.advance(seconds)
        await asyncio.sleep(0.02)
        assert not reader.at_eof()
    gateway.advance(15)
    assert await asyncio.wait_for(reader.read(), 1) == b""
    writer.transport.abort()


async def test_idle_connections_end_in_real_time(gateway: GatewaySimulator) -> None:
    """So they do without anybody who moves the clock."""
    gateway.habits.keep_alive = 0.1
    reader, writer = await connect(gateway)
    writer.write(GET)
    assert (await asyncio.wait_for(reader.read(), 1)).endswith(b"</envoy_info>\n")
    writer.transport.abort()


async def test_it_may_say_how_long(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """By default it doesn't, as openresty."""
    assert "Keep-Alive" not in (await ask(client, gateway, "/info")).headers
    gateway.habits.tells = True
    reply = await ask(client, gateway, "/info")
    assert reply.headers["Keep-Alive"] == "timeout=75"
    assert reply.headers["Connection"] == "keep-alive"


async def test_a_hundred_requests(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The hundredth reply says that it is the last one."""
    said = [
        (await ask(client, gateway, "/info")).headers["Connection"] for _ in range(101)
    ]
    assert said == ["keep-alive"] * 99 + ["close", "keep-alive"]
    assert gateway.handshakes.full == 2


async def test_it_may_close_without_a_word(gateway: GatewaySimulator) -> None:
    """The reply promises to keep the connection, which ends."""
    gateway.habits.closes_silently = True
    reader, writer = await connect(gateway)
    writer.write(GET)
    reply = await asyncio.wait_for(reader.read(), 1)
    assert b"Connection: keep-alive" in reply
    assert reply.endswith(b"</envoy_info>\n")
    writer.transport.abort()


async def test_another_gateway_has_none_of_its_connections(
    gateway: GatewaySimulator,
) -> None:
    """What was open to the one before is cut."""
    reader, writer = await connect(gateway)
    writer.write(GET)
    await reader.readuntil(b"</envoy_info>\n")
    gateway.set_serial("999999999999")
    with pytest.raises(ConnectionError):
        await asyncio.wait_for(reader.read(), 1)
    writer.transport.abort()

"""The certificate is looked at before anything leaves on a new connection."""

import asyncio
from hashlib import sha256
from pathlib import Path
import ssl

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Identity
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    CertificateChanged,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.connections import (
    gateway_context,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import NewCertificate
from gateway_simulator.wire.tls import certificate

from ..conftest import Connect, Start, new_session
from ..support import SETTINGS, CloseAfter, asked, send

PAGE = "/ivp/meters"


class Owner:
    """Knows one certificate and refuses every other."""

    def __init__(self, gateway: GatewaySimulator) -> None:
        """Know the certificate that the gateway has now."""
        self.known = gateway.fingerprint
        self.seen: list[str] = []

    def look(self, found: str) -> None:
        """Refuse another certificate."""
        self.seen.append(found)
        if found != self.known:
            raise CertificateChanged(self.known, found)


async def anothers_view(gateway: GatewaySimulator) -> str:
    """Return the SHA-256 of the certificate as Python's own client sees it."""
    address = ("127.0.0.1", gateway.port)
    pem = await asyncio.to_thread(ssl.get_server_certificate, address)
    return sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


async def test_once_for_each_connection(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """It is what everybody else sees there, and it costs no request."""
    owner = Owner(gateway)
    client = connect(gateway, on_certificate=owner.look)
    assert client.certificate == ""
    await client.read(PAGE)
    await client.read(PAGE)
    assert owner.seen == [gateway.fingerprint]
    assert client.certificate == gateway.fingerprint
    assert await anothers_view(gateway) == gateway.fingerprint
    assert asked(gateway.journal) == ["GET /info", *[f"GET {PAGE}"] * 2]

    gateway.faults.add(PAGE, CloseAfter(), times=1)
    await client.read(PAGE)
    await client.read(PAGE)
    assert owner.seen == [gateway.fingerprint] * 2


async def test_nothing_leaves_when_it_is_refused(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Neither a read nor a write nor a question who is there reaches it."""
    owner = Owner(gateway)
    client = connect(gateway, on_certificate=owner.look)
    gateway.faults.add(PAGE, NewCertificate(gateway.change_certificate), times=1)
    await client.read(PAGE)
    gateway.journal.clear()

    for _ in range(2):
        for call in (
            client.read(PAGE),
            send(client, "POST", SETTINGS, {}),
            client.identify(),
        ):
            with pytest.raises(CertificateChanged) as caught:
                await call
            assert caught.value.known == owner.known
            assert caught.value.found == gateway.fingerprint != owner.known

    assert not gateway.journal.requests
    owner.known = gateway.fingerprint
    assert (await client.read(PAGE)).status == 200
    assert (await send(client, "POST", SETTINGS, {})).status == 200
    assert len(gateway.journal.writes) == 1


async def test_a_write_that_meets_it_was_not_sent(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """A write is not said to have an unknown outcome, and nothing is forgotten."""
    owner = Owner(gateway)
    client = connect(gateway, on_certificate=owner.look)
    await client.read(SETTINGS)
    stored = len(client.cache)
    await gateway.stop()
    gateway.change_certificate()
    await gateway.start()
    gateway.journal.clear()

    with pytest.raises(CertificateChanged):
        await send(client, "POST", SETTINGS, {})

    assert not gateway.journal.requests
    assert len(client.cache) == stored


async def test_after_it_the_gateway_is_asked_who_it_is(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Another certificate may be another device's, even if it is accepted."""
    owner = Owner(gateway)
    client = connect(gateway, on_certificate=owner.look)
    gateway.faults.add(PAGE, NewCertificate(gateway.change_certificate), times=1)
    await client.read(PAGE)
    with pytest.raises(CertificateChanged):
        await client.read(PAGE)
    owner.known = gateway.fingerprint
    gateway.journal.clear()

    await client.read(PAGE)

    assert asked(gateway.journal) == ["GET /info", f"GET {PAGE}"]


async def test_no_way_around_by_plain_http(
    gateway: GatewaySimulator, connect: Connect
) -> None:
    """Who has no certificate at all gets nothing either."""
    owner = Owner(gateway)
    client = connect(gateway, on_certificate=owner.look)
    await client.read(PAGE)
    await gateway.stop()
    port = gateway.port
    async with GatewaySimulator("5.0", serial=gateway.serial, port=port) as impostor:
        with pytest.raises(CannotConnect):
            await client.read(PAGE, limit=1.5)
        with pytest.raises(CannotConnect):
            await client.identify()
        assert not impostor.journal.requests
    assert "" in owner.seen


async def test_plain_http_has_none(start: Start, connect: Connect) -> None:
    """Firmware before 7 is looked at, too, and shows nothing."""
    gateway = await start("5.0")
    seen: list[str] = []
    told: list[Identity] = []
    client = connect(gateway, on_certificate=seen.append, on_identity=told.append)
    await client.identify()
    assert seen == [""]
    assert client.certificate == ""
    assert not told[0].needs_token


async def test_what_is_agreed_at_the_handshake(
    real_sockets: None, tmp_path: Path
) -> None:
    """HTTP/1.1, also with a server that speaks newer protocols."""
    agreed: list[str | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        agreed.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    key = tmp_path / "key.pem"
    key.write_bytes(certificate("122000009999", 0).pem)
    speaks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speaks.load_cert_chain(key)
    speaks.set_alpn_protocols(["h2", "http/1.1"])
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=speaks)
    port = server.sockets[0].getsockname()[1]
    async with new_session() as session:
        reply = await session.get(f"https://127.0.0.1:{port}/")
        assert reply.status == 200
    assert agreed == ["http/1.1"]
    server.close()
    await server.wait_closed()


def test_no_other_device_in_the_middle_of_a_connection() -> None:
    """What Python takes for safe, and no second handshake on a connection."""
    usual = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).options
    assert usual & ssl.OP_NO_COMPRESSION
    assert gateway_context().options == usual | ssl.OP_NO_RENEGOTIATION

#!/usr/bin/env bash
# With TLS 1.3, the session that a client has after its handshake can't be resumed.
#
# A good guess: `ssl_object.session`, read as soon as the connection is there, is what the
# next connection needs, as it is with TLS 1.2.
#
# What happens: with TLS 1.3 the server hands out its ticket after the handshake, and the
# client reads it with the first reply. The session before that has no ticket; a
# connection that is given it makes a full handshake, and nothing says why. Read after
# the first reply, it is resumed. With TLS 1.2 both are.
#
# Who is hurt: pools that keep the session when a connection is made. Tests against
# OpenSSL with TLS 1.2 pass, and the gain is gone where a device speaks TLS 1.3.
#
# Versions: CPython 3.11.7 with OpenSSL 3.0.19, CPython 3.14.8; cryptography 45.0.7, for
# the certificate. Source: RFC 8446, 4.6.1; `ssl.SSLObject.session`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq cryptography==45.0.7
cat >"$folder/look.py" <<'PYTHON'
import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
import platform
import ssl
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


def certificate() -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = Path(sys.argv[0]).with_name("gateway.pem")
    file.write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(pem)
    )
    return file


class Context(ssl.SSLContext):
    kept: ssl.SSLSession | None = None

    def wrap_bio(self, *buffers, **options):
        return super().wrap_bio(*buffers, **{**options, "session": self.kept})


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if await reader.readline():
        writer.write(b"reply\n")
        await writer.drain()
    writer.close()


async def resumed(port: int, *, before_reply: bool) -> bool:
    context = Context(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    for _ in range(2):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        tls = writer.get_extra_info("ssl_object")
        if before_reply:
            context.kept = tls.session
        writer.write(b"request\n")
        await reader.readline()
        if not before_reply:
            context.kept = tls.session
        writer.close()
    return tls.session_reused


async def main() -> None:
    pem = certificate()
    print("CPython", platform.python_version(), ssl.OPENSSL_VERSION)
    for version in VERSIONS:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        context.minimum_version = context.maximum_version = version
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        early = await resumed(port, before_reply=True)
        late = await resumed(port, before_reply=False)
        server.close()
        print(f"  {version.name}: kept before the reply, resumed: {early};", end=" ")
        print(f"kept after it: {late}")
        assert early is (version is ssl.TLSVersion.TLSv1_2)
        assert late


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/look.py"

# Seen:
#   CPython 3.11.7 OpenSSL 3.0.19 27 Jan 2026
#     TLSv1_2: kept before the reply, resumed: True; kept after it: True
#     TLSv1_3: kept before the reply, resumed: False; kept after it: True

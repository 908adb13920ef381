"""The self-signed certificates of gateways."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
import hashlib
from pathlib import Path
import ssl
import tempfile
from typing import override

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from .faults import Fault
from .journal import Received
from .wire import Answer, Reply

# A gateway's certificate carries a made-up name that matches no address.
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway.invalid")])
# Long enough that no clock change in a test reaches its end.
_LIFETIME = timedelta(days=20 * 365)


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key."""

    pem: bytes
    fingerprint: str
    """SHA-256 in hexadecimal digits."""


@cache
def certificate(number: int) -> Certificate:
    """Return a certificate; each number has its own, made once per process."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _LIFETIME)
        .not_valid_after(now + _LIFETIME)
        .sign(key, hashes.SHA256())
    )
    return Certificate(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.public_bytes(Encoding.PEM),
        hashlib.sha256(made.public_bytes(Encoding.DER)).hexdigest(),
    )


class Tls:
    """The TLS of one gateway."""

    def __init__(self) -> None:
        """Start with the certificate that all simulated gateways have."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._number = 0
        self._show(certificate(self._number))

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate, in hexadecimal digits."""
        return certificate(self._number).fingerprint

    def change(self) -> None:
        """Show another certificate at each connection that is made from now on."""
        self._number += 1
        self._show(certificate(self._number))

    def _show(self, shown: Certificate) -> None:
        """Load a certificate; the ssl module reads keys from files only."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "gateway.pem")
            path.write_bytes(shown.pem)
            self.context.load_cert_chain(path)


@dataclass(frozen=True)
class NewCertificate(Fault):
    """After the reply the connection ends, and the next one has a new certificate."""

    change: Callable[[], None]
    """The gateway's `change_certificate`."""

    @override
    async def around(self, request: Received, answer: Answer) -> Reply:
        """Answer, then change."""
        reply = await answer(request)
        self.change()
        headers = [pair for pair in reply.headers if pair[0] != "Connection"]
        return replace(reply, headers=[*headers, ("Connection", "close")])

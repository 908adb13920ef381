"""The TLS of gateways: self-signed certificates, tickets, and what handshakes cost.

As openresty does it without being told otherwise: it hands out tickets and takes
them for five minutes, and their key is made anew at each start, so that no other
gateway, and not the same one after a restart, can resume a session.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
import hashlib
from pathlib import Path
import ssl
import tempfile
import time
from typing import Any, override

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

# A gateway's certificate carries a made-up name that matches no address.
_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway.invalid")])
# Long enough that no clock change in a test reaches its end.
_LIFETIME = timedelta(days=20 * 365)

VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
"""Versions of TLS; openresty 1.17.8 speaks 1.3 only where it was told to."""

# Seconds; openresty's `ssl_session_timeout`.
_TICKET_LIFETIME = 300.0


class Tickets(StrEnum):
    """What becomes of TLS session tickets."""

    TAKEN = "taken"
    REFUSED = "refused"
    """They are handed out and never taken."""
    NONE = "none"


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key."""

    pem: bytes
    fingerprint: str
    """SHA-256 in hexadecimal digits."""


@cache
def certificate(owner: str, number: int) -> Certificate:
    """Return a gateway's certificate of this number, made once per process."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
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


@dataclass(slots=True)
class Handshakes:
    """How many TLS handshakes came to their end."""

    full: int = 0
    resumed: int = 0
    cpu_seconds: float = field(default=0.0, compare=False)
    """Processor time of all steps, without what a slow processor is posed to take."""


class Tls:
    """The TLS of one gateway."""

    def __init__(
        self,
        owner: str,
        *,
        version: str,
        handshake_cost: float,
        seconds: Callable[[], float],
    ) -> None:
        """Begin with the first certificate of a gateway, its owner.

        A full handshake costs so many seconds of a slow processor, a resumed one
        nothing. `seconds` is a clock that only goes forward.
        """
        self.tickets = Tickets.TAKEN
        # Seconds for which a ticket is taken.
        self.ticket_lifetime = _TICKET_LIFETIME
        self.handshake_cost = handshake_cost
        self.handshakes = Handshakes()
        self._version = VERSIONS[version]
        self._seconds = seconds
        self._owner = owner
        self._number = 0
        # None makes a new one, with another key for tickets.
        self._context: ssl.SSLContext | None = None
        self._counts_from = 0.0

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the certificate, in hexadecimal digits."""
        return certificate(self._owner, self._number).fingerprint

    def begin(self) -> ssl.SSLContext:
        """Return what asyncio needs to listen; a start forgets all sessions."""
        self._context = self._new_context()
        entrance = _Entrance(ssl.PROTOCOL_TLS_SERVER)
        entrance.wrap = self._wrap
        return entrance

    def change(self) -> None:
        """Show another certificate at each connection that is made from now on."""
        self._number += 1
        self.forget_sessions()

    def forget_sessions(self) -> None:
        """Make the key of tickets anew, so that none of those before is taken."""
        self._context = None

    def _wrap(
        self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, **options: Any
    ) -> ssl.SSLObject:
        """Return TLS for a connection that begins."""
        is_over = self._seconds() - self._counts_from > self.ticket_lifetime
        if self._context is None or is_over or self.tickets is not Tickets.TAKEN:
            self._context = self._new_context()
        made = self._context.wrap_bio(incoming, outgoing, **options)
        if isinstance(made, _Handshake):
            made.watch(self, outgoing)
        return made

    def _new_context(self) -> ssl.SSLContext:
        """Return a context, whose key for tickets is its own."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = self._version
        context.sslobject_class = _Handshake
        if self.tickets is Tickets.NONE:
            context.options |= ssl.OP_NO_TICKET
            context.num_tickets = 0
        with tempfile.TemporaryDirectory() as folder:
            # The ssl module reads keys from files only.
            path = Path(folder, "gateway.pem")
            path.write_bytes(certificate(self._owner, self._number).pem)
            context.load_cert_chain(path)
        return context

    def hello(self, *, is_resumed: bool) -> None:
        """Spend the time of a slow processor, if a session is not resumed.

        openresty signs in the loop that serves all its connections, so everything
        waits for it, here as well.
        """
        if self.handshake_cost and not is_resumed:
            time.sleep(self.handshake_cost)

    def shaken(self, *, is_resumed: bool) -> None:
        """Count a handshake that came to its end.

        With TLS 1.2, tickets count from the full handshake; with 1.3, each handshake
        brings new ones.
        """
        if is_resumed:
            self.handshakes.resumed += 1
        else:
            self.handshakes.full += 1
        if not is_resumed or self._version is ssl.TLSVersion.TLSv1_3:
            self._counts_from = self._seconds()


class _Entrance(ssl.SSLContext):
    """Has each connection begin with the context of the moment."""

    wrap: Callable[..., ssl.SSLObject]

    @override
    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        """Return TLS over memory buffers, as asyncio wants it."""
        return self.wrap(*args, **options)


class _Handshake(ssl.SSLObject):
    """Tells of its handshake: after the client's hello, and at its end."""

    def watch(self, tls: Tls, outgoing: ssl.MemoryBIO) -> None:
        """Tell this one; what goes out stands in a buffer first."""
        self._tls = tls
        self._outgoing = outgoing
        self._was_hello = False

    @override
    def do_handshake(self) -> None:
        """Go on with the handshake."""
        begun = time.process_time()
        try:
            super().do_handshake()
        finally:
            self._tls.handshakes.cpu_seconds += time.process_time() - begun
            # With our first bytes it is decided whether a session is resumed.
            if self._outgoing.pending and not self._was_hello:
                self._was_hello = True
                self._tls.hello(is_resumed=self._is_resumed)
        self._tls.shaken(is_resumed=self._is_resumed)

    @property
    def _is_resumed(self) -> bool:
        """Tell whether it goes on with an earlier session."""
        return bool(self.session_reused)

"""Which gateway answers, and how certain that is at the moment."""

from collections.abc import Callable
from http import HTTPStatus
import time

from yarl import URL

from ..errors import (
    Busy,
    CannotConnect,
    CertificateChanged,
    NotAGateway,
    Redirected,
    TimedOut,
    WrongGateway,
)
from .connector import NewConnection
from .identity import INFO_ENDPOINT, LARGEST_INFO, Identity, parse_info
from .seen_certificates import SeenCertificates
from .side_requests import side_request
from .status import BUSY
from .transport import Transport


class IdentityCheck:
    """Asks a gateway who it is, and knows when it has to be asked again.

    Nobody else decides that: what reads and writes want to know, `is_in_doubt`,
    `has_told_over_what_is_kept`, `admits_read` and `admits_write` tell.
    """

    def __init__(
        self,
        transport: Transport,
        host: str,
        *,
        serial: str | None,
        on_identity: Callable[[Identity], None],
        certificates: SeenCertificates,
        limit: float,
        silence: float,
    ) -> None:
        """Expect the gateway with this serial; None takes the first that answers.

        `limit` is how many seconds `/info` may take, `silence` after how many
        seconds without a reply another gateway may have got the address.
        """
        self._transport = transport
        self._host = host
        self._serial = serial
        self._on_identity = on_identity
        self._certificates = certificates
        self._limit = limit
        self._silence = silence
        self._scheme = "https"
        self._heard_at: float | None = None
        """When the right gateway answered last; None if that is in doubt."""
        self._told_over: int | None = None
        """The number of the connection over which it told who it is, or that resumes
        the session of such a one."""
        self._certificate = ""
        """The certificate that it showed then; empty for plain HTTP."""
        self._resumption_proves = True
        """Whether no other gateway has ever resumed a session of this one."""
        self._reported: Identity | None = None
        self.identity: Identity | None = None
        """What the gateway last said of itself."""

    @property
    def firmware(self) -> str:
        """Return the version that it last told; empty if it never did."""
        return self.identity.firmware if self.identity else ""

    @property
    def is_in_doubt(self) -> bool:
        """Return whether it has to be asked before anything else."""
        return self._heard_at is None

    @property
    def has_connection(self) -> bool:
        """Return whether a connection is kept that a write may use."""
        return self._transport.connection(for_write=True) is not None

    def has_told_over_what_is_kept(self) -> bool:
        """Return whether it told who it is over the connection that a write may use.

        True if none is kept: what is made then is looked at when it is made.
        """
        kept = self._transport.connection(for_write=True)
        return kept is None or kept == self._told_over

    def compare(self, info: bytes) -> None:
        """Look who says so on an `/info` page that a caller has read.

        Raises WrongGateway.
        """
        try:
            found = parse_info(info).serial
        except NotAGateway:
            return
        if self._serial is not None and found != self._serial:
            self.doubt()
            raise WrongGateway(self._serial, found)

    def admits_read(self, connection: NewConnection) -> bool:
        """Return whether a read may leave on a new connection.

        A certificate that no other gateway has shown is enough for a read.
        """
        return (
            self._admits_resumed(connection)
            or self._was_heard_lately()
            or (
                connection.certificate != ""
                and connection.certificate == self._certificate
                and self._certificates.is_of_one(connection.certificate)
            )
        )

    def admits_write(self, connection: NewConnection) -> bool:
        """Return whether a write may leave on a new connection."""
        return self._admits_resumed(connection)

    def _admits_resumed(self, connection: NewConnection) -> bool:
        """Return whether it resumes the session in which the gateway told who it is.

        Only the device that holds the secret of that session can do so.
        """
        if not (
            connection.is_resumed
            and self._told_over == connection.number - 1
            and self._resumption_proves
        ):
            return False
        self._told_over = connection.number
        return True

    def _was_heard_lately(self) -> bool:
        """Return whether the right gateway has answered not long ago."""
        return (
            self._heard_at is not None
            and time.monotonic() - self._heard_at <= self._silence
        )

    def heard(self) -> None:
        """Take note of a reply of the right gateway."""
        self._heard_at = time.monotonic()

    def doubt(self) -> None:
        """Have the gateway asked again before anything else."""
        self._heard_at = None

    async def ask(self) -> Identity:
        """Read `/info`, by HTTPS or else by HTTP.

        Raises CannotConnect, Busy, TimedOut, Redirected, NotAGateway, WrongGateway
        or CertificateChanged.
        """
        self.doubt()
        before = self._told_over
        self._told_over = None
        identity = await self._info_by_any_scheme()
        self._serial = self._serial or identity.serial
        certificate = self._transport.certificate
        self._certificates.note(certificate, identity.serial)
        if identity.serial != self._serial:
            self._reported = None
            if before == self._transport.latest_connection:
                # The gateways share a secret, so that it proves nothing.
                self._resumption_proves = False
            raise WrongGateway(self._serial, identity.serial)
        self.heard()
        self._told_over = self._transport.latest_connection
        self._certificate = certificate
        self.identity = identity
        if identity != self._reported:
            self._reported = identity
            self._on_identity(identity)
        return identity

    async def _info_by_any_scheme(self) -> Identity:
        """Return what `/info` says by the scheme that worked last, or by the other.

        What an answer says goes before what the lack of one says.
        """
        other = "http" if self._scheme == "https" else "https"
        try:
            return await self._info(self._scheme)
        except (CannotConnect, Redirected, TimedOut) as first:
            try:
                identity = await self._info(other)
            except CannotConnect, CertificateChanged, TimedOut:
                raise first from None
            except Redirected:
                if isinstance(first, Redirected):
                    raise first from None
                raise
        self._scheme = other
        return identity

    async def _info(self, scheme: str) -> Identity:
        """Return what `/info` says by one scheme, `https` or `http`."""
        url = URL(f"{scheme}://{self._host}{INFO_ENDPOINT}", encoded=True)
        response = await side_request(
            self._transport, url, limit=self._limit, largest=LARGEST_INFO
        )
        if response.status in BUSY:
            raise Busy(response.status, response.words(), INFO_ENDPOINT)
        if 300 <= response.status < 400:
            raise Redirected(response.status, response.location[:200])
        if response.status != HTTPStatus.OK:
            raise NotAGateway
        return parse_info(response.body)

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
from .identity import INFO_ENDPOINT, LARGEST_INFO, Identity, parse_info
from .side_requests import side_request
from .status import BUSY
from .transport import Transport


class IdentityCheck:
    """Asks a gateway who it is, and knows when it has to be asked again.

    Nobody else decides that: what reads and writes want to know stands in
    `is_recent` and `covers_the_connection`.
    """

    def __init__(
        self,
        transport: Transport,
        host: str,
        *,
        serial: str | None,
        on_identity: Callable[[Identity], None],
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
        self._limit = limit
        self._silence = silence
        self._scheme = "https"
        self._heard_at: float | None = None
        """When the right gateway answered last; None if that is in doubt."""
        self._told_over: int | None = None
        """The number of the connection over which it told who it is."""
        self._reported: Identity | None = None
        self.identity: Identity | None = None
        """What the gateway last said of itself."""

    @property
    def firmware(self) -> str:
        """Return the version that it last told; empty if it never did."""
        return self.identity.firmware if self.identity else ""

    @property
    def is_recent(self) -> bool:
        """Return whether the right gateway has answered not long ago."""
        return (
            self._heard_at is not None
            and time.monotonic() - self._heard_at <= self._silence
        )

    @property
    def covers_the_connection(self) -> bool:
        """Return whether it told who it is over the connection that is kept alive."""
        return (
            self._heard_at is not None
            and self._told_over is not None
            and self._told_over == self._transport.connection
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
        identity = await self._info_by_any_scheme()
        self._serial = self._serial or identity.serial
        if identity.serial != self._serial:
            self._reported = None
            raise WrongGateway(self._serial, identity.serial)
        self.heard()
        self._told_over = self._transport.latest_connection
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

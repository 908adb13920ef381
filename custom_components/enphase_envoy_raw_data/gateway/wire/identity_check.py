"""Which gateway answers, and how certain that is at the moment."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
import time

from yarl import URL

from ..document import tells_of_sessions
from ..errors import (
    Busy,
    CannotConnect,
    CertificateChanged,
    InfoFailed,
    NotAGateway,
    Redirected,
    TimedOut,
    TooManySessions,
    WrongGateway,
)
from .connections import Connection, SeenCertificates
from .exchanges import Exchanges
from .identity import INFO_ENDPOINT, LARGEST_INFO, Identity, is_info, parse_info
from .own_requests import own_request
from .status import BUSY, NO_SESSION

_OTHER_SCHEME = {"http": "https", "https": "http"}

# What is wrong then is so by the other scheme, too.
_ABOUT_THE_HOST = ("name", "no_route")

# What says less than that the other scheme was connected and then silent.
_SAYS_LESS = ("other", "refused", "silent")

# Seconds for the other scheme of a gateway that is known to speak the one that is
# silent now; a host that is up takes or refuses a connection at once.
_LIMIT_AFTER_SILENCE = 2.0


class IdentityCheck:
    """Asks a gateway who it is, and knows when it has to be asked again.

    Nobody else decides that: what reads and writes want to know, `is_expired`,
    `is_up_to_date`, `admits` and `admits_after_telling` tell.
    """

    def __init__(
        self,
        transport: Exchanges,
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
        self._serial = serial or ""
        self._on_identity = on_identity
        self._certificates = certificates
        self._limit = limit
        self._silence = silence
        self._scheme = "https"
        self._confirmed_at: float | None = None
        """When the right gateway answered last; None if it has to tell
        again who it is."""
        self._certificate = ""
        """The certificate that it showed when it told who it is."""
        self._resumes = False
        """Whether it has resumed a session before."""
        self._reported: Identity | None = None
        self.identity: Identity | None = None
        """What the gateway last said of itself."""

    @property
    def firmware(self) -> str:
        """Return the version that it last told; empty if it never did."""
        return self.identity.firmware if self.identity else ""

    @property
    def serial(self) -> str:
        """Return the serial that it has to have; empty as long as any will do."""
        return self._serial

    @property
    def minutes_off(self) -> int:
        """Return by how many minutes the clocks differ; 0 for less than a few."""
        return self.identity.minutes_off if self.identity else 0

    @property
    def is_expired(self) -> bool:
        """Return whether it has to be asked before anything else."""
        return self._confirmed_at is None

    @property
    def is_up_to_date(self) -> bool:
        """Return whether it can't have got another firmware since it told its own.

        For that it would have to end the connection that is kept.
        """
        kept = self._transport.kept_for_writes
        return kept is not None and self._is_proven(kept)

    def admits(self, connection: Connection, *, must_identify: bool) -> bool:
        """Return whether a request may leave on a connection.

        Unless it `must_identify`, a certificate that no other gateway has shown will
        do; plain HTTP has none, so there it is a recent reply.
        """
        self._resumes = self._resumes or connection.is_resumed
        if self._is_proven(connection):
            return True
        if must_identify:
            return False
        if not connection.certificate:
            return (
                self._confirmed_at is not None
                and time.monotonic() - self._confirmed_at <= self._silence
            )
        return self._is_its_own(connection.certificate)

    def admits_after_telling(self, connection: Connection) -> bool:
        """Return whether a request may leave right after it has told who it is.

        It may have closed the connection over which it did so, as some do each. Then
        the next one has to be as those before: by its certificate, and resumed if
        this gateway resumes sessions.
        """
        if self._is_proven(connection):
            return True
        is_alike = connection.certificate == self._certificate and (
            connection.is_resumed or not self._resumes
        )
        if not is_alike:
            # If it has given up resuming them, the next call goes through.
            self._resumes = False
        return is_alike

    def _is_proven(self, connection: Connection) -> bool:
        """Return whether the right gateway is at the other end for certain.

        Only the device that holds the secret of a session can resume it, if devices
        have no secrets in common.
        """
        return connection.is_proven or (
            connection.has_proven_session and self._is_its_own(connection.certificate)
        )

    def _is_its_own(self, certificate: str) -> bool:
        """Return whether a certificate is this gateway's and no other's."""
        return certificate == self._certificate and self._certificates.is_of_one(
            certificate
        )

    def note_reply(self) -> None:
        """Take note of a reply of the right gateway."""
        self._confirmed_at = time.monotonic()

    def expire(self) -> None:
        """Have the gateway asked again before anything else."""
        self._confirmed_at = None

    async def ask(self) -> Identity:
        """Read `/info`, by HTTPS or else by HTTP.

        Raises CannotConnect, Busy, TimedOut, Redirected, NoIdentity, WrongGateway
        or CertificateChanged.
        """
        self.expire()
        identity = await self._info_by_any_scheme()
        self._take(identity)
        return identity

    def take(self, page: bytes) -> None:
        """Look which gateway answers, if a caller has read `/info`.

        Raises WrongGateway.
        """
        if is_info(page):
            with suppress(NotAGateway):
                self._take(parse_info(page))

    def _take(self, identity: Identity) -> None:
        """Take note of who has answered over the latest connection.

        Raises WrongGateway.
        """
        self._serial = self._serial or identity.serial
        is_right = identity.serial == self._serial
        if connection := self._transport.latest_connection:
            self._certificates.note(connection.certificate, identity.serial)
            connection.is_proven = is_right
        if not is_right:
            self.expire()
            self._reported = None
            raise WrongGateway(self._serial, identity.serial)
        self._certificate = self._transport.certificate
        self.note_reply()
        self.identity = identity
        if identity != self._reported:
            self._reported = identity
            self._on_identity(identity)

    async def _info_by_any_scheme(self) -> Identity:
        """Return what `/info` says by the scheme that worked last, or by the other.

        What an answer says goes before what the lack of one says.
        """
        other = _OTHER_SCHEME[self._scheme]
        try:
            return await self._info(self._scheme, self._limit)
        except (CannotConnect, Redirected, TimedOut) as first:
            limit = self._limit
            if isinstance(first, CannotConnect):
                if first.reason in _ABOUT_THE_HOST:
                    raise
                # A gateway that nobody has heard yet may speak the other one only.
                if first.reason == "silent" and self.identity:
                    limit = min(limit, _LIMIT_AFTER_SILENCE)
            try:
                identity = await self._info(other, limit)
            except TimedOut:
                if isinstance(first, CannotConnect) and first.reason in _SAYS_LESS:
                    raise
                raise first from None
            except CannotConnect, CertificateChanged:
                raise first from None
            except Redirected:
                if isinstance(first, Redirected):
                    raise first from None
                raise
        self._scheme = other
        return identity

    async def _info(self, scheme: str, limit: float) -> Identity:
        """Return what `/info` says by one scheme, `https` or `http`."""
        url = URL(f"{scheme}://{self._host}{INFO_ENDPOINT}", encoded=True)
        response = await own_request(
            self._transport, url, limit=limit, largest=LARGEST_INFO
        )
        status, words = response.meaning, response.words()
        if status in NO_SESSION and tells_of_sessions(words):
            raise TooManySessions(status, words)
        if status in BUSY:
            raise Busy(status, words, INFO_ENDPOINT)
        if 300 <= status < 400:
            raise Redirected(status, response.location)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status != response.status:
            raise InfoFailed(status, words)
        if status != HTTPStatus.OK:
            raise NotAGateway
        return parse_info(response.body)

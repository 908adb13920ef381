"""What can go wrong between a request and its reply."""

from dataclasses import dataclass, field

from .base import GatewayError


@dataclass(eq=False)
class ConnectionProblem(GatewayError):
    """The network or the gateway failed us, not the request."""

    attempts: int = field(default=1, init=False)
    """How often the request was tried."""

    seconds: float = field(default=0.0, init=False)
    """Over how many seconds it was tried."""


@dataclass(eq=False)
class CannotConnect(ConnectionProblem):
    """No connection could be made, so nothing was sent."""

    reason: str
    """Situation, as a key: `busy`, `lost`, `name`, `no_route`, `other`, `refused`,
    `reset`, `silent` or `tls`."""


class ConnectionLost(ConnectionProblem):
    """The connection broke after the request was sent and before its reply."""


class CutOff(ConnectionProblem):
    """The reply began and broke off."""


@dataclass(eq=False)
class TimedOut(ConnectionProblem):
    """The gateway was silent until the time limit."""

    limit: float
    """Time limit in seconds."""

    endpoint: str | None = None
    """The page that is silent, if it isn't the caller's: it is asked first, and the
    caller's request was not sent."""


@dataclass(eq=False)
class EndlessReply(GatewayError):
    """The reply had not ended at the time limit, or is a stream by its type."""

    limit: float
    """Time limit in seconds; 0 if the reply says itself that it is a stream."""


@dataclass(eq=False)
class BrokenReply(GatewayError):
    """The reply breaks the rules of HTTP; asking again won't help."""

    detail: str
    """What the reader stumbled over."""


@dataclass(eq=False)
class ReplyTooLarge(GatewayError):
    """The reply is larger than the size limit."""

    limit: int
    """Size limit in MiB."""


@dataclass(eq=False)
class UnusableReply(GatewayError):
    """The reply arrived whole and can't be handed on."""

    reason: str
    """Situation, as a key: `not_selectable`, `not_text`, `too_deep` or
    `xml_entities`."""

    detail: str = ""
    """What was wrong with it; empty if the reason says it all."""


@dataclass(eq=False)
class Redirected(GatewayError):
    """The gateway pointed elsewhere; it was not followed."""

    status: int
    location: str

    @property
    def to_error_page(self) -> bool:
        """Return whether it pointed to its error page, as for a missing page."""
        return self.location.lstrip("/").startswith("error")


@dataclass(eq=False)
class Refused(GatewayError):
    """The gateway answered with a status that is no success."""

    status: int

    answer: str
    """The gateway's own words, at most 500 characters."""


@dataclass(eq=False)
class RefusedInWords(GatewayError):
    """The gateway answered with a success, and said that it refuses."""

    status: int

    answer: str
    """The gateway's own words, at most 500 characters."""


@dataclass(eq=False)
class Busy(ConnectionProblem):
    """The gateway said that it is busy or starting (429, 503 or 504)."""

    status: int

    answer: str
    """The gateway's own words, at most 500 characters."""

    endpoint: str | None = None
    """The page that said so, if it isn't the caller's."""


@dataclass(eq=False)
class TooManySessions(GatewayError):
    """The gateway opens no more sessions; nothing is wrong with login or account."""

    status: int

    answer: str
    """The gateway's own words, at most 500 characters."""


@dataclass(eq=False)
class NoLoginCheck(GatewayError):
    """The gateway has no page that tells whether a token is good."""

    status: int

    answer: str
    """The gateway's own words, at most 500 characters."""


@dataclass(eq=False)
class NotAllowed(GatewayError):
    """The gateway accepts the login, but not for this endpoint."""

    status: int

    account: str
    """Role of the token (`owner`, `installer`) or the local user name."""

    answer: str
    """The gateway's own words, at most 500 characters."""


@dataclass(eq=False)
class OutcomeUnknown(GatewayError):
    """A write was sent, and its reply was lost or says nothing. It is not repeated."""

    method: str

    reason: str
    """Situation, as a key: `broken`, `cut_off`, `endless`, `gave_up`, `lost`,
    `no_status`, `redirected`, `timed_out` or `too_large`."""

    status: int | None = None
    """Status of the reply if it began."""


class Rehearsing(GatewayError):
    """A rehearsal is on, so a write must not leave; nothing was sent."""


@dataclass(eq=False)
class RehearsalFull(GatewayError):
    """No more writes can be rehearsed; nothing was sent."""

    most: int
    """Writes that a rehearsal keeps."""

    limit: int
    """Size limit of all of them in MiB."""


@dataclass(eq=False)
class RefusedBefore(GatewayError):
    """A rehearsed write that the gateway has refused when it was sent for real."""

    status: int

    at: str
    """When, as a person reads it."""


class NoIdentity(GatewayError):
    """Base: what answers at the address does not tell which gateway it is."""


class NotAGateway(NoIdentity):
    """Something answers at the address, but not with a gateway's identity page."""


@dataclass(eq=False)
class InfoFailed(NoIdentity):
    """What answers fails on the page that tells which gateway it is."""

    status: int

    answer: str
    """Its own words, at most 500 characters."""


@dataclass(eq=False)
class WrongGateway(GatewayError):
    """Another gateway answers at the address."""

    expected: str
    found: str


@dataclass(eq=False)
class QueueBusy(GatewayError):
    """Other requests took all the time that the call had; nothing was sent."""

    busy_with: str
    """What was under way at the end, such as `GET /home`."""

    waited: float
    """Seconds."""


@dataclass(eq=False)
class NotAsked(GatewayError):
    """Others took all the time of the call; nothing was sent for this endpoint."""

    limit: float
    """Seconds that the call had."""


@dataclass(eq=False)
class CertificateChanged(GatewayError):
    """The gateway shows another certificate than before; nothing was sent."""

    known: str
    """SHA-256 of the certificate that is remembered, in hexadecimal digits."""

    found: str
    """SHA-256 of the one at the connection; empty for plain HTTP."""


class Closed(GatewayError):
    """The client was closed before the request left."""


@dataclass(eq=False)
class NotRecorded(GatewayError):
    """A recording takes the place of the gateway, and it has no reply of this page."""

    reason: str
    """Situation, as a key: `left_out`, `no_reply` or `stream`."""

    detail: str = ""
    """What the recording says of it; empty if it says nothing."""

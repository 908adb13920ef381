"""What can go wrong between us and a gateway, as data.

Every error carries facts as attributes and no secret. The words that a person
reads are chosen in one place, outside this package.
"""

from dataclasses import dataclass, field, fields
from typing import override


@dataclass(eq=False)
class GatewayError(Exception):
    """Base of all errors that the gateway client raises."""

    began_with: int | None = field(default=None, init=False)
    """Status of a reply that began and did not end well; None if none began."""

    @override
    def __str__(self) -> str:
        """Return the name and the facts, for logs and tests."""
        facts = ", ".join(
            f"{fact.name}={getattr(self, fact.name)!r}"
            for fact in fields(self)
            if fact.init
        )
        return f"{type(self).__name__}({facts})"


@dataclass(eq=False)
class InputError(GatewayError):
    """What the caller gave was refused before anything was sent."""

    reason: str
    """Situation, as a key such as `no_leading_slash`."""

    detail: str = ""
    """The part of the input that the reason is about; empty if there is none."""

    there: str = ""
    """What the gateway has in its place; empty if that is no part of the reason."""


class InvalidHost(InputError):
    """The host is not a host name or address."""


class InvalidEndpoint(InputError):
    """The endpoint is not a path on the gateway."""


class InvalidData(InputError):
    """The data can't be sent as JSON."""


class InvalidExpression(InputError):
    """The JMESPath expression can't be used."""


class InvalidMethod(InputError):
    """The method is none that writes."""


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


@dataclass(eq=False)
class EndlessReply(GatewayError):
    """The reply had not ended at the time limit, or is a stream by its type."""

    limit: float
    """Time limit in seconds; 0 if the reply says itself that it is a stream."""


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
class Busy(ConnectionProblem):
    """The gateway said that it is busy or starting (429, 503 or 504)."""

    status: int

    answer: str
    """The gateway's own words, at most 500 characters."""

    endpoint: str | None = None
    """The page that said so, if it isn't the caller's."""


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
    """Situation, as a key: `cut_off`, `endless`, `gave_up`, `lost`, `redirected`,
    `timed_out` or `too_large`."""

    status: int | None = None
    """Status of the reply if it began."""


class NotAGateway(GatewayError):
    """Something answers at the address, but not with a gateway's identity page."""


@dataclass(eq=False)
class WrongGateway(GatewayError):
    """Another gateway answers at the address."""

    expected: str
    found: str


@dataclass(eq=False)
class LaneBusy(GatewayError):
    """Other requests took all the time that the call had; nothing was sent."""

    busy_with: str
    """What was under way at the end, such as `GET /home`."""

    waited: float
    """Seconds."""


@dataclass(eq=False)
class CertificateChanged(GatewayError):
    """The gateway shows another certificate than before; nothing was sent."""

    known: str
    """SHA-256 of the certificate that is remembered, in hexadecimal digits."""

    found: str
    """SHA-256 of the one at the connection; empty for plain HTTP."""


class Closed(GatewayError):
    """The client was closed while the call waited."""


class LoginError(GatewayError):
    """Base of what can go wrong with the login."""


@dataclass(eq=False)
class LoginMissing(LoginError):
    """The gateway's firmware needs a login that was not given."""

    firmware: str


class LoginRefused(LoginError):
    """The cloud says that user name or password is wrong."""


@dataclass(eq=False)
class LocalLoginRefused(LoginError):
    """The gateway itself refuses user name or password (firmware before 7)."""

    user: str


class MultiFactor(LoginError):
    """The account asks for a second factor, which can't be given here."""


class AccountLocked(LoginError):
    """The cloud has locked the account."""


@dataclass(eq=False)
class NoAccess(LoginError):
    """The account exists, but may not get a token for this gateway."""

    serial: str


class CloudUnreachable(LoginError):
    """The cloud did not answer in time."""


@dataclass(eq=False)
class CloudFailed(LoginError):
    """The cloud answered with something that is no login."""

    status: int | None
    """HTTP status; None if the reply had status 200 and no usable content."""


class NotAToken(LoginError):
    """The text is not a token."""


@dataclass(eq=False)
class TokenForOther(LoginError):
    """The token belongs to another gateway."""

    expected: str
    found: str


class TokenExpired(LoginError):
    """The gateway refuses the token, whose time is over."""


class TokenRefused(LoginError):
    """The gateway refuses the token, although its time is not over."""


TRANSIENT_LOGIN_ERRORS = (CloudUnreachable, CloudFailed)
"""Login errors that pass without anybody changing the login."""

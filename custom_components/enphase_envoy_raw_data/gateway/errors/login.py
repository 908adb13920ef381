"""What can go wrong with the login."""

from dataclasses import dataclass, field

from .base import GatewayError


class LoginError(GatewayError):
    """Base of what can go wrong with the login."""


class OwnerNeeded(LoginError):
    """Base of login errors that last until the owner does something."""


@dataclass(eq=False)
class LoginMissing(OwnerNeeded):
    """The gateway's firmware needs a login that was not given."""

    firmware: str


class LoginRefused(OwnerNeeded):
    """The cloud says that user name or password is wrong."""


@dataclass(eq=False)
class LocalLoginRefused(OwnerNeeded):
    """The gateway itself refuses user name or password (firmware before 7)."""

    user: str


class LoginUnwritable(OwnerNeeded):
    """User name or password is no text that anybody could have; nothing was sent."""


class MultiFactor(OwnerNeeded):
    """The account asks for a second factor: a code, which a person has to enter."""


class LoginUnfinished(OwnerNeeded):
    """The cloud neither refuses the login, nor gives a session, nor wants a code."""


class AccountLocked(OwnerNeeded):
    """The cloud has locked the account."""


class CodeMalformed(LoginError):
    """What was entered as a code is none; nothing was sent."""


class CodeRejected(OwnerNeeded):
    """The cloud has not taken the code."""


class CodeOutdated(OwnerNeeded):
    """The cloud has not taken the code, or would not: it is used or too old."""


class CodeLoginOver(OwnerNeeded):
    """The login that the code was for is over; it has to begin anew."""


@dataclass(eq=False)
class CodeTooSoon(LoginError):
    """A code was sent a moment ago; nothing was sent now."""

    seconds: int
    """Until a new code may be asked for."""

    elsewhere: bool = False
    """Whether it was sent for another login of the account, and is good there only."""


class TooManyCodes(OwnerNeeded):
    """The cloud sends no more codes for now."""


@dataclass(eq=False)
class NoAccess(OwnerNeeded):
    """The account exists, but may not get a token for this gateway."""

    serial: str


class CloudUnreachable(LoginError):
    """The cloud did not answer in time."""


@dataclass(eq=False)
class CloudFailed(LoginError):
    """The cloud answered with something that is no login."""

    status: int | None
    """HTTP status; None if the reply had status 200 and no usable content."""

    lasting: bool = field(default=False, init=False)
    """Whether nothing speaks for that it passes by itself."""


class NotAToken(OwnerNeeded):
    """The text is not a token."""


@dataclass(eq=False)
class TokenForOther(OwnerNeeded):
    """The token belongs to another gateway."""

    expected: str
    found: str


@dataclass(eq=False)
class DeadToken(OwnerNeeded):
    """The gateway refuses the token."""

    minutes_off: int = field(default=0, init=False)
    """Minutes by which its clock differs from ours; 0 for less than a few."""


class TokenExpired(DeadToken):
    """The gateway refuses the token, whose time is over."""


class TokenRefused(DeadToken):
    """The gateway refuses the token, although its time is not over."""

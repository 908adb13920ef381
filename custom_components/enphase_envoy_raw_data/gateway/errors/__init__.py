"""What can go wrong between us and a gateway, as data."""

from .base import GatewayError
from .exchange import (
    BrokenReply,
    Busy,
    CannotConnect,
    CertificateChanged,
    Closed,
    ConnectionLost,
    ConnectionProblem,
    CutOff,
    EndlessReply,
    NotAGateway,
    NotAllowed,
    OutcomeUnknown,
    QueueBusy,
    Redirected,
    Refused,
    ReplyTooLarge,
    TimedOut,
    UnusableReply,
    WrongGateway,
)
from .input import (
    InputError,
    InvalidData,
    InvalidEndpoint,
    InvalidExpression,
    InvalidHost,
    InvalidMethod,
)
from .login import (
    AccountLocked,
    CloudFailed,
    CloudUnreachable,
    LocalLoginRefused,
    LoginError,
    LoginMissing,
    LoginRefused,
    MultiFactor,
    NoAccess,
    NotAToken,
    OwnerNeeded,
    TokenExpired,
    TokenForOther,
    TokenRefused,
)

"""What went wrong after a write has left, so that nobody knows what became of it."""

from typing import Final

from ..errors import (
    BrokenReply,
    ConnectionLost,
    CutOff,
    EndlessReply,
    GatewayError,
    OutcomeUnknown,
    ReplyTooLarge,
    TimedOut,
)

# What may go wrong then, and the reason that its caller hears.
_AFTER_LEAVING: Final[dict[type[GatewayError], str]] = {
    BrokenReply: "broken",
    ConnectionLost: "lost",
    CutOff: "cut_off",
    EndlessReply: "endless",
    ReplyTooLarge: "too_large",
    TimedOut: "timed_out",
}


def in_doubt(err: GatewayError, method: str) -> OutcomeUnknown | None:
    """Return what a write's caller hears of an error; None if nothing has left."""
    if type(err) not in _AFTER_LEAVING:
        return None
    return OutcomeUnknown(method, _AFTER_LEAVING[type(err)], err.began_with)

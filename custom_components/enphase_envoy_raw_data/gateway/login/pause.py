"""How long the cloud isn't asked again after it gave no token."""

from collections.abc import Callable
from dataclasses import dataclass
import time

from ..errors import (
    AccountLocked,
    CodeOutdated,
    CodeRejected,
    LoginError,
    LoginRefused,
    LoginUnfinished,
    MultiFactor,
    OwnerNeeded,
)

# After a cloud that could not be reached, callers in line fail at once for so
# many seconds instead of waiting one by one for the same time-out.
_CLOUD_PAUSE = 30

# An account gets locked after some wrong passwords, wherever they come from,
# and the owner wants to log in, too. With these numbers the cloud sees five
# wrong passwords in eleven days, and a rejection by mistake heals in an hour.
_FIRST_PAUSE = 3600
_GROWTH = 6
_LONGEST_PAUSE = 30 * 86400

# More than there can be in years, and few enough to reckon with.
_MOST_IN_A_ROW = 100

# What is said of the account, and so stays true over a restart.
_KEPT = {
    kind.__name__: kind
    for kind in (
        AccountLocked,
        CodeOutdated,
        CodeRejected,
        LoginRefused,
        LoginUnfinished,
        MultiFactor,
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """What is to be kept over a restart; all of it fits into JSON."""

    reason: str
    """Name of the error that the last login ended with."""

    in_a_row: int
    """How many logins were rejected since the last one that succeeded."""

    until: float
    """When the cloud may be asked again, in seconds since 1970."""


def kept_rejections(kept: object) -> Rejections | None:
    """Return rejections that were kept as JSON; None if there are none to be read."""
    match kept:
        case {"reason": str() as reason, "in_a_row": int() as count, "until": until}:
            if count > 0 and isinstance(until, int | float):
                count = min(count, _MOST_IN_A_ROW)
                return Rejections(reason=reason, in_a_row=count, until=until)
    return None


class LoginPause:
    """Answers for the cloud while it is better not to ask it."""

    def __init__(
        self,
        kept: Rejections | None = None,
        on_rejected: Callable[[Rejections], None] = lambda _: None,
    ) -> None:
        """Go on with a pause that was kept; `on_rejected` gets what to keep."""
        self._on_rejected = on_rejected
        self._in_a_row = 0
        self._error: LoginError | None = None
        self._end = 0.0
        if kept and (kind := _KEPT.get(kept.reason)):
            self._in_a_row = kept.in_a_row
            # A clock that is wrong after the start must not make it endless.
            left = min(kept.until - time.time(), _length_after(kept.in_a_row))
            self.begin(kind(), left)

    def check(self) -> None:
        """Raise what the cloud said last if it isn't to be asked now."""
        if self._error and time.monotonic() < self._end:
            raise self._error.again()

    def begin(self, err: LoginError, seconds: float) -> None:
        """Answer with this error for some time."""
        self._error = err
        self._end = time.monotonic() + seconds

    def failed(self, err: LoginError) -> None:
        """Take note of a login that the cloud didn't answer, or rejected."""
        if not isinstance(err, OwnerNeeded):
            self.begin(err, _CLOUD_PAUSE)
            return
        self._in_a_row += 1
        length = _length_after(self._in_a_row)
        self.begin(err, length)
        reason = type(err).__name__
        if reason in _KEPT:
            self._on_rejected(
                Rejections(
                    reason=reason,
                    in_a_row=self._in_a_row,
                    until=time.time() + length,
                )
            )

    def succeeded(self) -> None:
        """Take note of a login that gave a token."""
        self._in_a_row = 0
        self._error = None


def _length_after(rejections: int) -> int:
    """Return the seconds to wait after so many rejections in a row."""
    return min(_FIRST_PAUSE * int(_GROWTH ** (rejections - 1)), _LONGEST_PAUSE)

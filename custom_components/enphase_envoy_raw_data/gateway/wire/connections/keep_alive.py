"""How long a gateway keeps a connection on which nothing happens."""

import re

LONGEST = 70.0
"""Seconds that a connection is kept at most; openresty keeps it 75 by default."""

USUAL = 15.0
"""Seconds that a write takes for granted before more is known, as aiohttp does."""

MARGIN = 1.0
"""Seconds before its end in which a connection isn't used any more: a close that
races a write would leave its outcome unknown."""

_TIMEOUT = re.compile(r"(?i)\btimeout\s*=\s*(\d{1,6})")


class KeepAlive:
    """Learns how long a gateway keeps an idle connection; times are in seconds."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._told: float | None = None
        self._closed_after: float | None = None
        """The shortest time after which it has closed one."""
        self._seen_open = USUAL
        """The longest time after which one was still open."""

    @property
    def is_known(self) -> bool:
        """Return whether the gateway has told or shown it."""
        return self._told is not None or self._closed_after is not None

    def limit(self, *, for_write: bool) -> float:
        """Return for how long a connection may be idle to be used once more.

        Below zero if none may. While nobody knows, a read, which can be repeated,
        is let try.
        """
        known = [at for at in (self._told, self._closed_after) if at is not None]
        if known:
            return min(LONGEST, min(known) - MARGIN)
        return min(LONGEST, self._seen_open - MARGIN) if for_write else LONGEST

    def note_header(self, keep_alive: str) -> None:
        """Take note of the header of that name; one that isn't there is empty."""
        found = _TIMEOUT.search(keep_alive)
        self._told = float(found[1]) if found else None

    def saw_open(self, idle: float) -> None:
        """Take note that a connection is open that was idle for so long."""
        self._seen_open = max(self._seen_open, idle)
        if self._closed_after is not None and idle > self._closed_after + MARGIN:
            # It was closed for another reason, such as a restart.
            self._closed_after = None

    def saw_close(self, idle: float) -> None:
        """Take note that the gateway has closed one that was idle for so long."""
        self._seen_open = min(self._seen_open, idle)
        known = self._closed_after
        self._closed_after = idle if known is None else min(known, idle)

"""Earlier replies, bounded in bytes."""

from collections import OrderedDict

from ..address import same_page
from ..rehearsal import Rehearsal
from .reply import Reply

DEFAULT_CAPACITY = 8 * 1024 * 1024
"""Bytes for each gateway: one reply of the largest size, or hundreds of usual ones."""

_OVERHEAD = 512
"""Bytes that an entry takes beside its body and key, measured generously."""


class ReplyCache:
    """The last reply of each endpoint; the ones that were used longest ago go first.

    Bodies are kept as bytes, so that the bound is exact and nobody can change a
    stored reply.
    """

    def __init__(
        self,
        capacity: int = DEFAULT_CAPACITY,
        rehearsal: Rehearsal | None = None,
    ) -> None:
        """Hold up to `capacity` bytes, and what was rehearsed as long as that is on."""
        self._capacity = capacity
        self._rehearsal = rehearsal or Rehearsal()
        self._replies: OrderedDict[str, Reply] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Return the bytes in use."""
        return self._size

    @property
    def endpoints(self) -> list[str]:
        """Return whose replies are stored, the one that was used last at the end."""
        return list(self._replies)

    def __len__(self) -> int:
        """Return the number of stored replies."""
        return len(self._replies)

    def get(self, endpoint: str) -> Reply | None:
        """Return the stored reply, however old."""
        if (reply := self._replies.get(endpoint)) is not None:
            if self._is_over(reply):
                self._drop(endpoint)
                return None
            self._replies.move_to_end(endpoint)
        return reply

    def put(self, endpoint: str, reply: Reply) -> None:
        """Store a reply, unless it alone is larger than the cache."""
        if self._is_over(reply):
            # Its read was under way when the rehearsal ended.
            return
        before = self._replies.pop(endpoint, None)
        self._replies[endpoint] = reply
        self._size += len(reply.body)
        if before is None:
            self._size += len(endpoint) + _OVERHEAD
        else:
            self._size -= len(before.body)
        if self._size > self._capacity:
            self._make_room(endpoint, reply)

    def forget(self, endpoint: str) -> None:
        """Drop what shows the same page as the endpoint, whatever the query."""
        page = same_page(endpoint)
        for stored in [key for key in self._replies if same_page(key) == page]:
            self._drop(stored)

    def clear(self) -> None:
        """Drop everything."""
        self._replies.clear()
        self._size = 0

    def _make_room(self, endpoint: str, reply: Reply) -> None:
        """Drop the oldest replies for the newest one, or that one for the others."""
        if _size(endpoint, reply) > self._capacity:
            self._drop(endpoint)
        while self._size > self._capacity:
            self._drop(next(iter(self._replies)))

    def _is_over(self, reply: Reply) -> bool:
        """Return whether a reply shows what was rehearsed in a rehearsal that ended."""
        return reply.response.rehearsed and not self._rehearsal.is_on

    def _drop(self, endpoint: str) -> None:
        """Drop one reply."""
        self._size -= _size(endpoint, self._replies.pop(endpoint))


def _size(endpoint: str, reply: Reply) -> int:
    """Return the bytes that a stored reply takes."""
    return len(endpoint) + len(reply.body) + _OVERHEAD

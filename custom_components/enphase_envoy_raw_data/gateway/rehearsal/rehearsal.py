"""A rehearsal: whether it is on, and what was written in it."""

from collections.abc import Callable, Iterable
from typing import Final

from ..errors import RehearsalFull
from ..wire import Response
from .overlay import after, document_of, laid_over, with_page
from .written import RehearsedWrite

MOST_REHEARSED: Final = 200
"""Writes of one run: as many as the record of writes keeps, from which they can be
sent for real."""

LARGEST_RUN: Final = 2 * 1024 * 1024
"""Bytes of all of them: two of the largest writes, or a thousand tariffs. It is the
bound of that record, too."""

_MOST_LAID: Final = 8
"""Pages that are remembered as they are shown: two or three are written at a time."""


class Run:
    """What is written from the beginning of a rehearsal to its end."""

    def __init__(self, writes: Iterable[RehearsedWrite] = ()) -> None:
        """Begin with what was written before a restart."""
        self._writes: list[RehearsedWrite] = list(writes)
        self._laid: dict[str, tuple[Response, Response]] = {}
        """The latest real page of an endpoint, and what was made of it: most pages that
        are written are settings, which seldom change by themselves."""

    @property
    def writes(self) -> list[RehearsedWrite]:
        """Return what was written, the first at the beginning."""
        return list(self._writes)

    def take(self, write: RehearsedWrite, page: Response | None) -> bool:
        """Take a write in place of the gateway; return whether its effect is known.

        `page` is what the page that shows it says now. Raises RehearsalFull.
        """
        # The same once more needs no room: only its last place in the order counts.
        kept = [one for one in self._writes if one != write]
        size = sum(one.size for one in kept) + write.size
        if len(kept) >= MOST_REHEARSED or size > LARGEST_RUN:
            raise RehearsalFull(MOST_REHEARSED, LARGEST_RUN // 1024 // 1024)
        self._writes = [*kept, write]
        self._laid.clear()
        return after(document_of(page) if page else None, write)[1]

    def lay_over(self, endpoint: str, response: Response) -> Response:
        """Return a page as it would be if all that was written had been sent."""
        if (known := self._laid.get(endpoint)) and known[0].body == response.body:
            real, laid = known
            if (real.status, real.location) == (response.status, response.location):
                return with_page(response, laid.body)
        writes = [one for one in self._writes if one.is_at(endpoint)]
        if not writes:
            return response
        laid = laid_over(response, writes)
        if laid.rehearsed:
            self._laid.pop(endpoint, None)
            self._laid[endpoint] = (response, laid)
            if len(self._laid) > _MOST_LAID:
                del self._laid[next(iter(self._laid))]
        return laid


class Rehearsal:
    """Stands between the client and its gateway while it is on.

    Whether it is on is asked for each request, since it may end by the clock.
    """

    def __init__(self, is_on: Callable[[], bool] = lambda: False) -> None:
        """Rehearse whenever `is_on` says so."""
        self._is_on = is_on
        self._run = Run()

    @property
    def is_on(self) -> bool:
        """Return whether nothing that writes may leave."""
        return self._is_on()

    @property
    def run(self) -> Run | None:
        """Return the run that is on; None if there is none.

        What begins in a run keeps to it: if it has ended meanwhile, what is taken has
        no effect, and still doesn't leave.
        """
        return self._run if self._is_on() else None

    @property
    def writes(self) -> list[RehearsedWrite]:
        """Return what was written since it began."""
        return self._run.writes

    def start(self, writes: Iterable[RehearsedWrite] = ()) -> None:
        """Begin anew, or go on with what was written before a restart."""
        self._run = Run(writes)

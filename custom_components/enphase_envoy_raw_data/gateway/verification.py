"""Whether the gateway really took a write: it is read back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
import time

from .document import Json, as_texts
from .errors import Closed, GatewayError, UnusableReply
from .merging import (
    Difference,
    Merged,
    differences,
    left_behind,
    names_elements,
    not_shown,
    rules_of,
    shown_as,
    still_there,
)
from .traffic import Reply

# Gateways follow a write at once or some seconds later.
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the endpoint shows after a write."""

    verified: bool

    differences: list[Difference] = field(default_factory=list)
    """Each with `path`, `wanted` and `found`."""

    found: Json = None
    """What the endpoint showed at the last look."""

    after: float
    """Seconds from the write's reply to the last look."""

    error: GatewayError | None = None
    """Why the endpoint can't be read back; None if it can."""

    comparable: bool = True
    """Whether what was written can be compared with what the endpoint shows."""

    @property
    def was_cut_short(self) -> bool:
        """Return whether the client was closed, so that nothing is known of it."""
        return isinstance(self.error, Closed)


async def verify(
    read: Callable[[str], Awaitable[Reply]],
    method: str,
    endpoint: str,
    written: Json,
    seconds: float,
    *,
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    merged: Merged | None = None,
    texts: bool = False,
) -> Verification:
    """Read an endpoint until it shows what was written, or the time is over.

    `rest` waits between two looks for so many seconds, and may raise Closed.
    After a merge, what it didn't name has to be there still. With `texts`, plain
    values are compared as texts, since a form has no types.
    """
    begun = time.monotonic()
    page, wanted = shown_as(endpoint, written)
    if wanted in (None, {}, []) or (method == "DELETE" and not names_elements(wanted)):
        return Verification(verified=False, after=0, comparable=False)

    def missing_in(found: Json) -> list[Difference]:
        """Return what a page doesn't show."""
        if merged is not None and wanted is written:
            return not_shown(merged, found, rules_of(endpoint), texts=texts)
        if method == "DELETE":
            return still_there(wanted, found)
        if texts:
            return differences(as_texts(wanted), as_texts(found))
        left = left_behind(wanted, found, rules_of(endpoint)) if method == "PUT" else []
        return differences(wanted, found) + left

    pause = _FIRST_PAUSE
    while True:
        error: GatewayError | None = None
        found: Json = None
        try:
            found = (await read(page)).value(exact=True)
        except GatewayError as err:
            error = err
        after = time.monotonic() - begun
        missing = [] if error else missing_in(found)
        if error is None and not missing:
            return Verification(verified=True, found=found, after=after)
        if after + pause > seconds or isinstance(error, Closed | UnusableReply):
            return Verification(
                verified=False,
                differences=missing,
                found=found,
                after=after,
                error=error,
                comparable=error is None and _comparable(wanted, found),
            )
        with suppress(Closed):
            # The look that follows says so, too.
            await rest(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _comparable(wanted: Json, found: Json) -> bool:
    """Return whether a page shows any of the fields that were written."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return any(key in found for key in wanted)
    if isinstance(wanted, dict) and isinstance(found, list):
        return names_elements(wanted)
    return isinstance(wanted, list) and isinstance(found, list)

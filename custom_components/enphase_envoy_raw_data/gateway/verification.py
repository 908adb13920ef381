"""Whether the gateway really took a write: it is read back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
import re
import time

from .endpoint import same_page
from .errors import GatewayError, UnusableReply
from .json_value import Json
from .patch import differences
from .reply import Reply

# Gateways follow a write at once or some seconds later.
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 5.0

_POWER_PAGE = re.compile(r"/ivp/mod/\d+/mode/power")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the endpoint shows after a write."""

    verified: bool

    differences: list[dict[str, Json]] = field(default_factory=list)
    """Each with `path`, `wanted` and `found`."""

    found: Json = None
    """What the endpoint showed at the last look."""

    after: float
    """Seconds from the write's reply to the last look."""

    error: GatewayError | None = None
    """Why the endpoint can't be read back; None if it can."""

    comparable: bool = True
    """Whether the endpoint shows any of the fields that were written."""


async def verify(
    read: Callable[[str], Awaitable[Reply]],
    endpoint: str,
    written: Json,
    seconds: float,
) -> Verification:
    """Read an endpoint until it shows what was written, or the time is over."""
    begun = time.monotonic()
    wanted = _shown_as(endpoint, written)
    pause = _FIRST_PAUSE
    while True:
        error: GatewayError | None = None
        found: Json = None
        try:
            found = (await read(endpoint)).value(exact=True)
        except GatewayError as err:
            error = err
        after = time.monotonic() - begun
        missing = [] if error else differences(wanted, found)
        if error is None and not missing:
            return Verification(verified=True, found=found, after=after)
        if after + pause > seconds or isinstance(error, UnusableReply):
            return Verification(
                verified=False,
                differences=missing,
                found=found,
                after=after,
                error=error,
                comparable=error is None and _comparable(wanted, found),
            )
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _shown_as(endpoint: str, written: Json) -> Json:
    """Return what an endpoint should show, where that has another form."""
    if (
        _POWER_PAGE.fullmatch(same_page(endpoint))
        and isinstance(written, dict)
        and isinstance(written.get("arr"), list)
    ):
        return {"powerForcedOff": written["arr"] == [1]}
    return written


def _comparable(wanted: Json, found: Json) -> bool:
    """Return whether a page shows any of the fields that were written."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return any(key in found for key in wanted)
    return isinstance(wanted, list) == isinstance(found, list)

"""What a recording has of a gateway: its pages, by endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass, field
import re

from ..wire import Identity

# Pages that gateways have under two names; see docs/architecture.md for the sources.
_TWINS = re.compile(r"(/home|/info|/inventory|/admin/lib/[^?]+)\.(json|xml)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPage:
    """One page as it was answered, or why there is no reply of it."""

    endpoint: str

    status: int | None = None
    """None if there is no reply."""

    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    at: float = 0.0
    """When it was answered, in seconds since 1970, moved as all dates of a
    recording are; 0 if there is no reply."""

    seconds: float = 0.0
    """How long the gateway took."""

    reason: str = ""
    """Name of the error, if there is no reply."""

    left_out: str = ""
    """Why the recording has no body of the reply; empty if it has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedGateway:
    """A gateway as it was recorded."""

    identity: Identity
    """What it said of itself."""

    account: str
    """The role or local user by which it was recorded."""

    recorded_at: float
    """When its first page was recorded, in seconds since 1970."""

    pages: Mapping[str, RecordedPage] = field(repr=False)
    """What was asked for, by endpoint."""

    def page(self, endpoint: str) -> RecordedPage | None:
        """Return what there is of an endpoint; None if it was never asked for.

        The query is ignored, as gateways ignore one that they don't know.
        """
        path = endpoint.partition("?")[0]
        if found := self.pages.get(endpoint) or self.pages.get(path):
            return found
        twin = _TWINS.fullmatch(path)
        return self.pages.get(twin[1]) if twin else None

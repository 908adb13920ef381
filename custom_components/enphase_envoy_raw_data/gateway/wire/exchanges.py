"""What carries requests: the network, or whatever stands in its place."""

from collections.abc import Mapping
from typing import Protocol

import aiohttp
from yarl import URL

from .body_reader import LARGEST_REPLY
from .connections import Admits, Connection
from .response import Response


class Counts(Protocol):
    """How many requests left and how many of them failed."""

    requests: int
    failures: int


class Exchanges(Protocol):
    """Carries one request after the other; see `Transport`."""

    @property
    def counters(self) -> Counts:
        """Return how many requests there were."""

    @property
    def began_with(self) -> int | None:
        """Return the status of the reply under way; None before it has begun."""

    @property
    def certificate(self) -> str:
        """Return the SHA-256 of the latest certificate; empty if there is none."""

    @property
    def latest_connection(self) -> Connection | None:
        """Return the latest connection, be it open or not; None before the first."""

    @property
    def kept_for_writes(self) -> Connection | None:
        """Return the connection that is kept; None if none is fit for a write."""

    def has_left(self) -> bool:
        """Return whether the latest request has left, at least in part."""

    async def exchange(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str],
        limit: float | None,
        content: bytes | None = None,
        digest: aiohttp.DigestAuthMiddleware | None = None,
        largest: int = LARGEST_REPLY,
        stream_for: float | None = None,
        admits: Admits = lambda _: True,
    ) -> Response:
        """Return the response, whatever its status; see `Transport.exchange`."""

"""Every request that a simulator received, and what became of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
import json
from typing import Any, override
from urllib.parse import parse_qs

# The login pages take POST but change no setting of the gateway.
_LOGIN_PREFIX = "/auth/"


class Headers(Mapping[str, str]):
    """Request headers as they arrived; names match in any case.

    A name that came more than once shows its first value; `get_all` shows all.
    """

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        """Keep the pairs in the order in which they arrived."""
        self.pairs = pairs

    @override
    def __getitem__(self, name: str) -> str:
        """Return the first value under a name."""
        if values := self.get_all(name):
            return values[0]
        raise KeyError(name)

    @override
    def __iter__(self) -> Iterator[str]:
        """Go through the names as they were written."""
        return iter(dict(self.pairs))

    @override
    def __len__(self) -> int:
        """Count the different names."""
        return len(dict(self.pairs))

    @override
    def __contains__(self, name: object) -> bool:
        """Tell whether a name arrived, in any case."""
        return bool(self.get_all(str(name)))

    def get_all(self, name: str) -> list[str]:
        """Return every value under a name."""
        return [value for key, value in self.pairs if key.lower() == name.lower()]


@dataclass(slots=True, kw_only=True)
class Plan:
    """What faults want to happen inside the gateway with one request."""

    refuse_login: bool = False
    # Accept a write, but change nothing.
    ignore: bool = False
    # Seconds until the write shows.
    after: float = 0.0
    # Seconds until the old state is back; None leaves the new one.
    put_back_after: float | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Received:
    """One request, with the simulator's verdict once there is one."""

    method: str
    # Path and query exactly as on the wire, not decoded.
    target: str
    headers: Headers
    body: bytes
    at: datetime
    # Requests being served when this one arrived, itself included.
    in_flight: int = 1
    # None while no reply was sent, and for good if a fault cut the connection.
    status: int | None = None
    # Whether a write changed the gateway, now or with a delay.
    applied: bool = False
    # What a write left out of the document that it replaces, such as
    # "tariff.seasons[winter]". Gateways take such a write; some crash.
    left_out: tuple[str, ...] = ()
    # Role that the login of this request gave; None without a valid login.
    role: str | None = None
    plan: Plan = field(default_factory=Plan)

    @property
    def path(self) -> str:
        """Return the target without its query, not decoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """Return the decoded query; the last value wins."""
        raw = parse_qs(self.target.partition("?")[2], keep_blank_values=True)
        return {name: values[-1] for name, values in raw.items()}

    @property
    def is_write(self) -> bool:
        """Tell whether this request could have changed a setting."""
        return self.method not in ("GET", "HEAD", "OPTIONS") and not (
            self.path.startswith(_LOGIN_PREFIX)
        )

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


class Journal:
    """The requests of one simulator, in the order of their arrival."""

    def __init__(self) -> None:
        """Start empty."""
        self.requests: list[Received] = []
        self.max_in_flight = 0
        self._open: list[Received] = []
        # Called with each request once it is over; the command prints from it.
        self.on_done: Callable[[Received], None] | None = None

    @property
    def writes(self) -> list[Received]:
        """Return the requests that could have changed a setting."""
        return [request for request in self.requests if request.is_write]

    @property
    def in_flight(self) -> int:
        """Return how many requests are being served right now."""
        return len(self._open)

    def find(
        self, *, method: str | None = None, path: str | None = None
    ) -> list[Received]:
        """Return the requests with this method and this path, query ignored."""
        return [
            request
            for request in self.requests
            if method in (None, request.method) and path in (None, request.path)
        ]

    def count(self, *, method: str | None = None, path: str | None = None) -> int:
        """Count the requests with this method and this path, query ignored."""
        return len(self.find(method=method, path=path))

    def clear(self) -> None:
        """Forget what was received; requests being served stay counted as such."""
        self.requests.clear()
        self.max_in_flight = len(self._open)

    def arrived(self, request: Received) -> None:
        """Note a request that was read completely."""
        self._open.append(request)
        request.in_flight = len(self._open)
        self.max_in_flight = max(self.max_in_flight, request.in_flight)
        self.requests.append(request)

    def done(self, request: Received) -> None:
        """Note that a reply was sent or that the client went away."""
        if request not in self._open:
            return
        self._open.remove(request)
        if self.on_done:
            self.on_done(request)

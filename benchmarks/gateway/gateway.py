"""The simulated gateways, seen from the process that is measured."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from .process import Helper, helper


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a gateway has received since the last look."""

    requests: list[str]
    """Method and path of each request."""

    max_in_flight: int
    """Requests that were being served at the same time, at most."""

    full_handshakes: int
    resumed_handshakes: int

    handshake_cpu: float
    """Seconds of processor time for them."""

    cpu: float
    """Seconds of processor time of all gateways since the last command to any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """How to reach a gateway."""

    host: str
    url: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that all ways send."""
        return {"Accept": "application/json", "Authorization": f"Bearer {self.token}"}

    def rest_command(self, endpoint: str) -> dict[str, Any]:
        """Return the configuration of a `rest_command` that reads an endpoint."""
        return {
            "url": self.url + endpoint,
            "headers": self.headers,
            "verify_ssl": False,
            "timeout": 60,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(Address):
    """A gateway in another process, so that it shares no event loop with us."""

    process: Helper
    number: int

    async def seen(self, **command: Any) -> Seen:  # noqa: ANN401 - JSON
        """Return what was received since the last look, after this was done."""
        return Seen(**await self.process.ask({"gateway": self.number, **command}))


@asynccontextmanager
async def running_gateways(
    options: Sequence[Mapping[str, Any]],
) -> AsyncIterator[list[Gateway]]:
    """Start gateways with these options of the simulator, and stop them in the end."""
    async with helper("benchmarks.gateway.server", options) as process:
        abouts = await process.answer()
        yield [
            Gateway(process=process, number=number, **about)
            for number, about in enumerate(abouts)
        ]


@asynccontextmanager
async def running_gateway() -> AsyncIterator[Gateway]:
    """Start a gateway and stop it in the end."""
    async with running_gateways([{}]) as (gateway,):
        yield gateway

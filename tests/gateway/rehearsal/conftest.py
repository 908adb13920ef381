"""A client whose rehearsal can be switched."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Rehearsal
from gateway_simulator import GatewaySimulator

from ..conftest import Connect


@dataclass
class Stage:
    """A gateway with a client of it, and whether that rehearses."""

    gateway: GatewaySimulator
    client: GatewayClient = field(init=False)
    is_on: bool = True
    on_connection: Callable[[], None] = lambda: None

    @property
    def writes(self) -> list[str]:
        """Return what the gateway was asked to write."""
        return [
            f"{one.method} {one.target}"
            for one in self.gateway.journal.requests
            if one.method != "GET"
        ]

    def end(self) -> None:
        """End the rehearsal."""
        self.is_on = False
        self.client.rehearse()


@pytest.fixture
async def stage(connect: Connect, gateway: GatewaySimulator) -> Stage:
    """Return a gateway at which a rehearsal is on, and nothing was asked yet."""
    stage = Stage(gateway)
    stage.client = connect(
        gateway,
        rehearsal=Rehearsal(lambda: stage.is_on),
        on_certificate=lambda _: stage.on_connection(),
    )
    return stage

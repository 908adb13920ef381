"""What the settings of several folders of tests share."""

from collections.abc import AsyncIterator
import logging

import pytest

from gateway_simulator import GatewaySimulator


@pytest.fixture(autouse=True)
def real_sockets(socket_enabled: None) -> None:
    """Let requests go to the simulators."""


@pytest.fixture(autouse=True)
def found_integration(enable_custom_integrations: None) -> None:
    """Let Home Assistant find the integration."""


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave the loop as Home Assistant runs it.

    In debug mode a simulator with TLS counts as crashed when it is asked by
    plain HTTP, which is part of what is tested.
    """


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Let timers of automations and templates, which nothing ends, live on."""
    return True


@pytest.fixture
async def gateway(request: pytest.FixtureRequest) -> AsyncIterator[GatewaySimulator]:
    """Return a running gateway; a test may choose another replica."""
    async with GatewaySimulator(getattr(request, "param", "8.3")) as simulator:
        yield simulator


@pytest.fixture
async def gateway_8_2() -> AsyncIterator[GatewaySimulator]:
    """Return a running gateway with firmware 8.2; a folder gives it its role's name."""
    async with GatewaySimulator("8.2") as simulator:
        yield simulator


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the log has beside the note that every custom integration gets."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING
        and "custom integration" not in record.getMessage()
    ]

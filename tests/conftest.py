"""Settings for all tests, and a watch over secrets in those with Home Assistant."""

from collections.abc import Iterator
import logging
from typing import Any

from hypothesis import HealthCheck, settings
import pytest

from .secret_watch import SecretWatch

# The recorder writes from a thread of its own, so pytest can't catch what it logs.
for name in ("homeassistant.components.recorder", "sqlalchemy.engine"):
    logging.getLogger(name).setLevel(logging.WARNING)

# How many examples each test of bad input tries; `--hypothesis-profile nightly`
# chooses more. What it finds is kept and tried first the next time.
settings.register_profile(
    "usual",
    deadline=None,
    max_examples=500,
    # A fixture is shared by the examples of a test, which begin anew what they use.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "nightly", settings.get_profile("usual"), max_examples=20_000, print_blob=True
)
settings.load_profile("usual")


@pytest.fixture(autouse=True)
def secret_watch(request: pytest.FixtureRequest) -> Iterator[SecretWatch]:
    """Log everything, and fail the test if a secret was told at any time."""
    watch = SecretWatch()
    if "hass" not in request.fixturenames:
        yield watch
        return
    # The plugin's `caplog` turns on debug logging, for all loggers.
    caplog: pytest.LogCaptureFixture = request.getfixturevalue("caplog")
    storage: dict[str, Any] = request.getfixturevalue("hass_storage")
    yield watch
    watch.look_at_storage(storage)
    for phase in ("setup", "call", "teardown"):
        watch.look_at_log(caplog.get_records(phase))
    watch.check()


@pytest.fixture(autouse=True)
def secrets_at_the_end(
    request: pytest.FixtureRequest, secret_watch: SecretWatch
) -> Iterator[None]:
    """Look at what is there at the end of the test, before Home Assistant stops."""
    if "hass" not in request.fixturenames:
        yield
        return
    hass = request.getfixturevalue("hass")
    yield
    secret_watch.look_at_home_assistant(hass)

"""Gateways, a cloud, a clean log, and chance that can be had again."""

import os
import random

import pytest

from tests.integration.conftest import (
    clean_log,
    cloud,
    enable_event_loop_debug,
    found_integration,
    gateway,
    real_sockets,
)

__all__ = [
    "clean_log",
    "cloud",
    "enable_event_loop_debug",
    "found_integration",
    "gateway",
    "real_sockets",
]


@pytest.fixture
def chance() -> random.Random:
    """Return what decides; LOAD_SEED repeats what a failed run has printed."""
    seed = os.environ.get("LOAD_SEED") or str(random.SystemRandom().getrandbits(32))
    print(f"LOAD_SEED={seed}")  # noqa: T201 - pytest shows it if the test fails
    return random.Random(seed)  # noqa: S311 - nothing is to be kept secret

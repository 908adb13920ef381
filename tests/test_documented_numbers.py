"""The numbers that tests replace by short ones, as they are in a house.

Each is one that the docs name or that users can feel. A test that replaces it would
not notice another one.
"""

from dataclasses import asdict

import pytest

from custom_components.enphase_envoy_raw_data.actions import list_endpoints
from custom_components.enphase_envoy_raw_data.actions.common import entries
from custom_components.enphase_envoy_raw_data.actions.fleet import reply
from custom_components.enphase_envoy_raw_data.actions.send import carry_out
from custom_components.enphase_envoy_raw_data.flows.login import trial
from custom_components.enphase_envoy_raw_data.gateway import Limits, verification
from custom_components.enphase_envoy_raw_data.gateway.login import cloud
from custom_components.enphase_envoy_raw_data.gateway.wire.connections import connector
from custom_components.enphase_envoy_raw_data.guards import senders
from custom_components.enphase_envoy_raw_data.recording import recorder

LIMITS = {
    "read": 60,
    "write": 60,
    "write_patience": 5,
    "check": 15,
    "silence": 600,
    "unreachable": 5,
    "first_pause": 1,
    "longest_pause": 10,
}
"""Seconds that the client waits."""


def test_limits() -> None:
    """All of them: a new one has to be added here."""
    assert asdict(Limits()) == LIMITS


@pytest.mark.parametrize(
    ("module", "name", "number"),
    [
        (carry_out, "VERIFY_SECONDS", 30),
        (cloud, "CLOUD_LIMIT", 20),
        (connector, "NAME_LIMIT", 4.5),
        (entries, "LOADING_LIMIT", 30),
        (list_endpoints, "LONGEST_PROBE", 300),
        (trial, "_TRIAL_LIMIT", 50),
        (recorder, "_PAGE_LIMIT", 15),
        (recorder, "_PAUSE", 2),
        (reply, "LARGEST_WHOLE", 32 * 1024 * 1024),
        (senders, "MOST_CONTEXTS", 10_000),
        (verification, "_FIRST_PAUSE", 0.5),
    ],
)
def test_number(module: object, name: str, number: float) -> None:
    """It is what it was when it was chosen."""
    assert vars(module)[name] == number


def test_room_for_replies() -> None:
    """A call to several gateways begins with all of it."""
    assert reply.ReplyRoom()._left == reply.LARGEST_WHOLE  # noqa: SLF001 - seen nowhere else

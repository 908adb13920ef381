"""The comparison of calls after a pause runs, and what it counts is as promised."""

from collections.abc import Mapping
from typing import Any

import pytest

from benchmarks.common import COMMIT, build_before

from .test_benchmark import measured

# A run takes about a minute and a half on a busy machine.
pytestmark = pytest.mark.timeout(400)

SITUATIONS = [
    "read after 20 s",
    "read after 15 min",
    "write after 20 s",
    "read after 20 s, closing",
]


@pytest.fixture(scope="module")
def outcome(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Mapping[str, Any]]:
    """Return the table and the JSON of one quick run."""
    return measured(tmp_path_factory.mktemp("benchmark"), "--cold")


def test_each_situation(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """Each has both costs of a handshake, and all ways that there are."""
    table, results = outcome
    assert f"load {results['load']:.1f}" in table
    found = [(call["situation"], call["handshake_cost"]) for call in results["calls"]]
    assert sorted(found) == sorted(
        (name, cost) for name in SITUATIONS for cost in (0.0, 0.08)
    )
    before = ["before"] if build_before(COMMIT) else []
    for call in results["calls"]:
        assert list(call["ways"]) == ["ours", *before, "rest_command", "aiohttp"]
        for spent in call["ways"].values():
            assert 0 < spent["median"] <= spent["p95"]
            assert spent["gateway_cpu_median"] > 0
            assert spent["rounds"] == (12 if call["handshake_cost"] == 0 else 4)
        assert call["ways"]["rest_command"]["of_rest_command"]["median"] == 1
        assert call["situation"] in table


def test_what_is_compared_is_cold(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """The others make a full handshake each time, or the pauses would be none."""
    _, results = outcome
    for call in results["calls"]:
        for way, spent in call["ways"].items():
            if way != "ours":
                assert spent["full_handshakes"] == 1
                assert spent["resumed_handshakes"] == 0
            if call["handshake_cost"] and way != "ours":
                assert spent["median"] > 0.08


def test_what_ours_costs(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """One request and a kept or resumed connection, unless tickets are over."""
    _, results = outcome
    for call in results["calls"]:
        ours = call["ways"]["ours"]
        # Where tickets have run out a write has the gateway tell who it is.
        assert 1 <= ours["requests"] < 1.3
        assert ours["resumed_handshakes"] <= 1
        if call["situation"] == "read after 15 min":
            assert ours["full_handshakes"] == 1
        else:
            assert ours["full_handshakes"] < 0.3
        if call["situation"] == "read after 20 s":
            assert ours["handshake_cpu_median"] == 0
        if call["situation"].endswith("closing"):
            theirs = call["ways"]["rest_command"]
            assert 0 < ours["handshake_cpu_median"] < theirs["handshake_cpu_median"]
            assert ours["full_handshakes"] + ours["resumed_handshakes"] == 1


def test_without_a_pause(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """All ways are there, each beside `rest_command` in its own process."""
    _, results = outcome
    before = ["before"] if build_before(COMMIT) else []
    assert list(results["warm"]) == ["ours", "rest_command", "aiohttp", *before]
    assert results["warm"]["rest_command"]["of_rest_command"]["median"] == 1
    for warm in results["warm"].values():
        assert warm["median"] > 0
        ratio = warm["of_rest_command"]
        assert ratio["low"] <= ratio["median"] <= ratio["high"]


def test_a_day(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """So many full handshakes, of which the build before made one for each call."""
    _, results = outcome
    full = {(day["every"], day["version"]): day["full"] for day in results["days"]}
    assert full[60, "1.2"]["ours"] == full[60, "1.3"]["ours"] == 2
    assert full[240, "1.2"]["ours"] == 15
    assert full[240, "1.3"]["ours"] == 1
    for day in results["days"]:
        if "before" in day["full"]:
            assert day["full"]["before"] == day["calls"] == 2 * 3600 // day["every"]


def test_the_targets(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """Those that are counted are reached, and the table says what is not."""
    table, results = outcome
    targets = results["targets"]
    assert all(target["reached"] for target in targets if target["counted"])
    assert sum(target["counted"] for target in targets) == 6
    assert table.count("MISSED") == sum(not target["reached"] for target in targets)
    assert results["start"]["gateways"] == 20

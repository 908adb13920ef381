"""The benchmark of many gateways runs, and what it counts is as promised."""

from pathlib import Path

from .test_benchmark import MEBIBYTE, measured


def test_fleet(tmp_path: Path) -> None:
    """Each gateway gets one request at a time, and 29 answer while one hangs."""
    table, results = measured(tmp_path, "--fleet")
    assert results["gateways"] == 30
    assert results["most_in_flight"] == 1
    assert (results["hanging"]["answered"], results["hanging"]["failed"]) == (29, 1)
    # The call waits for the one that hangs, and not for each of them in turn.
    assert 2 <= results["hanging"]["seconds"] < 20
    assert 0 < results["memory"] <= 30 * MEBIBYTE
    assert len(results["ways"]) == 3
    counted = [target for target in results["targets"] if target["counted"]]
    assert all(target["reached"] for target in counted)
    for target in results["targets"]:
        assert target["name"] in table

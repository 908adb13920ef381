"""The benchmark runs, and what it counts is as promised. Times are not looked at."""

from collections.abc import Mapping
import json
import os
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WAYS = ["read_data", "rest_command", "aiohttp", "from_cache"]
MEBIBYTE = 1024 * 1024


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as `scripts/benchmark` does."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "simulator")])
    return subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-P", "-m", "benchmarks", *arguments],
        env=os.environ | {"PYTHONPATH": path},
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def outcome(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Mapping[str, Any]]:
    """Return the table and the JSON of one quick run."""
    file = tmp_path_factory.mktemp("benchmark") / "results.json"
    process = run("--quick", "--json", str(file))
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    return process.stdout, json.loads(file.read_bytes())


def test_pages(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """Each page has times and ratios of each way."""
    table, results = outcome
    assert [page["bytes"] for page in results["pages"].values()] == [
        200,
        12_000,
        1_000_000,
        12_000,
    ]
    for name, page in results["pages"].items():
        assert list(page["ways"]) == WAYS
        assert page["ways"]["rest_command"]["of_rest_command"]["median"] == 1
        assert page["rounds"] % 24 == 0, "each order comes equally often"
        for way, times in page["ways"].items():
            assert 0 < times["median"] <= times["p95"]
            assert times["cpu_median"] > 0
            ratio = times["of_rest_command"]
            assert ratio["low"] <= ratio["median"] <= ratio["high"]
            assert any(
                line.startswith(name) and f" {way} " in line
                for line in table.splitlines()
            )


def test_callers_share(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """Many callers are one request, and one request is under way at a time."""
    _, results = outcome
    assert results["crowd"]["callers"] == 100
    assert results["crowd"]["requests"] == 1
    assert results["crowd"]["max_in_flight"] == 1
    assert results["varied_crowd"]["requests"] == 100
    assert results["varied_crowd"]["max_in_flight"] == 1
    # What it is compared with does neither, or the count would be worth nothing.
    assert results["crowd_of_rest_command"]["requests"] == 100
    assert results["crowd_of_rest_command"]["max_in_flight"] > 1


def test_set_up(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """Set-up is one look at the gateway and one check of the login."""
    _, results = outcome
    assert results["set_up"]["requests"] == ["GET /info", "GET /auth/check_jwt"]


def test_memory(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """Memory is flat once the cache is full."""
    _, results = outcome
    memory = results["memory"]
    assert memory["endpoints"] > 800, "the cache must have been full"
    # The cache was filled, or there is nothing to say about a full one.
    assert 6 * MEBIBYTE < memory["allocated"] < 16 * MEBIBYTE
    assert memory["resident"] < 16 * MEBIBYTE
    assert memory["allocated_when_full"] < MEBIBYTE


def test_practised(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """A recording is read as often as the page of the gateway, and told."""
    table, results = outcome
    practised = results["practised"]
    assert practised["rounds"] == results["pages"]["12 kB"]["rounds"]
    assert 0 < practised["median"] <= practised["p95"]
    assert "practised read of 12 kB: " in table
    assert any(one["name"] == "a practised read, 12 kB" for one in results["targets"])


def test_rehearsal(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """A read in a rehearsal is compared with one without."""
    table, results = outcome
    found = results["rehearsed"]
    assert 0 < found["low"] <= found["median"] <= found["high"]
    assert "rehearsed read / read, 12 kB" in table


def test_targets(outcome: tuple[str, Mapping[str, Any]]) -> None:
    """The targets that are counted are reached, and the table says what is not."""
    table, results = outcome
    targets = results["targets"]
    assert all(target["reached"] for target in targets if target["counted"])
    assert sum(target["counted"] for target in targets) == 3
    assert table.count("MISSED") == sum(not target["reached"] for target in targets)


def test_profile() -> None:
    """The profile shows for each page and way where the time goes."""
    process = run("--quick", "--profile")
    assert process.returncode == 0, process.stderr
    for page in ("200 B", "12 kB", "1 MB", "12 kB after 20 ms"):
        for way in WAYS:
            assert f"{page}, {way}: " in process.stdout
    assert "orjson" in process.stdout


def test_layers() -> None:
    """Each way into a read has its row, for both sizes."""
    process = run("--layers", "--quick")
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    for page in process.stdout.split("\n\n")[:2]:
        rows = page.splitlines()[2:]
        assert len(rows) == 10
        assert rows[0].startswith("aiohttp ")
        assert [row.split()[0] for row in rows[-3:-1]] == ["read_data", "rest_command"]
        assert all(" µs " in row for row in rows)

"""Each job is interrupted at each point at which it waits."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from custom_components.enphase_envoy_raw_data import (
    entry as entry_module,
    http_session as session_module,
)
from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayClient,
    Limits,
    open_session,
    verification as verification_module,
)
from gateway_simulator import CloudSimulator, GatewaySimulator

from .all_jobs import JOBS
from .jobs import Job
from .page import Row, read_table, runs_of, where, with_sum, write_table
from .stage import Stage
from .troubles import TROUBLES
from .verdict import Complaints

_LIMITS: Final = Limits(read=5, write=5, check=5, first_pause=0.01, longest_pause=0.02)


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """Return the rows of the table that were found so far, by their first cell."""
    return {}


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[aiohttp.ClientSession]:
    """Return each session that the integration opens; all pauses are short."""
    opened: list[aiohttp.ClientSession] = []

    def note(**options: Any) -> aiohttp.ClientSession:
        opened.append(open_session(**options))
        return opened[-1]

    monkeypatch.setattr(session_module, "open_session", note)
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=_LIMITS)
    )
    monkeypatch.setattr(verification_module, "_FIRST_PAUSE", 0.02)
    return opened


@pytest.fixture
async def stage(
    tmp_path: Path,
    job: Job,
    cloud: CloudSimulator,
    sessions: list[aiohttp.ClientSession],
    complaints: Complaints,
) -> AsyncIterator[Stage]:
    """Return where a job is done."""
    async with GatewaySimulator(job.recording) as gateway:
        yield Stage(
            folder=tmp_path,
            gateway=gateway,
            cloud=cloud,
            sessions=sessions,
            complaints=complaints,
        )


# Some jobs are done a hundred times.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.words)
async def test_interrupted(
    stage: Stage, job: Job, request: pytest.FixtureRequest, rows: dict[str, Row]
) -> None:
    """Nothing is lost, told wrongly or left behind, whatever happens wherever."""
    points = await stage.points_of(job)
    endings = [
        ending
        for trouble in TROUBLES
        if job.has_caller or not trouble.needs_caller
        for ending in await stage.interrupt(job, trouble, points)
    ]
    row = rows[job.words] = Row.of(job, len(points), endings)
    assert row.runs == runs_of(job, row.points) > 0
    if request.config.getoption("update_snapshots"):
        return
    assert where(str(row)) == where(read_table()[job.words])


def test_the_table_is_whole(
    request: pytest.FixtureRequest, rows: dict[str, Row]
) -> None:
    """Each job has its row, in order, and the last one is their sum."""
    if request.config.getoption("update_snapshots"):
        write_table(rows)
    if len(rows) == len(JOBS):
        found = {words: where(str(row)) for words, row in with_sum(rows).items()}
        shown = {words: where(cells) for words, cells in read_table().items()}
        assert list(shown.items()) == list(found.items())
    assert list(read_table())[:-1] == [job.words for job in JOBS]

"""Does jobs, with some trouble at one point of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiohttp
from homeassistant.core import HomeAssistant

from gateway_simulator import CloudSimulator, GatewaySimulator

from .bench import Bench, home
from .jobs import Job
from .points import Point, Watch
from .troubles import Trouble
from .verdict import Complaints, Ending, judge

# Seconds in which a job has ended, whatever happens.
_LONGEST: Final = 30

# How often it is looked where a job waits: what is waited for may already be there on
# a machine that is busy, and then a point is missing.
_LOOKS: Final = 3

# How often a job is tried until it comes to a point: what is waited for may already
# be there on a machine that is busy.
_TRIES: Final = 5


class NotReached(AssertionError):
    """A job did not come to a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where jobs are done."""

    folder: Path
    """Where Home Assistant keeps its files."""

    gateway: GatewaySimulator
    cloud: CloudSimulator

    sessions: list[aiohttp.ClientSession]
    """All that the integration has opened."""

    complaints: Complaints

    async def points_of(self, job: Job) -> list[Point]:
        """Return the points that a job passes if nothing happens.

        The longest way of several counts.
        """
        found: list[Point] = []
        for _ in range(_LOOKS):
            async with self._home(job) as hass:
                watch = Watch()
                told = (await self._play(hass, job, watch)).told
            assert told == job.ends_with
            found = max(found, watch.points, key=len)
        return job.chosen(found)

    async def interrupt(
        self, job: Job, trouble: Trouble, points: list[Point]
    ) -> list[Ending]:
        """Return how a job ends that has some trouble at each of these points.

        One Home Assistant serves all of them, as long as it does.
        """
        endings = []
        async with AsyncExitStack() as stack:
            hass = None
            for point in points:
                if hass is None or trouble.stops or job.in_new_home:
                    await stack.aclose()
                    hass = await stack.enter_async_context(self._home(job))
                try:
                    ending = await self._interrupted(hass, job, trouble, point)
                except Exception as err:
                    err.add_note(f"{job.words} / {trouble.words} / {point}")
                    raise
                endings.append(ending)
        return endings

    @asynccontextmanager
    async def _home(self, job: Job) -> AsyncIterator[HomeAssistant]:
        """Run a Home Assistant for a job."""
        async with home(self.folder, knows_us=not job.in_new_home) as hass:
            yield hass

    async def _interrupted(
        self, hass: HomeAssistant, job: Job, trouble: Trouble, point: Point
    ) -> Ending:
        """Return how a job ends that has some trouble at a point."""
        for _ in range(_TRIES):
            watch = Watch(point)
            ending = await self._play(hass, job, watch, trouble)
            if watch.is_reached:
                return ending
        raise NotReached

    async def _play(
        self,
        hass: HomeAssistant,
        job: Job,
        watch: Watch,
        trouble: Trouble | None = None,
    ) -> Ending:
        """Do a job once and judge what became of it."""
        self.sessions.clear()
        self.gateway.faults.clear()
        self.cloud.faults.clear()
        self.gateway.set_firmware(self.gateway.replica)
        bench = Bench(
            hass=hass, gateway=self.gateway, cloud=self.cloud, sessions=self.sessions
        )
        try:
            await job.prepare(bench)
            bench.hear()
            ending = await self._do(bench, job, watch, trouble)
            await job.settled(bench)
            judge(bench, job, trouble, ending)
            job.check(bench)
        finally:
            await bench.clear()
        left = await bench.left_over()
        assert not left, left
        assert not self.complaints.found, "\n".join(self.complaints.found)
        return ending

    async def _do(
        self, bench: Bench, job: Job, watch: Watch, trouble: Trouble | None
    ) -> Ending:
        """Do a job, and let the trouble begin when its point is reached."""
        with watch:
            task = (
                bench.hass.async_create_task(job.run(bench), eager_start=False)
                if job.by_script
                else asyncio.create_task(job.run(bench))
            )
            interrupting: list[asyncio.Task[Any]] = []
            if trouble is not None:
                interrupt = trouble.interrupt
                watch.reached = lambda: interrupting.append(
                    asyncio.create_task(interrupt(bench, task))
                )
            done, _ = await asyncio.wait([task], timeout=_LONGEST)
        assert done, "never ends"
        async with asyncio.timeout(_LONGEST):
            await asyncio.gather(*interrupting)
            await asyncio.gather(*bench.beside, return_exceptions=True)
            await bench.hass.async_block_till_done()
        if not (job.sets_up and trouble and trouble.stops):
            left = await bench.left_over()
            assert not left, left
        return Ending.of(task)

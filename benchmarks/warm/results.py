"""All results of one run, and the targets they are held against."""

from dataclasses import asdict, dataclass
from typing import Any

from ..common import Conditions, Ratio, Target, Times, ratio, ratio_target, time_target
from ..gateway import USUAL
from .memory_use import Memory
from .promises import Crowd, SetUp
from .rehearsed_read import REAL, REHEARSED
from .ways import CACHED, READ_DATA, REST_COMMAND

MEBIBYTE = 1024 * 1024

MOST_OF_REST_COMMAND = 1.05
MOST_FOR_CACHED = 0.00015
"""Seconds."""

MOST_FOR_PRACTISED = 0.0005
"""Seconds."""

MOST_OF_REAL_READ = 1.1

MOST_GROWTH = 16 * MEBIBYTE
"""Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """The times for a page of one size."""

    size: int
    """Bytes of the reply."""

    times: dict[str, Times]

    @property
    def rounds(self) -> int:
        """Return how often each way was called."""
        return len(self.times[READ_DATA].wall)

    @property
    def of_rest_command(self) -> dict[str, Ratio]:
        """Return how long each way takes compared with `rest_command`."""
        base = self.times[REST_COMMAND]
        return {name: ratio(times, base) for name, times in self.times.items()}

    @property
    def cached_share(self) -> Ratio:
        """Return how long a cached read takes compared with an uncached one."""
        return ratio(self.times[CACHED], self.times[READ_DATA])


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that one run has measured."""

    conditions: Conditions
    pages: dict[str, PageResult]
    crowd: Crowd
    crowd_of_rest_command: Crowd
    varied_crowd: Crowd
    set_up: SetUp
    memory: Memory

    practised: Times
    """A read of the usual page from a recording."""

    rehearsed: dict[str, Times]
    """Reads in a rehearsal, and without one."""

    @property
    def of_real_read(self) -> Ratio:
        """Return how long a rehearsed read takes compared with a real one."""
        return ratio(self.rehearsed[REHEARSED], self.rehearsed[REAL])

    def targets(self) -> list[Target]:
        """Return each target and whether it is reached."""
        return [*self._timed(), *self._counted()]

    def _timed(self) -> list[Target]:
        """Return the targets that are times."""
        cached = self.pages[USUAL].times[CACHED].median
        practised = self.practised.median
        return [
            *(
                ratio_target(
                    f"read_data / rest_command, {name}",
                    page.of_rest_command[READ_DATA],
                    MOST_OF_REST_COMMAND,
                )
                for name, page in self.pages.items()
            ),
            time_target(f"from_cache, {USUAL}", cached, MOST_FOR_CACHED),
            time_target(f"a practised read, {USUAL}", practised, MOST_FOR_PRACTISED),
            ratio_target(
                f"{REHEARSED} / {REAL}, {USUAL}", self.of_real_read, MOST_OF_REAL_READ
            ),
        ]

    def _counted(self) -> list[Target]:
        """Return the targets that are counts."""
        crowds = (self.crowd, self.varied_crowd)
        in_flight = max(crowd.max_in_flight for crowd in crowds)
        growth = max(self.memory.allocated, self.memory.resident)
        return [
            Target(
                name=f"requests for {self.crowd.callers} callers of one endpoint",
                wanted="1",
                measured=str(self.crowd.requests),
                reached=self.crowd.requests == 1,
                counted=True,
            ),
            Target(
                name="requests in flight",
                wanted="at most 1",
                measured=str(in_flight),
                reached=in_flight <= 1,
                counted=True,
            ),
            Target(
                name=f"growth over {self.memory.endpoints} endpoints",
                wanted=f"at most {MOST_GROWTH / MEBIBYTE:.0f} MiB",
                measured=f"{growth / MEBIBYTE:.1f} MiB",
                reached=growth <= MOST_GROWTH,
                counted=True,
            ),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the results as JSON; times are in seconds, sizes in bytes."""
        return {
            **asdict(self.conditions),
            "pages": {name: _page(page) for name, page in self.pages.items()},
            "crowd": asdict(self.crowd),
            "crowd_of_rest_command": asdict(self.crowd_of_rest_command),
            "varied_crowd": asdict(self.varied_crowd),
            "set_up": asdict(self.set_up),
            "memory": asdict(self.memory),
            "practised": {
                "rounds": len(self.practised.wall),
                "median": self.practised.median,
                "p95": self.practised.p95,
                "cpu_median": self.practised.cpu_median,
            },
            "rehearsed": asdict(self.of_real_read),
            "targets": [asdict(target) for target in self.targets()],
        }


def _page(page: PageResult) -> dict[str, Any]:
    """Return the times of a page as JSON."""
    ratios = page.of_rest_command
    return {
        "bytes": page.size,
        "rounds": page.rounds,
        "ways": {
            name: {
                "median": times.median,
                "p95": times.p95,
                "cpu_median": times.cpu_median,
                "of_rest_command": asdict(ratios[name]),
            }
            for name, times in page.times.items()
        },
        "cached_share": asdict(page.cached_share),
    }

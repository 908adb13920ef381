"""The results of calls for many gateways, and the targets for them."""

from dataclasses import asdict, dataclass
from typing import Any

from ..common import (
    Conditions,
    Target,
    aligned,
    milliseconds,
    ratio,
    ratio_target,
    targets_table,
    time_target,
)
from .measuring import HANGING_LIMIT, Fleet
from .site import ALL, ONE, REST_COMMAND

_MEBIBYTE = 1024 * 1024

MOST_OF_ONE = 1.5
MOST_OF_REST_COMMAND = 1.0
MOST_MEMORY = 1.0
"""MiB for each gateway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetResults:
    """All that one run has measured."""

    conditions: Conditions
    fleet: Fleet

    def targets(self) -> list[Target]:
        """Return each target and whether it is reached."""
        fleet, hanging = self.fleet, self.fleet.hanging
        of_one = ratio(fleet.times[ALL], fleet.times[ONE])
        of_rest = ratio(fleet.times[ALL], fleet.times[REST_COMMAND])
        each = fleet.memory / fleet.gateways / _MEBIBYTE
        most = HANGING_LIMIT + MOST_OF_ONE * fleet.times[ONE].median
        return [
            ratio_target(f"{fleet.gateways} gateways / one", of_one, MOST_OF_ONE),
            ratio_target(
                f"{fleet.gateways} gateways / rest_command in parallel",
                of_rest,
                MOST_OF_REST_COMMAND,
            ),
            Target(
                name="requests in flight at one gateway",
                wanted="at most 1",
                measured=str(fleet.most_in_flight),
                reached=fleet.most_in_flight == 1,
                counted=True,
            ),
            Target(
                name="gateways that answer while one hangs",
                wanted=str(fleet.gateways - 1),
                measured=str(hanging.answered),
                reached=hanging.answered == fleet.gateways - 1,
                counted=True,
            ),
            time_target(
                f"time while one hangs for {HANGING_LIMIT} s", hanging.seconds, most
            ),
            Target(
                name="memory for each gateway",
                wanted=f"at most {MOST_MEMORY:.2f} MiB",
                measured=f"{each:.2f} MiB",
                reached=each <= MOST_MEMORY,
                counted=False,
            ),
        ]

    def as_text(self) -> str:
        """Return all results as text; times are in milliseconds."""
        rows = [
            (way, *map(milliseconds, (times.median, times.p95, times.cpu_median)))
            for way, times in self.fleet.times.items()
        ]
        hanging = self.fleet.hanging
        return (
            "\n\n".join(
                [
                    self.conditions.text,
                    aligned([("12 kB after 50 ms", "median", "p95", "CPU"), *rows]),
                    (
                        f"one that hangs: {hanging.answered} answered, "
                        f"{hanging.failed} failed after "
                        f"{milliseconds(hanging.seconds)}; the slowest of the "
                        f"others took {milliseconds(hanging.others)}"
                    ),
                    targets_table(self.targets()),
                ]
            )
            + "\n"
        )

    def as_json(self) -> dict[str, Any]:
        """Return all results as JSON; times are in seconds, sizes in bytes."""
        return {
            "conditions": asdict(self.conditions),
            "gateways": self.fleet.gateways,
            "ways": {
                way: {
                    "median": times.median,
                    "p95": times.p95,
                    "cpu_median": times.cpu_median,
                }
                for way, times in self.fleet.times.items()
            },
            "most_in_flight": self.fleet.most_in_flight,
            "hanging": asdict(self.fleet.hanging),
            "memory": self.fleet.memory,
            "targets": [asdict(target) for target in self.targets()],
        }

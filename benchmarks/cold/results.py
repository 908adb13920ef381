"""What calls after a pause came to, and the targets that they are held against."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from statistics import mean, median
from typing import Any

from ..common import (
    Conditions,
    Target,
    aligned,
    milliseconds,
    ratio,
    ratio_target,
    ratio_text,
    targets_table,
)
from .bench import BEFORE
from .calls import OURS, REST_COMMAND
from .measuring import COSTS, Day, Measured, Spent, Start, Warm

_NAMES = {OURS: "this build", BEFORE: "build before"}

_SLOW = max(COSTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdResults:
    """All that one run has measured."""

    conditions: Conditions
    calls: Measured
    warm: dict[str, Warm]
    days: list[Day]
    start: Start

    def targets(self) -> list[Target]:
        """Return each target and whether it is reached: times, then counts."""
        return [
            self._wall("read after 20 s", _SLOW, 0.10),
            self._wall("read after 20 s, closing", _SLOW, 0.10),
            self._wall("read after 20 s", 0, 0.75),
            self._cpu("read after 20 s", 0.45),
            self._cpu("read after 20 s, closing", 0.45),
            self._warm(1.05),
            self._start(),
            self._requests("read after 15 min"),
            self._requests("write after 20 s"),
            *(self._day(day) for day in self.days),
        ]

    def _wall(self, situation: str, cost: int, most: float) -> Target:
        """Return the target for how long a call takes."""
        ways = self.calls[situation, cost]
        found = ratio(ways[OURS].times, ways[REST_COMMAND].times)
        return ratio_target(f"{situation}, {cost} ms / rest_command", found, most)

    def _warm(self, most: float) -> Target:
        """Return the target for reads over connections that are kept."""
        found = self.warm[OURS].of_rest_command
        return ratio_target("read at once / rest_command", found, most)

    def _cpu(self, situation: str, most: float) -> Target:
        """Return the target for the gateway's processor."""
        ways = self.calls[situation, 0]
        found = _cpu(ways[OURS]) / _cpu(ways[REST_COMMAND])
        return Target(
            name=f"gateway CPU, {situation} / rest_command",
            wanted=f"at most {most:.2f}",
            measured=f"{found:.2f}",
            reached=round(found, 2) <= most,
            counted=False,
        )

    def _requests(self, situation: str) -> Target:
        """Return the target for how many requests a call is."""
        found = [
            requests
            for cost in COSTS
            for requests in self.calls[situation, cost][OURS].requests
        ]
        return Target(
            name=f"requests, {situation}",
            wanted="1",
            measured=f"{median(found):.0f} (mean {mean(found):.2f})",
            reached=median(found) == 1,
            counted=True,
        )

    def _day(self, day: Day) -> Target:
        """Return the target for the handshakes of a day, or the part that was run."""
        most = {(60, "1.2"): 15, (60, "1.3"): 15, (240, "1.2"): 180, (240, "1.3"): 1}
        part = ceil(most[day.every, day.version] * day.hours / 24)
        return Target(
            name=f"full handshakes, {_day_name(day)}",
            wanted=f"at most {part}",
            measured=str(day.full[OURS]),
            reached=day.full[OURS] <= part,
            counted=True,
        )

    def _start(self) -> Target:
        """Return the target for many gateways at the start."""
        found = self.start.seconds / self.start.slowest
        return Target(
            name=f"set-up of {self.start.gateways}, one hanging / slowest good one",
            wanted="at most 1.50",
            measured=f"{found:.2f}",
            reached=round(found, 2) <= 1.5,
            counted=False,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the results as JSON; times are in seconds."""
        return {
            **asdict(self.conditions),
            "calls": [
                {
                    "situation": name,
                    "handshake_cost": cost / 1000,
                    "ways": {
                        way: _spent(spent, ways[REST_COMMAND])
                        for way, spent in ways.items()
                    },
                }
                for (name, cost), ways in self.calls.items()
            ],
            "warm": {
                way: {
                    "median": warm.times.median,
                    "of_rest_command": asdict(warm.of_rest_command),
                }
                for way, warm in self.warm.items()
            },
            "days": [asdict(day) for day in self.days],
            "start": asdict(self.start),
            "targets": [asdict(target) for target in self.targets()],
        }

    def as_text(self) -> str:
        """Return the results for a terminal."""
        parts = [
            self.conditions.text,
            aligned([_HEAD, *self._rows()]),
            aligned(
                [
                    ("read at once", "median", "/ rest_command"),
                    *(
                        (
                            _NAMES.get(way, way),
                            milliseconds(warm.times.median),
                            ratio_text(warm.of_rest_command),
                        )
                        for way, warm in self.warm.items()
                    ),
                ]
            ),
            aligned(
                [
                    ("full handshakes", "calls", "this build", "build before"),
                    *(
                        (
                            _day_name(day),
                            str(day.calls),
                            str(day.full[OURS]),
                            str(day.full.get(BEFORE, "-")),
                        )
                        for day in self.days
                    ),
                ]
            ),
            self._start_text(),
            targets_table(self.targets()),
        ]
        return "\n\n".join(parts) + "\n"

    def _start_text(self) -> str:
        """Return a line about many gateways at the start."""
        return (
            f"set-up of {self.start.gateways} gateways, one of which hangs: "
            f"{milliseconds(self.start.seconds)} until all others are loaded; "
            f"{milliseconds(self.start.slowest)} for the slowest of them alone"
        )

    def _rows(self) -> list[Sequence[str]]:
        """Return a row for each situation, cost and way."""
        rows: list[Sequence[str]] = []
        for (name, cost), ways in self.calls.items():
            for way, spent in ways.items():
                found = ratio(spent.times, ways[REST_COMMAND].times)
                rows.append(
                    (
                        name,
                        f"{cost} ms",
                        _NAMES.get(way, way),
                        milliseconds(spent.times.median),
                        f"{found.median:.2f}",
                        f"{mean(spent.requests):.1f}",
                        f"{mean(spent.full):.1f}",
                        f"{mean(spent.resumed):.1f}",
                        milliseconds(_cpu(spent)),
                        milliseconds(median(spent.tls)),
                    )
                )
        return rows


_HEAD = (
    "call",
    "handshake",
    "way",
    "median",
    "/ rest_command",
    "requests",
    "full",
    "resumed",
    "gateway CPU",
    "of it TLS",
)


def _cpu(spent: Spent) -> float:
    """Return the median of the gateway's processor time in seconds."""
    return median(spent.cpu)


def _spent(spent: Spent, base: Spent) -> dict[str, Any]:
    """Return what the calls of one way came to as JSON."""
    return {
        "median": spent.times.median,
        "p95": spent.times.p95,
        "of_rest_command": asdict(ratio(spent.times, base.times)),
        "gateway_cpu_median": _cpu(spent),
        "handshake_cpu_median": median(spent.tls),
        "rounds": len(spent.wall),
        "requests": mean(spent.requests),
        "full_handshakes": mean(spent.full),
        "resumed_handshakes": mean(spent.resumed),
    }


def _day_name(day: Day) -> str:
    """Return what the table calls a day of calls."""
    every = f"{day.every // 60} min"
    return f"{day.hours} h, a read each {every}, TLS {day.version}"

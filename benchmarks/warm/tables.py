"""The results as text for a terminal."""

from collections.abc import Iterable, Sequence

from ..common import aligned, milliseconds, targets_table
from .promises import Crowd
from .results import MEBIBYTE, PageResult, Results


def table(results: Results) -> str:
    """Return all results as text; times are in milliseconds."""
    parts = [
        results.conditions.text,
        aligned(
            [
                ("page", "way", "median", "p95", "CPU", "/ rest_command", "(95 %)"),
                *_times(results.pages),
            ]
        ),
        aligned(
            [
                ("at once", "callers", "requests", "in flight", "wall"),
                _crowd("read_data, one endpoint", results.crowd),
                _crowd("read_data, one each", results.varied_crowd),
                _crowd("rest_command", results.crowd_of_rest_command),
            ]
        ),
        _set_up(results),
        _practised(results),
        aligned(
            [
                (f"memory, {results.memory.endpoints} endpoints", "all", "cache full"),
                (
                    "allocated by Python",
                    _size(results.memory.allocated),
                    _size(results.memory.allocated_when_full),
                ),
                (
                    "held by the process",
                    _size(results.memory.resident),
                    _size(results.memory.resident_when_full),
                ),
            ]
        ),
        targets_table(results.targets()),
    ]
    return "\n\n".join(parts) + "\n"


def _times(pages: dict[str, PageResult]) -> Iterable[Sequence[str]]:
    """Yield a row for each page and way."""
    for name, page in pages.items():
        ratios = page.of_rest_command
        for way, times in page.times.items():
            found = ratios[way]
            yield (
                name,
                way,
                milliseconds(times.median),
                milliseconds(times.p95),
                milliseconds(times.cpu_median),
                f"{found.median:.2f}",
                f"({found.low:.2f}-{found.high:.2f})",
            )


def _crowd(name: str, crowd: Crowd) -> Sequence[str]:
    """Return a row for callers at once."""
    return (
        name,
        str(crowd.callers),
        str(crowd.requests),
        str(crowd.max_in_flight),
        milliseconds(crowd.seconds),
    )


def _set_up(results: Results) -> str:
    """Return a line about set-up."""
    requests = results.set_up.requests
    return (
        f"set-up: {milliseconds(results.set_up.seconds)}, "
        f"{len(requests)} requests ({', '.join(requests)})"
    )


def _practised(results: Results) -> str:
    """Return a line about reads from a recording."""
    times = results.practised
    return (
        f"practised read of 12 kB: {milliseconds(times.median)}, "
        f"p95 {milliseconds(times.p95)}"
    )


def _size(size: int) -> str:
    """Return bytes as mebibytes."""
    # Adding nothing takes the sign off a zero.
    return f"{round(size / MEBIBYTE, 1) + 0:.1f} MiB"

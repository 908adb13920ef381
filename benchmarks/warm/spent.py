"""Shows where the time of a read goes, by Python's own profiler."""

from collections import Counter
from collections.abc import Iterator
import cProfile
from dataclasses import dataclass
from pathlib import Path
import sys
import time

from ..common import Call
from ..gateway import PAGES
from .ways import AIOHTTP, CACHED, READ_DATA, REST_COMMAND, Bench

_MICROSECONDS = 1_000_000
_TOP = 20

# What a file belongs to; the first that is part of its path counts.
_GROUPS = {
    "probatio": "schema",
    "voluptuous": "schema",
    "homeassistant": "Home Assistant",
    "aiohttp": "aiohttp and yarl",
    "yarl": "aiohttp and yarl",
    "multidict": "aiohttp and yarl",
    "asyncio": "asyncio",
    "benchmarks/": "benchmark",
    "<string>": "making dataclasses",
}

_INTEGRATION = "enphase_envoy_raw_data/"

# The same for what is written in C and has no file.
_BUILT_IN = {
    "select.epoll": "waiting",
    "SSL": "TLS and sockets",
    "_socket": "TLS and sockets",
    "orjson": "JSON",
    "_asyncio": "asyncio",
    "asyncio.": "asyncio",
    "re.Pattern": "regular expressions",
}


@dataclass(frozen=True, slots=True)
class _Spent:
    """What the profiler saw of one function; times in seconds."""

    group: str
    name: str
    calls: int
    own: float


async def show_where_time_goes(bench: Bench, rounds: dict[str, int]) -> None:
    """Print what each way does with its time, for pages of all sizes."""
    for page, calls in rounds.items():
        for name, call in bench.ways(PAGES[page]).items():
            count = calls // 4
            cpu = await _processor_time(call, count)
            spent = await _profile(call, count)
            head = f"{page}, {name}: {cpu * _MICROSECONDS:.0f} µs of processor time"
            _print(head, "-" * len(head), *_groups(spent, count))
            if name in (READ_DATA, CACHED):
                _print(*_functions(spent, count))
            _print("")
    _print(
        "Own times in µs per call, as the profiler sees them. It makes each call of",
        f"a function dearer: compare {READ_DATA} with {REST_COMMAND} and {AIOHTTP}.",
    )


async def _processor_time(call: Call, count: int) -> float:
    """Return the seconds of processor time of one call."""
    begun = time.process_time()
    for _ in range(count):
        await call()
    return (time.process_time() - begun) / count


async def _profile(call: Call, count: int) -> list[_Spent]:
    """Return what the profiler sees of some calls, the most first."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(count):
        await call()
    profile.disable()
    return sorted(_rows(profile), key=lambda row: -row.own)


def _rows(profile: cProfile.Profile) -> Iterator[_Spent]:
    """Yield the functions that the profiler saw."""
    for entry in profile.getstats():
        code = entry.code
        if isinstance(code, str):
            name, group = code, _group(code, _BUILT_IN)
        else:
            name = f"{_place(code.co_filename)}:{code.co_qualname}"
            group = _room(code.co_filename) or _group(code.co_filename, _GROUPS)
        yield _Spent(group, name, entry.callcount, entry.inlinetime)


def _group(name: str, groups: dict[str, str]) -> str:
    """Return what a file or a name belongs to."""
    return next((group for part, group in groups.items() if part in name), "other")


def _room(file: str) -> str:
    """Return the room of the integration that a file is in; empty if it is none."""
    inside = file.rpartition(_INTEGRATION)[2] if _INTEGRATION in file else ""
    return inside and f"{_INTEGRATION}{inside.rpartition('/')[0]}"


def _place(file: str) -> str:
    """Return the last two parts of a path."""
    return "/".join(Path(file).parts[-2:])


def _groups(spent: list[_Spent], count: int) -> Iterator[str]:
    """Yield a line with the own time and the calls of each group."""
    own: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for row in spent:
        own[row.group] += round(row.own / count * _MICROSECONDS * 10)
        calls[row.group] += row.calls
    yield f"  {calls.total() / count:.0f} calls of functions:"
    for name, tenths in own.most_common():
        yield f"  {tenths / 10:9.1f} µs {calls[name] / count:7.1f} x  {name}"


def _functions(spent: list[_Spent], count: int) -> Iterator[str]:
    """Yield a line for each of the functions that take most."""
    yield "  the dearest of them:"
    shown = [row for row in spent if row.group not in ("waiting", "benchmark")]
    for row in shown[:_TOP]:
        own = row.own / count * _MICROSECONDS
        yield f"  {own:9.1f} µs {row.calls / count:7.1f} x  {row.name}"


def _print(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("\n".join([*lines, ""]))

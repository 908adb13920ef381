"""The points at which code of the integration waits, found while it runs."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
import inspect
from pathlib import Path
import sys
from types import CodeType, TracebackType
from typing import Final, Self, override

_FOLDER: Final = str(
    Path(__file__).parents[2] / "custom_components/enphase_envoy_raw_data"
)

# Debuggers have 0, coverage 1, profilers 2, optimizers 5.
_TOOL: Final = 4

_COROUTINES: Final = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR

# What an async generator hands to its consumer, which doesn't wait for anything.
_HANDED_ON: Final = "async_generator_wrapped_value"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line at which a function gives up control until something happens."""

    file: str
    """Below the folder of the integration."""

    line: int
    function: str

    @override
    def __str__(self) -> str:
        """Return it for a message."""
        return f"{self.file}:{self.line} {self.function}"


@dataclass(frozen=True, slots=True)
class Point:
    """One of the times that a place is passed."""

    place: Place
    time: int
    """Counted from 1."""

    @override
    def __str__(self) -> str:
        """Return it for a message."""
        return f"{self.place}, time {self.time}"


class Watch:
    """Sees each point, and has something happen when one of them is reached.

    Of a chain of coroutines that wait for each other, the innermost that is ours
    counts. It is the first to yield after one of ours was started or went on.
    """

    def __init__(self, at: Point | None = None) -> None:
        """Wait for this point; None only looks."""
        self._at = at
        self.reached: Callable[[], object] = lambda: None
        """What is called when it is reached, as soon as the loop is free."""
        self._passed: Counter[Place] = Counter()
        self._goes_on: set[asyncio.Task[object] | None] = set()
        self.points: list[Point] = []
        """Those that were passed, in order."""

    def __enter__(self) -> Self:
        """Begin."""
        monitoring = sys.monitoring
        events = monitoring.events
        monitoring.use_tool_id(_TOOL, "points")
        for event, seen in (
            (events.PY_START, self._started),
            (events.PY_RESUME, self._started),
            (events.PY_THROW, self._thrown_into),
            (events.PY_YIELD, self._yielded),
        ):
            monitoring.register_callback(_TOOL, event, seen)
        monitoring.set_events(
            _TOOL,
            events.PY_START | events.PY_RESUME | events.PY_THROW | events.PY_YIELD,
        )
        # What was found to be somebody else's by an earlier one is looked at again,
        # since the integration may have been imported anew.
        monitoring.restart_events()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End."""
        sys.monitoring.set_events(_TOOL, 0)
        sys.monitoring.free_tool_id(_TOOL)

    @property
    def is_reached(self) -> bool:
        """Return whether the point was reached."""
        return self._at in self.points

    def _started(self, code: CodeType, _offset: int) -> object:
        """Take note that code of ours runs."""
        if not code.co_filename.startswith(_FOLDER):
            return sys.monitoring.DISABLE
        self._goes_on.add(_task())
        return None

    def _thrown_into(self, code: CodeType, _offset: int, _error: BaseException) -> None:
        """Take note that code of ours goes on with an error, such as its end."""
        if code.co_filename.startswith(_FOLDER):
            self._goes_on.add(_task())

    def _yielded(self, code: CodeType, _offset: int, value: object) -> object:
        """Take note of a point, if this is one."""
        if not (code.co_filename.startswith(_FOLDER) and code.co_flags & _COROUTINES):
            return sys.monitoring.DISABLE
        if type(value).__name__ == _HANDED_ON or (task := _task()) not in self._goes_on:
            return None
        self._goes_on.discard(task)
        place = Place(
            file=code.co_filename.removeprefix(_FOLDER).lstrip("/"),
            line=sys._getframe(1).f_lineno,  # noqa: SLF001 - the frame that yields
            function=code.co_qualname,
        )
        self._passed[place] += 1
        point = Point(place, self._passed[place])
        self.points.append(point)
        if point == self._at:
            asyncio.get_running_loop().call_soon(self.reached)
        return None


def _task() -> asyncio.Task[object] | None:
    """Return the task that runs; None outside of the loop."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None

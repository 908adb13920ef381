"""The table of docs/reliability.md about interruptions: read, compared and written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final, Self, override

from .all_jobs import JOBS
from .jobs import Job
from .troubles import TROUBLES
from .verdict import CANCELLED, REPLY, Ending

PAGE: Final = Path(__file__).parents[2] / "docs/reliability.md"

_BEGIN: Final = "<!-- interruptions, written by the tests -->\n"
_END: Final = "<!-- the end of the interruptions -->\n"
_HEAD: Final = (
    "| What is interrupted | Points | Runs | Reply | Unloaded | Unverified | Given up |"
)
_RULE: Final = "|---|---|---|---|---|---|---|"
_ALL: Final = "**All**"
_OPEN: Final = "?"

_COLUMNS: Final = {
    REPLY: "reply",
    CANCELLED: "given_up",
    "closed": "unloaded",
    "not_verifiable_closed": "unverified",
    "entry_disabled": "unloaded",
    "entry_retrying": "unloaded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How one job ends that is interrupted at each of its points."""

    points: int = 0
    runs: int = 0
    reply: int = 0
    unloaded: int = 0
    unverified: int = 0
    given_up: int = 0

    is_open: bool = False
    """Whether it depends on who is first how it ends."""

    @classmethod
    def of(cls, job: Job, points: int, endings: Iterable[Ending]) -> Self:
        """Return the row of a job; its usual end counts as the reply."""
        columns = _COLUMNS | {job.ends_with: "reply"}
        counted = Counter(columns[ending.told] for ending in endings)
        runs = counted.total()
        if job.is_race:
            counted.clear()
        return cls(points=points, runs=runs, is_open=job.is_race, **counted)

    @classmethod
    def read(cls, cells: str) -> Self:
        """Return the row with these cells."""
        names = [field.name for field in fields(cls)][:-1]
        pairs = zip(names, cells.split(" | "), strict=True)
        counted = {name: int(cell) for name, cell in pairs if cell != _OPEN}
        return cls(**counted, is_open=_OPEN in cells)

    def __add__(self, other: Self) -> Self:
        """Return the sum of two rows."""
        return type(self)(
            **{
                field.name: getattr(self, field.name) + getattr(other, field.name)
                for field in fields(self)
                if field.name != "is_open"
            }
        )

    @override
    def __str__(self) -> str:
        """Return the cells as they stand on the page."""
        points, runs, *counted, _ = astuple(self)
        shown = [_OPEN if self.is_open else str(count) for count in counted]
        return " | ".join([str(points), str(runs), *shown])


type Rows = dict[str, str]
"""Cells by the words of the job, in the order of the page."""


def read_table() -> Rows:
    """Return what stands on the page."""
    table = PAGE.read_text().partition(_BEGIN)[2].partition(_END)[0]
    rows: Rows = {}
    for line in table.splitlines():
        if line.startswith("| ") and line not in (_HEAD, _RULE):
            words, _, cells = line.strip("| ").partition(" | ")
            rows[words] = cells
    return rows


def where(cells: str) -> list[str]:
    """Return what doesn't depend on how busy the machine is.

    That is where a job waits, how often it was interrupted, and which endings there
    are. A point may be passed a moment before or after what it waits for has come, so
    that a call gets its reply, or is still in time to be told of the unloading.
    """
    points, runs, *counted = cells.split(" | ")
    return [points, runs, *(one if one in ("0", _OPEN) else "some" for one in counted)]


def write_table(new: dict[str, Row]) -> None:
    """Write the table with these rows; those of other jobs stay as they are."""
    rows = {words: Row.read(cells) for words, cells in read_table().items()} | new
    before, _, rest = PAGE.read_text().partition(_BEGIN)
    after = rest.partition(_END)[2]
    lines = [f"| {words} | {row} |" for words, row in with_sum(rows).items()]
    table = "\n".join([_HEAD, _RULE, *lines, ""])
    PAGE.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}")


def with_sum(rows: dict[str, Row]) -> dict[str, Row]:
    """Return the rows in the order of the jobs, and their sum.

    What depends on who is first is left out of it, but for points and runs.
    """
    ordered = {job.words: rows[job.words] for job in JOBS if job.words in rows}
    total = Row()
    for row in ordered.values():
        total += row
    return ordered | {_ALL: total}


def runs_of(job: Job, points: int) -> int:
    """Return how often a job with so many points has to be interrupted."""
    return points * sum(
        job.has_caller or not trouble.needs_caller for trouble in TROUBLES
    )

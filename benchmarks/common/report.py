"""What each report has: its conditions, its targets, and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .timing import Ratio

_PER_SECOND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What was measured, and on what."""

    versions: dict[str, str]
    cores: int
    load: float
    """What else the machine had to do at the start: its load average of a minute."""

    quick: bool

    @property
    def text(self) -> str:
        """Return them on one line."""
        versions = ", ".join(f"{name} {text}" for name, text in self.versions.items())
        quick = "; quick" if self.quick else ""
        return f"{versions}; {self.cores} cores, load {self.load:.1f}{quick}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A promise and what came of it."""

    name: str
    wanted: str
    measured: str
    reached: bool

    counted: bool
    """Whether it is counted; times depend on the machine, counts don't."""


def milliseconds(seconds: float) -> str:
    """Return seconds as milliseconds."""
    count = seconds * _PER_SECOND
    return f"{count:.3f} ms" if count < 10 else f"{count:.1f} ms"


def ratio_text(found: Ratio) -> str:
    """Return a ratio with its range."""
    return f"{found.median:.2f} ({found.low:.2f}-{found.high:.2f})"


def ratio_target(name: str, found: Ratio, most: float) -> Target:
    """Return the target for a ratio of times."""
    return Target(
        name=name,
        wanted=f"at most {most:.2f}",
        measured=ratio_text(found),
        reached=round(found.median, 2) <= most,
        counted=False,
    )


def time_target(name: str, seconds: float, most: float) -> Target:
    """Return the target for a time in seconds."""
    return Target(
        name=name,
        wanted=f"at most {milliseconds(most)}",
        measured=milliseconds(seconds),
        reached=seconds <= most,
        counted=False,
    )


def targets_table(targets: Iterable[Target]) -> str:
    """Return the targets and whether each is reached."""
    return aligned(
        [
            ("target", "wanted", "measured", ""),
            *(
                (
                    target.name,
                    target.wanted,
                    target.measured,
                    "reached" if target.reached else "MISSED",
                )
                for target in targets
            ),
        ]
    )


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns, the first line underlined."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *map(_padded, row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _padded(cell: str, width: int) -> str:
    """Return a cell as wide as its column, numbers to the right."""
    number = cell.replace(".", "").split(" ")[0].removesuffix("%").isdigit()
    return cell.rjust(width) if number else cell.ljust(width)

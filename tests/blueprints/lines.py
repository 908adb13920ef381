"""The ready lines of docs/blueprints.md, and what is true of a replica's site."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.docs.pages import section, table

from .bench import ROOT

PAGE = ROOT / "docs/blueprints.md"

type Truth = dict[str, Any]

_PHASES = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the table."""

    name: str
    endpoint: list[str]
    select: str
    inputs: dict[str, Any]
    """Unit and classes; empty for a text."""

    true: Callable[[Truth], Any]

    @property
    def is_text(self) -> bool:
        """Return whether the value goes into a helper, since it is no number."""
        return "unit" not in self.inputs


def _phase(place: int, name: str) -> Callable[[Truth], Any]:
    """Return what tells a value of a phase; None if there is no such phase."""

    def true(truth: Truth) -> Any:
        phases = truth["phases"]
        return phases[place][name] if place < len(phases) else None

    return true


def _weakest(truth: Truth) -> Any:
    """Return the inverter that gives least, of those that tell it."""
    known = (one for one in truth["inverters"] if one["watts"] is not None)
    return min(known, key=lambda one: one["watts"])


def _iq_milliwatts(truth: Truth) -> float | None:
    """Return what the IQ Batteries give."""
    if not truth["storage"]:
        return None
    watts = [
        one["watts"] for one in truth["storage"]["batteries"] if one["kind"] == "iq"
    ]
    return 1000 * sum(watts) if watts else None


TRUE: dict[str, Callable[[Truth], Any]] = {
    "Solar power now": lambda truth: truth["production"]["watts"],
    # Without a meter, it is the sum of the reports.
    "Solar power now, of meter or inverters": (
        lambda truth: truth["production"]["watts"]
    ),
    "Solar power by the last reports": (
        lambda truth: truth["production"]["reported_watts"]
    ),
    "Grid power now, positive while it comes in": lambda truth: truth["grid"]["watts"],
    "Grid import now": lambda truth: truth["grid"]["import_watts"],
    "Grid export now": lambda truth: truth["grid"]["export_watts"],
    "Grid power now, from 8.3 on": lambda truth: truth["grid"]["watts"],
    "State of charge of all batteries": (
        lambda truth: truth["storage"] and truth["storage"]["soc_of_all"]
    ),
    "Battery power, positive while they give": _iq_milliwatts,
    "Power of the weakest panel": lambda truth: _weakest(truth)["watts"],
    "Weakest panel": lambda truth: _weakest(truth)["serial"],
    "Hottest inverter": (
        lambda truth: max(one["celsius"] for one in truth["inverters"])
    ),
    "Energy of the day, with meters": lambda truth: truth["production"]["today"],
    "Energy of the day, without meters": lambda truth: truth["production"]["today"],
    "Solar energy so far, with meters": lambda truth: truth["production"]["lifetime"],
    "Solar energy so far, without meters": lambda truth: truth["production"][
        "lifetime"
    ],
    "Energy from the grid so far": lambda truth: truth["grid"]["imported"],
    "Energy to the grid so far": lambda truth: truth["grid"]["exported"],
    "Whether the house is on the grid, `closed` or `open`": (
        lambda truth: "closed" if truth["grid"]["connected"] else "open"
    ),
}
for _place in range(_PHASES):
    _number = _place + 1
    TRUE[f"Solar power of phase {_number}"] = _phase(_place, "production_watts")
    TRUE[f"Grid power of phase {_number}"] = _phase(_place, "grid_watts")
    TRUE[f"Grid voltage of phase {_number}"] = _phase(_place, "volts")


def ready_lines() -> list[Line]:
    """Return the lines of the page; one of phase 1 makes those of the others, too."""
    return [
        line
        for row in table(section(PAGE, "## Ready lines"))
        for line in _with_phases(row)
    ]


def _with_phases(row: dict[str, str]) -> list[Line]:
    """Return a row as lines."""
    name, select = row["Value"], row["Select"].strip("`").strip()
    if not name.endswith("of phase 1"):
        return [_line(name, select, row)]
    return [
        _line(
            f"{name[:-1]}{place + 1}",
            select.replace("channels[0]", f"channels[{place}]").replace(
                "lines[0]", f"lines[{place}]"
            ),
            row,
        )
        for place in range(_PHASES)
    ]


def _line(name: str, select: str, row: dict[str, str]) -> Line:
    """Return a line of a row."""
    words = row["Unit, device class, state class"].replace("`", "")
    kinds, _, oldest = words.partition("; oldest: ")
    inputs: dict[str, Any] = {}
    if kinds != "a text":
        names = ("unit", "device_class", "state_class")
        inputs = dict(zip(names, kinds.split(", "), strict=True))
    if oldest:
        inputs["oldest"] = int(oldest)
    return Line(
        name=name,
        endpoint=row["Endpoint"].replace("`", "").split(", "),
        select=select,
        inputs=inputs,
        true=TRUE[name],
    )

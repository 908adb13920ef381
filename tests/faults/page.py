"""docs/reliability.md: read, compared and written."""

from pathlib import Path
from typing import Final

from .all_operations import OPERATIONS
from .cell import Cell
from .operations import Operation
from .troubles import TROUBLES, Trouble

PAGE: Final = Path(__file__).parents[2] / "docs/reliability.md"

_HEAD: Final = "| Fault | What the caller gets | Requests | Writes | Works again | s |"
_RULE: Final = "|---|---|---|---|---|---|"
_BEGIN: Final = "<!-- written by the tests -->\n"

type Cells = dict[tuple[str, str], Cell]
"""Cells by the words of the operation and of the fault."""


def wanted() -> list[tuple[Operation, Trouble]]:
    """Return what the page has to have, in order."""
    return [
        (operation, trouble)
        for operation in OPERATIONS
        for trouble in TROUBLES
        if trouble.is_for(operation)
    ]


def read_page() -> Cells:
    """Return what stands on the page."""
    cells: Cells = {}
    operation = ""
    for line in PAGE.read_text().partition(_BEGIN)[2].splitlines():
        if line.startswith("## "):
            operation = line.removeprefix("## ")
        elif line.startswith("| ") and line != _HEAD:
            words, got, requests, applied, after, seconds = (
                part.strip() for part in line.strip("|").split(" | ")
            )
            cells[operation, words] = Cell(
                got=got,
                requests=requests,
                applied=applied,
                after=after,
                seconds=int(seconds),
            )
    return cells


def write_page(cells: Cells) -> None:
    """Write the page with these cells; what is not among them is left out."""
    start = PAGE.read_text().partition(_BEGIN)[0]
    lines: list[str] = []
    title = ""
    for operation, trouble in wanted():
        cell = cells.get((operation.words, trouble.words))
        if cell is None:
            continue
        if operation.words != title:
            title = operation.words
            lines += ["", f"## {title}", "", _HEAD, _RULE]
        lines.append(
            f"| {trouble.words} | {cell.got} | {cell.requests} | {cell.applied}"
            f" | {cell.after} | {cell.seconds} |"
        )
    PAGE.write_text("\n".join([start + _BEGIN.strip(), *lines, ""]))

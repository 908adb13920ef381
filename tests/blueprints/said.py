"""What blueprints say on each replica, as tables of docs/blueprints.md."""

import re

from gateway_simulator import replica_names

from .lines import PAGE

REPLICAS = replica_names()


def _place(title: str) -> re.Pattern[str]:
    """Return what finds the table that the tests write below a comment."""
    return re.compile(
        rf"(?P<before><!-- written by the tests: {re.escape(title)} -->\n\n)"
        r"(?P<table>(?:\|.*\n)*)"
    )


def read_said(title: str) -> dict[str, dict[str, str]]:
    """Return what stands on the page: by replica, then by what was tried."""
    found = _place(title).search(PAGE.read_text())
    assert found, title
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in found["table"].splitlines()
    ]
    if not lines:
        return {}
    said: dict[str, dict[str, str]] = {name.strip("`"): {} for name in lines[0][1:]}
    for what, *cells in lines[2:]:
        for replica, cell in zip(said, cells, strict=True):
            said[replica][what] = cell
    return said


def write_said(title: str, replica: str, told: dict[str, str]) -> None:
    """Put what was said on one replica into its column."""
    said = read_said(title) | {replica: told}
    columns = [name for name in REPLICAS if name in said]
    rows = list(told)
    lines = [
        [title, *(f"`{name}`" for name in columns)],
        ["---"] * (len(columns) + 1),
        *([what, *(said[name].get(what, "") for name in columns)] for what in rows),
    ]
    text = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    page = PAGE.read_text()
    found = _place(title).search(page)
    assert found
    PAGE.write_text(f"{page[: found.start('table')]}{text}{page[found.end() :]}")

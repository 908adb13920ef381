"""What blueprints say on each replica, as tables of docs/blueprints.md."""

import re

from gateway_simulator import replica_names

from .lines import PAGE

REPLICAS = replica_names()

VALUES = "Value"
BLUEPRINTS = "Blueprint"

type Said = dict[str, dict[str, str]]
"""What was said, by what was tried and then by replica."""


def _place(title: str) -> re.Pattern[str]:
    """Return what finds the table that the tests write below a comment."""
    return re.compile(
        rf"<!-- written by the tests: {title} -->\n\n(?P<table>(?:\|.*\n)*)"
    )


def read_said(title: str) -> Said:
    """Return what stands on the page. A row names replicas and what they said."""
    found = _place(title).search(PAGE.read_text())
    assert found, title
    said: Said = {}
    for line in found["table"].splitlines()[2:]:
        what, names, words = (cell.strip() for cell in line.strip("|").split("|"))
        column = said.setdefault(what, {})
        for name in names.replace("`", "").split(", "):
            column[name] = words
    return said


def write_said(title: str, said: Said) -> None:
    """Put what was said on the page, with one row for all that said the same."""
    rows = [f"| {title} | Replicas | What comes of it |", "|---|---|---|"]
    for what, column in said.items():
        groups: dict[str, list[str]] = {}
        for name in REPLICAS:
            if name in column:
                groups.setdefault(column[name], []).append(f"`{name}`")
        rows += [
            f"| {what} | {', '.join(names)} | {words} |"
            for words, names in groups.items()
        ]
    page = PAGE.read_text()
    found = _place(title).search(page)
    assert found
    start, end = found.span("table")
    PAGE.write_text("".join((page[:start], "\n".join(rows), "\n", page[end:])))


def add_said(title: str, what: str, replica: str, words: str) -> None:
    """Put what one replica said on the page."""
    said = read_said(title)
    said.setdefault(what, {})[replica] = words
    write_said(title, said)

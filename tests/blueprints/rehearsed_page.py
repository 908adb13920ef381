"""The table of docs/rehearsal.md about blueprints: read, compared and written."""

from collections import Counter
from typing import Any, Final

from .bench import DOMAIN, NAMES, ROOT
from .plays import PLAYS, Play

PAGE: Final = ROOT / "docs/rehearsal.md"

_BEGIN: Final = "<!-- blueprints, written by the tests -->\n"
_END: Final = "<!-- the end of the blueprints -->\n"
_HEAD: Final = (
    "| Blueprint | Sent for real | Would have been sent | The same for the owner |"
)
_RULE: Final = "|---|---|---|---|"

type Write = tuple[str, str, Any]
"""Method, endpoint and body."""


def title(play: Play) -> str:
    """Return the first cell of a row."""
    kind = "script" if play.name in NAMES else "automation"
    link = f"[`{play.name}`](../blueprints/{kind}/{DOMAIN}/{play.name})"
    return f"{link} {play.words}".strip()


def in_words(writes: list[Write]) -> str:
    """Return the cell of writes."""
    counted = Counter(f"{method} `{endpoint}`" for method, endpoint, _ in writes)
    cells = [
        one if count == 1 else f"{one}, {count} times" for one, count in counted.items()
    ]
    return ", ".join(cells) or "nothing"


def read_rows() -> dict[str, str]:
    """Return what stands on the page, by the first cell."""
    table = PAGE.read_text().partition(_BEGIN)[2].partition(_END)[0]
    rows = (line.strip("| ").partition(" | ") for line in table.splitlines()[3:])
    return {first: rest for first, _, rest in rows if first}


def write_row(play: Play, cells: str) -> None:
    """Put the row of one play on the page; the others stay as they are."""
    rows = read_rows() | {title(play): cells}
    before, _, rest = PAGE.read_text().partition(_BEGIN)
    after = rest.partition(_END)[2]
    lines = [
        f"| {first} | {rows[first]} |" for first in map(title, PLAYS) if first in rows
    ]
    table = "\n".join([_HEAD, _RULE, *lines, ""])
    PAGE.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}")

"""The documentation as data: pages, fenced blocks and tables.

How an example is written down:

- `<!-- run: 8.2 installer -->` before a YAML block runs it against that
  replica with a token of that role (before firmware 7: as that user). With
  `, logs the error` at the end, Home Assistant may log one; with `, at its time`,
  templates take the moment that the replica shows for now; with `, rehearsing`, a
  rehearsal is on. `practice` in place of a replica runs it on the recording that comes
  with the integration.
- `<!-- reply -->` before the next YAML block: what the call returns.
- `<!-- error -->` before the next text block: the error that it ends with.
- `<!-- sent -->` before the next JSON block: the body that the gateway received.
- `<!-- before -->` before a YAML block: what another integration, or an older version
  of this one, was told; it has to be YAML, and is not run.
- `<!-- card -->` before a YAML block: a card of a dashboard for what other examples of
  the page make.
- `<!-- configuration -->` before a YAML block: what goes into `configuration.yaml` for
  another integration; `test_recorder.py` runs it.
- `<!-- outcome -->` before the next YAML block: states, calls of other actions,
  and the requests that reached the gateway.

In a reply, `…` stands for what is left out: as the last item of a list with the
number of further items, as the last key of an object, and at the end of a text.
"""

from dataclasses import dataclass, field
from pathlib import Path
import re
from typing import override

ROOT = Path(__file__).parents[2]

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
"""What users read."""

OTHER_PAGES = [
    ROOT / f"{name}.md" for name in ("CONTRIBUTING", "CHANGELOG", "SECURITY")
]

_FENCE = re.compile(
    r"^(?:<!-- (?P<note>[^\n]+?) -->\n+)?(?P<fence>`{3,})(?P<language>\w*)\n"
    r"(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)

BEFORE = "before"
"""Marks a block that is shown, and not run."""

CARD = "card"
"""Marks what stands in a dashboard."""

CONFIGURATION = "configuration"
"""Marks what goes into `configuration.yaml` for another integration."""

ANSWERS = ("reply", "error", "sent", "outcome")
"""Blocks that say what comes of the example before them."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block, and the note in front of it."""

    page: Path
    line: int
    note: str
    language: str
    text: str

    @property
    def place(self) -> str:
        """Return where it stands."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(kw_only=True)
class Example:
    """A block that is run, and what should come of it."""

    block: Block
    replica: str
    account: str
    logs_the_error: bool
    at_its_time: bool
    rehearses: bool
    answers: dict[str, Block] = field(default_factory=dict)

    @override
    def __str__(self) -> str:
        """Return a name for the test."""
        return self.block.place


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page."""
    text = page.read_text()
    return [
        Block(
            page=page,
            line=text.count("\n", 0, found.start("fence")) + 1,
            note=found["note"] or "",
            language=found["language"],
            text=found["text"],
        )
        for found in _FENCE.finditer(text)
    ]


def examples() -> list[Example]:
    """Return the examples of all pages, with their answers."""
    found: list[Example] = []
    for page in PAGES:
        current: Example | None = None
        for block in blocks(page):
            kind, _, rest = block.note.partition(": ")
            if kind == "run":
                who, _, what = rest.partition(", ")
                replica, account = who.split()
                current = Example(
                    block=block,
                    replica=replica,
                    account=account,
                    logs_the_error=what == "logs the error",
                    at_its_time=what == "at its time",
                    rehearses=what == "rehearsing",
                )
                found.append(current)
            elif kind in ANSWERS:
                if current is None or kind in current.answers:
                    raise ValueError(f"{block.place}: nothing that this answers")
                current.answers[kind] = block
            else:
                current = None
    return found


def section(page: Path, heading: str) -> str:
    """Return the text below a heading, up to the next one of its level or above."""
    text = page.read_text()
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    level = len(heading) - len(heading.lstrip("#"))
    end = re.search(rf"^#{{1,{level}}} ", text[start:], re.MULTILINE)
    return text[start : start + end.start()] if end else text[start:]


def table(text: str) -> list[dict[str, str]]:
    """Return the first table in a text, each row by its column titles."""
    found = re.search(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    lines = found[0].splitlines() if found else []
    rows = [
        [
            cell.strip().replace("\\|", "|")
            for cell in re.split(r"(?<!\\)\|", line)[1:-1]
        ]
        for line in lines
    ]
    titles, _, *content = rows
    return [dict(zip(titles, row, strict=True)) for row in content]

"""Every error that a user can see is in docs/troubleshooting.md, and no other."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

import pytest

from tests.integration.helpers import TEXTS

from .blueprint_texts import blueprint_texts
from .pages import ROOT, table

PAGE = ROOT / "docs/troubleshooting.md"

_QUOTED = re.compile(r"“([^”]+)”")


def _of_forms(texts: dict[str, Any], *path: str) -> Iterator[tuple[str, str]]:
    """Yield each error and each end of a form, with its path."""
    for key, inner in texts.items():
        if isinstance(inner, dict):
            yield from _of_forms(inner, *path, key)
        # A repair shows the words of the set-up form, which are there already.
        elif path[-1] in ("error", "abort") and inner != "{problem}":
            yield ".".join([*path, key]), inner


def _messages() -> dict[str, str]:
    """Return all texts that tell a user that something is the matter."""
    exceptions = {
        f"exceptions.{key}": given["message"]
        for key, given in TEXTS["exceptions"].items()
    }
    issues = {f"issues.{key}": given["title"] for key, given in TEXTS["issues"].items()}
    return {**exceptions, **dict(_of_forms(TEXTS)), **issues, **blueprint_texts()}


MESSAGES = _messages()


def _pattern(excerpt: str) -> re.Pattern[str]:
    """Return what a quoted part of a message looks like in it.

    A full stop at the end is the end of the message.
    """
    pattern = "[^.]*?".join(re.escape(part) for part in excerpt.split("…"))
    return re.compile(f"{pattern}$" if excerpt.endswith(".") else pattern)


def _excerpts(page: Path) -> list[str]:
    """Return what the first column of the tables quotes."""
    cells = [
        row["You see"]
        for lines in re.findall(r"(?m)^\| You see(?:.*\n\|)+.*", page.read_text())
        for row in table(lines)
    ]
    return [excerpt for cell in cells for excerpt in _QUOTED.findall(cell)]


EXCERPTS = _excerpts(PAGE)


@pytest.mark.parametrize("key", MESSAGES)
def test_each_message_has_one_row(key: str) -> None:
    """A user who sees the message finds one row for it."""
    message = MESSAGES[key]
    rows = [excerpt for excerpt in EXCERPTS if _pattern(excerpt).search(message)]
    assert len(rows) == 1, f"{message!r} has {rows or 'no row'}"


@pytest.mark.parametrize("excerpt", EXCERPTS)
def test_each_row_is_about_a_message(excerpt: str) -> None:
    """A row that no message fits any more is out of date."""
    assert any(_pattern(excerpt).search(text) for text in MESSAGES.values())


def test_each_row_has_meaning_and_remedy() -> None:
    """No cell is empty."""
    for lines in re.findall(r"(?m)^\| You see(?:.*\n\|)+.*", PAGE.read_text()):
        for row in table(lines):
            assert all(row.values()), row


def test_a_missing_row_is_noticed() -> None:
    """The search finds neither too much nor too little."""
    assert _pattern("has … left").search("Gateway 1 has nothing left.")
    assert not _pattern("has … left").search("Gateway 1 has nothing.")


def test_forms_are_searched_wherever_they_are() -> None:
    """The errors of a repair's form count, and its other words don't."""
    texts = {"fix_flow": {"step": {"one": {"title": "A"}}, "error": {"b": "B"}}}
    assert list(_of_forms({"issues": {"x": texts}})) == [
        ("issues.x.fix_flow.error.b", "B")
    ]
    assert any(key.startswith("options.error.") for key in MESSAGES)
    assert any(key.startswith("config.abort.") for key in MESSAGES)

"""What the demo prints."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import TextIOWrapper
import os
import sys
from textwrap import fill, indent
import time
from typing import TextIO

WIDTH = 78
# Column at which the dots of a progress line end.
DOTS_END = 64
# Seconds between two updates of a progress line on a terminal.
LIVE_INTERVAL = 0.1
MARGIN = "  "

_BOLD = "1"
_DIM = "2"
_RED = "31"
_GREEN = "32"


class Report:
    """Prints the demo calmly: aligned, and in colours only on a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Print to a stream, the standard output unless told otherwise."""
        self._stream = stream or sys.stdout
        if isinstance(self._stream, TextIOWrapper):
            self._stream.reconfigure(errors="replace")
        self._live = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._colours = self._live and "NO_COLOR" not in os.environ

    def _paint(self, text: str, code: str) -> str:
        """Colour a text if this is a terminal."""
        return f"\033[{code}m{text}\033[0m" if self._colours else text

    def _print(self, text: str = "", end: str = "\n") -> None:
        """Print at once, so that nobody stares at a full buffer.

        When nobody reads along any more (``| head``, a closed terminal), go on
        in silence: the rest of the work, and cleaning up, still has to be done.
        """
        try:
            print(text, end=end, file=self._stream, flush=True)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())

    def title(self, title: str, *paragraphs: str) -> None:
        """Print the head of the whole report."""
        self._print(self._paint(title, _BOLD))
        for paragraph in paragraphs:
            self._print()
            self._print(fill(paragraph, WIDTH))

    def section(self, title: str) -> None:
        """Start a part."""
        self._print()
        self._print(self._paint(title, _BOLD))

    def text(self, text: str) -> None:
        """Print a paragraph."""
        self._print(fill(text, WIDTH, initial_indent=MARGIN, subsequent_indent=MARGIN))

    def block(self, label: str, text: str) -> None:
        """Print a labelled block of YAML or other lines as they are."""
        self._print()
        self._print(self._paint(f"{MARGIN}{label}", _DIM))
        self._print(indent(text, MARGIN * 2))

    def facts(self, facts: dict[str, str]) -> None:
        """Print aligned pairs."""
        width = max(map(len, facts))
        self._print()
        for name, value in facts.items():
            self._print(f"{MARGIN}{name:<{width}}  {self._paint(value, _BOLD)}")

    def success(self, text: str) -> None:
        """Print what went as it should."""
        self._verdict("✓", text, _GREEN)

    def failure(self, text: str) -> None:
        """Print what did not."""
        self._verdict("✗", text, _RED)

    def _verdict(self, mark: str, text: str, code: str) -> None:
        """Print a marked line, which may go on in further lines."""
        head, *rest = text.splitlines() or [""]
        self._print()
        self._print(f"{MARGIN}{self._paint(f'{mark} {head}', code)}")
        for line in rest:
            self._print(f"{MARGIN}  {line}")

    @asynccontextmanager
    async def progress(self, label: str) -> AsyncIterator[None]:
        """Show that something is going on, and in the end how long it took."""
        started = time.monotonic()
        line = _ProgressLine(label)
        self._print(line.label, end="")
        ticker = asyncio.create_task(self._tick(line, started))
        try:
            yield
        except BaseException:
            self._print()
            raise
        else:
            seconds = time.monotonic() - started
            if self._live:
                self._print(self._whole(line, seconds))
            else:
                self._print(f"{'.' * line.dots} {seconds:5.1f} s")
        finally:
            ticker.cancel()

    async def _tick(self, line: _ProgressLine, started: float) -> None:
        """Count the seconds on a terminal, or else add a dot each second."""
        while True:
            await asyncio.sleep(LIVE_INTERVAL if self._live else 1)
            if self._live:
                self._print(self._whole(line, time.monotonic() - started), end="")
            elif line.dots > 1:
                self._print(".", end="")
                line.dots -= 1

    def _whole(self, line: _ProgressLine, seconds: float) -> str:
        """Return a progress line that replaces the one on the terminal."""
        dots = self._paint("." * line.dots, _DIM)
        return f"\r{line.label}{dots} {seconds:5.1f} s"


class _ProgressLine:
    """A label and the dots still missing to the column of the seconds."""

    def __init__(self, label: str) -> None:
        """Fill up to the column."""
        self.label = f"{MARGIN}{label} "
        self.dots = max(DOTS_END - len(self.label), 1)

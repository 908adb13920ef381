"""From the lines of an event stream to values."""

import re

from ..errors import UnusableReply
from .json_value import Json, from_json

_DATA = "data:"

# Python's own way to split text into lines knows more ends than event streams have,
# some of which may stand in JSON.
_LINE_END = re.compile(r"\r\n?|\n")


def stream_values(body: bytes, *, ended: bool) -> list[Json]:
    """Return the lines of a stream, those with JSON as JSON.

    A line that the end of the time has cut is left out, as are empty lines,
    which only separate events.
    """
    lines = _LINE_END.split(body.decode(errors="replace"))
    if not ended:
        lines.pop()
    return [_value(line) for line in map(str.strip, lines) if line]


def _value(line: str) -> Json:
    """Return what stands behind `data:` or the line, as JSON if it is JSON."""
    text = line.removeprefix(_DATA).lstrip()
    try:
        return from_json(text.encode())
    except ValueError, UnusableReply:
        return text

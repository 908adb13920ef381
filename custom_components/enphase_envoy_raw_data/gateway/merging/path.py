"""Where something stands in a document, such as `tariff.seasons[id=winter].start`.

An element of a list is named by the key that tells it from the others, or by its
place from 0 on if there is no such key. What has characters of the notation in it
stands in quotes, as JSON writes text: `a."b.c"[id="Load 1"]`. The whole document is
the empty text.
"""

import json
import re
from typing import NamedTuple


class Element(NamedTuple):
    """An element of a list, named by what tells it from the others."""

    key: str
    """The key, such as `id`."""

    name: str
    """What it has there, as text."""


type Step = str | int | Element
"""A key of an object, a place in a list, or an element by its name."""

type Path = tuple[Step, ...]
"""The way from the whole document to a place in it."""

_BARE = r'[^\x00-\x20\x7f."\\=\[\]]+'
_TEXT = rf'(?:{_BARE}|"(?:[^"\\]|\\.)*")'
_STEP = re.compile(
    rf"(?P<dot>\.?)(?P<text>{_TEXT})"
    r"|\[(?P<place>0|[1-9][0-9]{0,8})\]"
    rf"|\[(?P<key>{_TEXT})=(?P<name>{_TEXT})\]"
)
_IS_BARE = re.compile(_BARE)


def overlap(one: Path, other: Path) -> bool:
    """Return whether a place is the other one, in it, or around it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def print_path(path: Path) -> str:
    """Return a path as text."""
    text = ""
    for step in path:
        match step:
            case Element(key, name):
                text += f"[{_print(key)}={_print(name)}]"
            case int(place):
                text += f"[{place}]"
            case _:
                text += f".{_print(step)}" if text else _print(step)
    return text


def parse_path(text: str) -> Path:
    """Return the path that a text stands for. Raises ValueError."""
    path: list[Step] = []
    begin = 0
    while begin < len(text):
        step = _STEP.match(text, begin)
        if step is None or (step["text"] and bool(step["dot"]) != bool(path)):
            raise ValueError(text)
        if step["text"]:
            path.append(_parse(step["text"]))
        elif step["place"]:
            path.append(int(step["place"]))
        else:
            path.append(Element(_parse(step["key"]), _parse(step["name"])))
        begin = step.end()
    return tuple(path)


def _print(text: str) -> str:
    """Return a key or a name, in quotes if it needs them."""
    return text if _IS_BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _parse(text: str) -> str:
    """Return the key or name behind a text that may have quotes."""
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except json.JSONDecodeError:
        raise ValueError(text) from None

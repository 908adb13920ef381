"""The texts of the translations by their keys, and the gaps in them."""

from collections.abc import Iterator
import json
from string import Formatter
from typing import Any

from .integration.used_keys import FOLDER


def texts_of(language: str) -> dict[str, str]:
    """Return the texts of a language by the path of their key."""
    path = FOLDER / "translations" / f"{language}.json"
    return dict(_flat(json.loads(path.read_bytes())))


def _flat(texts: Any, *path: str) -> Iterator[tuple[str, str]]:
    """Yield each text with its path."""
    if isinstance(texts, str):
        yield ".".join(path), texts
        return
    for key, inner in texts.items():
        yield from _flat(inner, *path, key)


def gaps(text: str) -> set[str]:
    """Return the placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}

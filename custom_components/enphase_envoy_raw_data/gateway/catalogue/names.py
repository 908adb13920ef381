"""What endpoints are called in the languages of people."""

from functools import cache
from pathlib import Path
import re
from typing import Final

from .files import read_yaml

NAMES_FILE: Final = Path(__file__).with_name("names.yaml")

_LANGUAGES: Final = ("de", "es", "fr", "nl")

_SUFFIX: Final = re.compile(r" \(\.\w+\)$")
"""What tells twins apart, such as `(.json)`; it is the same in all languages."""


def names_of(name: str) -> dict[str, str]:
    """Return what a name in English is in other languages, such as `de`.

    The first call reads a file.
    """
    suffix = _SUFFIX.search(name)
    plain = name[: suffix.start()] if suffix else name
    found = zip(_LANGUAGES, _names().get(plain, ()), strict=False)
    return {
        language: f"{other}{suffix[0] if suffix else ''}" for language, other in found
    }


@cache
def _names() -> dict[str, list[str]]:
    """Return the names by those in English."""
    names: dict[str, list[str]] = read_yaml(NAMES_FILE)
    return names

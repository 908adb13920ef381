"""The integration's own words, as the screens have to show them."""

import json
from typing import Any

from demo.configuration import INTEGRATION

_TEXTS = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
)


def words(key: str, **placeholders: str) -> str:
    """Return a text, such as `config.step.user.title`, with its gaps filled.

    Raises KeyError if there is no such text or a gap stays open.
    """
    text: Any = _TEXTS
    for part in key.split("."):
        if part not in text:
            raise KeyError(f"There is no text {key}")
        text = text[part]
    return str(text).format(**placeholders)

"""The integration's own words, as the screens have to show them."""

import json
from typing import Any

import yaml

from demo.home import INTEGRATION

_TEXTS = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
)
_ENDPOINTS = yaml.safe_load(
    (INTEGRATION / "gateway/catalogue/endpoints.yaml").read_text(encoding="utf-8")
)["endpoints"]


def endpoint_label(endpoint: str) -> str:
    """Return how the list calls an endpoint that owners read, or KeyError."""
    (known,) = [one for one in _ENDPOINTS if one["path"] == endpoint]
    return f"{known['name']} · {endpoint}"


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

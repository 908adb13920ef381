"""The integration's own words, as the screens have to show them."""

import json
from typing import Any

import yaml

from demo.home import INTEGRATION

_TEXTS = json.loads(
    (INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8")
)
_ACTIONS = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))


def endpoint_label(action: str, endpoint: str) -> str:
    """Return how the pull-down of an action calls an endpoint, or KeyError."""
    selector = _ACTIONS[action]["fields"]["endpoint"]["selector"]["select"]
    labels = {option["value"]: option["label"] for option in selector["options"]}
    return str(labels[endpoint])


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

"""What blueprints tell their owner, read from the files."""

from collections.abc import Iterator
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml
from jinja2 import Environment

from .pages import ROOT

FILES = sorted((ROOT / "blueprints").rglob("*.yaml"))

_TOLD_UNDER = ("error", "message")

# What says that all is well needs no remedy.
_REPORTS = ("inverters reported", "never reported", "not reported since")

_SHORTEST = 3
"""Words; less is a part of a sentence."""


def _values(node: Any) -> Iterator[str]:
    """Yield the templates whose results a person reads."""
    if isinstance(node, list):
        for item in node:
            yield from _values(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _TOLD_UNDER and isinstance(value, str):
                yield value
            else:
                yield from _values(value)


def _texts(template: str) -> Iterator[str]:
    """Yield the text of each branch of a template, with … for what is filled in."""
    text = ""
    inside = block = ""
    for _, kind, value in Environment().lex(template):  # noqa: S701
        match kind:
            case "data":
                text += value
            case "variable_begin":
                inside, text = "variable", f"{text}…"
            case "block_begin":
                inside, block = "block", ""
            case "name" if inside == "block" and not block:
                block = value
                if block != "set":
                    yield text
                    text = ""
            case "string" if inside == "variable":
                yield value[1:-1]
            case "block_end" | "variable_end":
                inside = ""
    yield text


def blueprint_texts() -> dict[str, str]:
    """Return what blueprints tell, under the file and a number."""
    found: dict[str, str] = {}
    for file in FILES:
        sentences = [
            " ".join(text.split())
            for template in _values(parse_yaml(file.read_text()))
            for text in _texts(template)
        ]
        told = [
            sentence
            for sentence in sentences
            if len(re.findall(r"[a-z]+", sentence)) >= _SHORTEST
            and not any(report in sentence for report in _REPORTS)
        ]
        found |= {
            f"blueprints.{file.stem}.{number}": text for number, text in enumerate(told)
        }
    return found

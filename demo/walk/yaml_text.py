"""Calls and replies as YAML, the way a user of Home Assistant writes them."""

from typing import Any, override

import yaml

# What is left of a long reply: enough to see its shape.
SHOWN_ITEMS = 2
SHOWN_KEYS = 12
SHOWN_LINES = 8
WIDTH = 74


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key and keeps texts of several lines readable."""

    @override
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never leave a list at the column of its key."""
        super().increase_indent(flow=flow, indentless=False)

    @override
    def ignore_aliases(self, data: Any) -> bool:
        """Write equal parts out instead of pointing at each other."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write a text of several lines as a block."""
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(value: Any) -> str:
    """Return a value as YAML, without the final newline."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
    )
    return text.rstrip("\n").removesuffix("\n...")


def shortened(value: Any) -> Any:
    """Return a value with the tails of its long parts replaced by their count."""
    if isinstance(value, list):
        short = [shortened(item) for item in value[:SHOWN_ITEMS]]
        if hidden := len(value) - len(short):
            short.append(f"… {hidden} more")
        return short
    if isinstance(value, dict):
        items = list(value.items())
        shown = {key: shortened(item) for key, item in items[:SHOWN_KEYS]}
        if hidden := len(items) - len(shown):
            shown["…"] = f"{hidden} more"
        return shown
    if isinstance(value, str) and "\n" in value:
        # Tabs would force PyYAML to write the whole text in quotes.
        lines = [line.rstrip() for line in value.expandtabs(2).splitlines()]
        shown_lines = lines[:SHOWN_LINES]
        if hidden := len(lines) - len(shown_lines):
            shown_lines.append(f"… {hidden} more lines")
        return "\n".join(shown_lines)
    return value

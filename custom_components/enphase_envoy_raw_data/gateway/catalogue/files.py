"""Reads the files of the catalogue."""

from pathlib import Path
from typing import Any, Final

import yaml

# Written in C where Home Assistant's machine has it, which is ten times as fast.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: Path) -> Any:  # noqa: ANN401 - whatever the file has
    """Return what a file of ours says."""
    return yaml.load(file.read_bytes(), _LOADER)  # noqa: S506

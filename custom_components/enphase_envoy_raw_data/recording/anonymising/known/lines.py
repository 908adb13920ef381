"""Reads the lists of what is known."""

from pathlib import Path


def known_lines(name: str) -> frozenset[str]:
    """Return the lines of a file of this folder, without its comments."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))

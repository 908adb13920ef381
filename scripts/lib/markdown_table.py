"""Tables for the pages that scripts write."""

from collections.abc import Iterable


def table(*titles: str, rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    head = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    return "".join(f"{line}\n" for line in (*head, *(f"| {line} |" for line in lines)))

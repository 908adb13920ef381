"""Reads a replica: a folder that describes one gateway.

`gateway.json` names the gateway and lists its endpoints; every endpoint has a
file with its reply beside it. JSON files may be laid out for people: the
simulator writes them out again the way the firmware does. `truth.json` says what
is true of the site; a folder of somebody's own may do without.
"""

from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "replicas"


class UnknownReplicaError(ValueError):
    """There is no replica of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One reply."""

    # A document for JSON files, bytes for all others.
    content: Any
    status: int = 200
    content_type: str | None = None
    # Its bytes as they were recorded, which are sent while the document is as it was.
    raw: bytes | None = None
    # The headers as they were recorded; without any, they are those of the firmware.
    headers: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """One gateway as it was at one moment."""

    name: str
    about: str
    # Twelve digits.
    serial: str
    # One letter and the version, such as "D8.3.5433".
    software: str
    # What /info says beside serial and software; see info.py.
    info: dict[str, Any]
    # Whether it closes each connection after its reply.
    closes: bool = False
    # By path, without query.
    pages: dict[str, Page] = field(default_factory=dict)
    # What is true of the site, whatever its gateway says; docs/simulator.md has it.
    truth: dict[str, Any] = field(default_factory=dict)


def replica_names() -> list[str]:
    """Return the names of the replicas that come with the simulator."""

    def order(name: str) -> tuple[list[int], str]:
        firmware, _, what = name.partition("-")
        return [int(part) for part in firmware.split(".")], what

    return sorted(
        (path.parent.name for path in _FOLDER.glob("*/gateway.json")), key=order
    )


def read_replica(name: str | Path) -> Replica:
    """Read one of our replicas by name, or a folder anywhere by its path."""
    folder = name if isinstance(name, Path) else _FOLDER / name
    if not (folder / "gateway.json").is_file():
        message = f"no replica {name}; there are {', '.join(replica_names())}"
        raise UnknownReplicaError(message)
    index = json.loads((folder / "gateway.json").read_bytes())
    truth = folder / "truth.json"
    return Replica(
        name=folder.name,
        about=index["about"],
        serial=index["serial"],
        software=index["software"],
        info=index["info"],
        closes=index.get("closes", False),
        truth=json.loads(truth.read_bytes()) if truth.is_file() else {},
        pages={
            path: _read_page(folder, entry)
            for path, entry in index["endpoints"].items()
        },
    )


def _read_page(folder: Path, entry: str | dict[str, Any]) -> Page:
    """Read a page; its entry is a file name, or an object with more facts."""
    facts: dict[str, Any] = {"file": entry} if isinstance(entry, str) else entry
    file = folder / facts["file"]
    body = file.read_bytes()
    return Page(
        content=json.loads(body) if file.suffix == ".json" else body,
        status=facts.get("status", 200),
        content_type=facts.get("content_type"),
    )

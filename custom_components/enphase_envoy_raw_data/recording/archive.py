"""The file of a recording: a zip with an index and a file for each page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
from pathlib import Path
import re
import tempfile
import threading
from typing import Any, Final, Self
import zipfile

from .anonymising import Anonymiser, Page

FORMAT: Final = 1
"""Version of the file's layout; the simulator reads this one."""

INDEX: Final = "recording.json"

# Every file in a zip has a date; this one tells nothing.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)

_SUFFIXES: Final = {"json": "json", "xml": "xml", "html": "html"}
_PACKAGE: Final = re.compile(
    r"<package name=[\"'](?P<name>\w+)[\"']>(?P<inside>.*?)</package>", re.DOTALL
)
_ELEMENT: Final = re.compile(r"<(pn|version)>([^<]*)</")
_INFO: Final = "/info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking for one page."""

    endpoint: str

    status: int | None = None
    """None if there was no reply."""

    milliseconds: int | None = None

    at: float = 0.0
    """Seconds since 1970; 0 if it was not asked."""

    reason: str = ""
    """Name of the error, if there was no reply; `not_asked` if it was not asked."""

    page: Page | None = None
    """Its kind and headers; the body is in the draft."""

    start: int = 0
    size: int = 0
    """Where its body is in the draft, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One page as it stands in a recording."""

    endpoint: str
    status: int | None
    bytes: int | None
    milliseconds: int | None
    reason: str
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What a recording has, for whoever has made it."""

    pages: list[Told]

    replaced: dict[str, int]
    """How many different originals were replaced, by kind."""

    size: int
    """Bytes of the file."""


@dataclass(slots=True)
class Draft:
    """Bodies as they came, on the disk and not in memory, in a file without a name.

    It is gone when it is closed, even if Home Assistant ends before.
    """

    folder: Path
    asked: list[Asked] = field(default_factory=list)
    _file: Any = None
    _is_over: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        """Open the file, unless it was closed by another thread before."""
        with self._lock:
            if not self._is_over:
                self._file = tempfile.TemporaryFile(dir=self.folder)
        return self

    def __exit__(self, *_: object) -> None:
        """Let the bodies go."""
        with self._lock:
            self._is_over = True
            if self._file:
                self._file.close()

    def add(self, body: bytes) -> int:
        """Keep a body; return where it begins."""
        start: int = self._file.seek(0, 2)
        self._file.write(body)
        return start

    def body(self, one: Asked) -> bytes:
        """Return the body of a page."""
        self._file.seek(one.start)
        found: bytes = self._file.read(one.size)
        return found


def write_recording(
    draft: Draft, path: Path, anonymiser: Anonymiser, facts: Mapping[str, Any]
) -> Recording:
    """Write the file, page by page, and return what it has.

    `facts` go into the index as they are, so they must tell nothing. Raises OSError.
    """
    anonymiser.settle()
    pages: list[Told] = []
    index: list[dict[str, Any]] = []
    gateway: dict[str, Any] = {"serial": anonymiser.serial}
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as file:
        for number, one in enumerate(draft.asked, 1):
            told, entry = None, {"endpoint": one.endpoint, "reason": one.reason}
            if one.page:
                told = anonymiser.rewritten(
                    Page(
                        kind=one.page.kind,
                        headers=one.page.headers,
                        body=draft.body(one),
                    )
                )
                name = f"pages/{number:03}.{_SUFFIXES.get(told.kind, 'txt')}"
                _write(file, name, told.body)
                entry = _entry(one, told, name, anonymiser)
                if one.endpoint == _INFO:
                    gateway["parts"] = _parts(told.body.decode())
            index.append(entry)
            pages.append(
                Told(
                    endpoint=one.endpoint,
                    status=one.status,
                    bytes=len(told.body) if told else None,
                    milliseconds=one.milliseconds,
                    reason=one.reason,
                    left_out=told.left_out if told else "",
                )
            )
        replaced = anonymiser.replaced
        content = {
            "format": FORMAT,
            **facts,
            "gateway": {**facts.get("gateway", {}), **gateway},
            "replaced": replaced,
            "pages": index,
        }
        _write(file, INDEX, json.dumps(content, indent=2).encode())
    return Recording(pages=pages, replaced=replaced, size=path.stat().st_size)


def _entry(one: Asked, told: Page, name: str, anonymiser: Anonymiser) -> dict[str, Any]:
    """Return what the index says of a page that was answered."""
    moved = datetime.fromtimestamp(one.at + anonymiser.moved_seconds, UTC)
    return {
        "endpoint": one.endpoint,
        "status": one.status,
        "headers": [list(pair) for pair in told.headers],
        "kind": told.kind,
        "file": name,
        "bytes": len(told.body),
        "milliseconds": one.milliseconds,
        "at": moved.isoformat(timespec="seconds"),
        "left_out": told.left_out,
    }


def _parts(info: str) -> dict[str, dict[str, str]]:
    """Return part number and version of each part of the firmware."""
    return {
        match["name"]: dict(_ELEMENT.findall(match["inside"]))
        for match in _PACKAGE.finditer(info)
    }


def _write(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Write one file into the zip."""
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)

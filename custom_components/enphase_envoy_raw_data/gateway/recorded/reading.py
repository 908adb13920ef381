"""Reads the file of a recording, in which nothing is believed.

It may come from anybody: how large it is, what its files are called, and what is in
them is all bounded. Nothing of it is written to the disk.
"""

from datetime import datetime
from http import HTTPStatus
import io
import json
from pathlib import Path
import re
from typing import Any
import zipfile
import zlib

from ..errors import BadRecording, GatewayError
from ..wire import Identity, parse_info
from .recorded_gateway import RecordedGateway, RecordedPage

_FORMAT = 1
"""The version of the layout that is known; docs/recording.md has it."""

_INDEX = "recording.json"

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes of a recording. One of a gateway with 60 inverters has some 50,000."""

_LARGEST_PAGE = 4 * 1024 * 1024
_LARGEST_UNPACKED = 32 * 1024 * 1024
"""Bytes of one page, and of all; a recording has no body of more than 2 MiB."""

_MOST_FILES = 300

# Each entry of a zip's list begins with this.
_ENTRY = b"PK\x01\x02"

_NAME = re.compile(r"pages/\d{3}\.(json|xml|html|txt)", re.ASCII)
_ENDPOINT = re.compile(r"/[\w./?&=-]{0,200}", re.ASCII)
_HEADER = re.compile(r"[\w-]{1,60}", re.ASCII)
_VALUE = re.compile(r"[ -~]{0,500}", re.ASCII)
_WORD = re.compile(r"\w{0,40}", re.ASCII)

_STATUSES = range(100, 600)
_INFO = ("/info", "/info.xml")

_LONGEST_DETAIL = 60

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

# What Python's reader raises for one that is broken, or packed in an odd way.
_UNREADABLE = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_recorded(path: Path) -> RecordedGateway:
    """Return the gateway of a recording. Raises BadRecording.

    It reads a file, so it is nothing for the event loop.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise BadRecording("gone") from None
    except OSError as err:
        raise BadRecording("unreadable", err.strerror or type(err).__name__) from None
    if len(content) > LARGEST_FILE:
        raise BadRecording("too_large")
    if content.count(_ENTRY) > _MOST_FILES:
        raise BadRecording("no_recording")
    files = _files(content)
    try:
        return _gateway(files)
    except (
        AttributeError,
        KeyError,
        OverflowError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        raise BadRecording("no_recording") from None


def _files(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip by name, within bounds. Raises BadRecording."""
    found: dict[str, bytes] = {}
    left = _LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                name = entry.filename
                if name in found or not (name == _INDEX or _NAME.fullmatch(name)):
                    raise BadRecording("no_recording")
                # Recordings are packed like that; other ways fail in other ways.
                if entry.compress_type not in _PACKED:
                    raise BadRecording("no_recording")
                # What an entry says of its size may be wrong.
                with archive.open(entry) as opened:
                    page = opened.read(_LARGEST_PAGE + 1)
                left -= len(page)
                if len(page) > _LARGEST_PAGE or left < 0:
                    raise BadRecording("too_large")
                found[name] = page
    except _UNREADABLE:
        raise BadRecording("no_recording") from None
    if _INDEX not in found:
        raise BadRecording("no_recording")
    return found


def _gateway(files: dict[str, bytes]) -> RecordedGateway:
    """Return the gateway that the files describe.

    Raises BadRecording, and ValueError, KeyError and the like for odd content.
    """
    index = json.loads(files[_INDEX])
    if index["format"] != _FORMAT:
        raise BadRecording("other_format", ascii(index["format"])[:_LONGEST_DETAIL])
    pages = {
        page.endpoint: page for entry in index["pages"] if (page := _page(entry, files))
    }
    return RecordedGateway(
        identity=_identity(pages),
        account=_matched(_WORD, index.get("account") or ""),
        recorded_at=min(one.at for one in pages.values() if one.at),
        pages=pages,
    )


def _page(entry: dict[str, Any], files: dict[str, bytes]) -> RecordedPage:
    """Return what the index and the files say of a page."""
    endpoint = _matched(_ENDPOINT, entry["endpoint"])
    if entry.get("status") is None:
        reason = _matched(_WORD, entry.get("reason") or "")
        return RecordedPage(endpoint=endpoint, reason=reason)
    status = entry["status"]
    if type(status) is not int or status not in _STATUSES:
        raise ValueError
    return RecordedPage(
        endpoint=endpoint,
        status=status,
        headers=tuple(
            (_matched(_HEADER, name), _matched(_VALUE, value))
            for name, value in entry["headers"]
        ),
        body=files[entry["file"]],
        at=_moment(entry["at"]),
        seconds=max(int(entry.get("milliseconds") or 0), 0) / 1000,
        left_out=_matched(_WORD, entry.get("left_out") or ""),
    )


def _moment(told: str) -> float:
    """Return a time in seconds since 1970. Raises ValueError for none after that.

    At the end of the calendar, one can't reckon with it either.
    """
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None or moment.timestamp() <= 0 or moment.year >= 3000:
        raise ValueError
    return moment.timestamp()


def _matched(pattern: re.Pattern[str], text: str) -> str:
    """Return a text that has the form that it must have. Raises ValueError."""
    if not pattern.fullmatch(text):
        raise ValueError
    return text


def _identity(pages: dict[str, RecordedPage]) -> Identity:
    """Return what the gateway said of itself. Raises BadRecording."""
    for name in _INFO:
        page = pages.get(name)
        if page and page.status == HTTPStatus.OK and not page.left_out:
            try:
                return parse_info(page.body)
            except GatewayError:
                break
    raise BadRecording("no_gateway")

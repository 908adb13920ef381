"""Reads a recording that the integration has made of a gateway.

It comes from somebody who reported a bug, so nothing in it is believed: how large it
is, what its files are called, and what is in them. Nothing of it is written to the
disk.
"""

from contextlib import suppress
import json
from pathlib import Path
import re
from typing import Any
import xml.etree.ElementTree as ET
import zipfile

from .firmware import Firmware
from .replica import Page, Replica

FORMAT = 1
INDEX = "recording.json"

# Bytes of one file, and of all of them: a page has 2 MiB at most.
_LARGEST_FILE = 4 * 1024 * 1024
_LARGEST = 64 * 1024 * 1024
_MOST_FILES = 300

_NAME = re.compile(r"pages/\d{3}\.(json|xml|html|txt)")
_PATH = re.compile(r"/[\w./-]{0,200}", re.ASCII)
_HEADER = re.compile(r"[\w-]{1,60}", re.ASCII)
_VALUE = re.compile(r"[ -~]{0,500}", re.ASCII)
# What is about the exchange and not the page, so that this server says it.
SERVER_HEADERS = (
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "set-cookie",
    "transfer-encoding",
    "www-authenticate",
)

_INFO = ("/info", "/info.xml")
_SUCCESS = range(200, 300)
_STATUSES = range(100, 600)


class BadRecordingError(ValueError):
    """A file is no recording that can be served."""


def read_recording(path: Path) -> Replica:
    """Return the gateway that a recording shows. Raises BadRecordingError, OSError."""
    try:
        with zipfile.ZipFile(path) as file:
            return _replica(path.stem, _files(file))
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as err:
        message = f"{path.name} is no zip that can be read"
        raise BadRecordingError(message) from err
    except (
        AttributeError,
        ET.ParseError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ) as err:
        if isinstance(err, BadRecordingError):
            raise
        message = f"{path.name} is no recording of a gateway"
        raise BadRecordingError(message) from err


def _files(file: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the files of a zip by name, within bounds."""
    entries = file.infolist()
    if len(entries) > _MOST_FILES:
        message = f"there are {len(entries)} files in it, and {_MOST_FILES} at most"
        raise BadRecordingError(message)
    found: dict[str, bytes] = {}
    left = _LARGEST
    for entry in entries:
        name = entry.filename
        if name in found or (name != INDEX and not _NAME.fullmatch(name)):
            message = f"a file in it has a name that no recording has: {name[:60]!r}"
            raise BadRecordingError(message)
        # What an entry says of its size may be wrong.
        with file.open(entry) as opened:
            content = opened.read(_LARGEST_FILE + 1)
        left -= len(content)
        if len(content) > _LARGEST_FILE or left < 0:
            message = f"it is larger than a recording can be, at {name}"
            raise BadRecordingError(message)
        found[name] = content
    return found


def _replica(name: str, files: dict[str, bytes]) -> Replica:
    """Return the gateway that the files of a recording describe."""
    index = json.loads(files[INDEX])
    if index["format"] != FORMAT:
        message = f"its format is {index['format']!r}, and {FORMAT} is known"
        raise BadRecordingError(message)
    pages: dict[str, Page] = {}
    info: bytes | None = None
    for entry in index["pages"]:
        path = str(entry["endpoint"])
        if entry.get("status") is None:
            continue
        page = _page(path, entry, files)
        if path in _INFO:
            if page.status in _SUCCESS and page.raw:
                info = info or page.raw
            continue
        pages[path] = page
    if info is None:
        message = "there is no page /info in it, which tells what the gateway is"
        raise BadRecordingError(message)
    serial, software, facts = _identity(info)
    # From firmware 7 on it is a habit of some; before, everyone closes.
    answered = [page.headers for page in pages.values() if page.headers]
    closes = (
        Firmware.parse(software).token_login
        and bool(answered)
        and all(("Connection", "close") in headers for headers in answered)
    )
    return Replica(
        name=name,
        about="Recording of a gateway",
        serial=serial,
        software=software,
        info=facts,
        closes=closes,
        pages=_without_twins(pages),
    )


def _page(path: str, entry: dict[str, Any], files: dict[str, bytes]) -> Page:
    """Return one page; what is no success is served as it is."""
    if not _PATH.fullmatch(path) or entry["status"] not in _STATUSES:
        message = f"a page in it can't be one of a gateway: {path[:60]!r}"
        raise BadRecordingError(message)
    body = files[str(entry["file"])]
    content: Any = body
    if entry["status"] in _SUCCESS and entry["kind"] == "json":
        # A gateway may write what is nearly JSON; its bytes are served all the same.
        with suppress(ValueError, RecursionError):
            content = json.loads(body)
    headers = [(str(name), str(value)) for name, value in entry["headers"]]
    for name, value in headers:
        if not (_HEADER.fullmatch(name) and _VALUE.fullmatch(value)):
            message = f"a header in it can't be one of a gateway, at {path}"
            raise BadRecordingError(message)
    return Page(
        content=content,
        status=entry["status"],
        raw=body,
        headers=tuple(headers),
    )


def _without_twins(pages: dict[str, Page]) -> dict[str, Page]:
    """Return pages without those that say under another name what one says.

    So a write to one shows in the other.
    """
    twins = {
        path
        for path, page in pages.items()
        if path.endswith(".json")
        and (other := pages.get(path.removesuffix(".json")))
        and other.content == page.content
        and other.status == page.status
    }
    return {path: page for path, page in pages.items() if path not in twins}


def _identity(info: bytes) -> tuple[str, str, dict[str, Any]]:
    """Return serial, software and what else /info says; replica.py has the form."""
    if b"<!" in info.replace(b"<!-- -->", b""):
        message = "its page /info declares what no gateway does"
        raise BadRecordingError(message)
    root = ET.fromstring(info)  # noqa: S314 - it declares no entities
    device = _texts(root.find("device"))
    serial, software = device.pop("sn"), device.pop("software")
    device["pn"] = device.get("pn", "")
    if not re.fullmatch(r"[0-9]{12}", serial):
        message = "its page /info has no serial of twelve digits"
        raise BadRecordingError(message)
    if not re.fullmatch(r"[A-Z][0-9]{1,3}(\.[0-9]{1,6}){1,3}", software):
        message = "its page /info has no firmware"
        raise BadRecordingError(message)
    # The page of 3.x has the texts of a package the other way round; see info.py.
    step = -1 if Firmware.parse(software).numbers < (4,) else 1
    return (
        serial,
        software,
        {
            "device": device,
            "packages": {
                name: dict(list(_texts(package).items())[::step])
                for package in root.iter("package")
                if re.fullmatch(r"\w+", name := package.get("name", ""))
            },
            "build_info": _texts(root.find("build_info")),
        },
    )


def _texts(element: ET.Element | None) -> dict[str, str]:
    """Return the text of each element within one, by name."""
    if element is None:
        return {}
    return {
        child.tag: child.text or ""
        for child in element
        if re.fullmatch(r"\w+", child.tag)
        and re.fullmatch(r"[\w .:/_-]*", child.text or "", re.ASCII)
    }

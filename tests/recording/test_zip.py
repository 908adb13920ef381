"""What the simulator makes of a file that somebody else has sent."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any
import zipfile

import pytest

from gateway_simulator import BadRecordingError, read_recording
from gateway_simulator.__main__ import main

from .support import run

INFO = (
    b"<?xml version='1.0'?><envoy_info><device><sn>122000000001</sn>"
    b"<pn>800-00654-r08</pn><software>D8.2.4382</software></device>"
    b"<package name='app'><version>08.02.4382</version></package></envoy_info>"
)


def page(endpoint: str, file: str, **changes: Any) -> dict[str, Any]:
    """Return what an index says of a page."""
    return {
        "endpoint": endpoint,
        "status": 200,
        "headers": [["Server", "openresty/1.17.8.1"]],
        "kind": "xml" if endpoint == "/info" else "json",
        "file": file,
    } | changes


def index(*pages: dict[str, Any], **changes: Any) -> bytes:
    """Return an index."""
    first = page("/info", "pages/001.xml")
    return json.dumps({"format": 1, "pages": [first, *pages]} | changes).encode()


def write(path: Path, files: dict[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def good(*pages: dict[str, Any], **files: bytes) -> dict[str, bytes]:
    """Return the files of a recording."""
    return {"recording.json": index(*pages), "pages/001.xml": INFO, **files}


def test_good(tmp_path: Path) -> None:
    """The smallest recording is one page, /info."""
    found = read_recording(write(tmp_path / "a.zip", good()))
    assert found.serial == "122000000001"
    assert found.software == "D8.2.4382"
    assert found.pages == {}


def test_odd_pages(tmp_path: Path) -> None:
    """What is nearly JSON is served as it is; a page without a reply isn't there."""
    files = good(
        page("/home", "pages/002.json"),
        page("/inv", "pages/003.json", status=None),
    ) | {"pages/002.json": b"{not json"}
    found = read_recording(write(tmp_path / "a.zip", files))
    assert list(found.pages) == ["/home"]
    assert found.pages["/home"].content == b"{not json"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files.update({"../evil": b""}), "a name that no recording has"),
        (lambda files: files.update({"/etc/x": b""}), "a name that no recording has"),
        (lambda files: files.update({"pages/a.py": b""}), "a name that no recording"),
        (lambda files: files.update({"pages/002.txt": bytes(5 << 20)}), "is larger"),
        (
            lambda files: files.update(
                {f"pages/{at:03}.txt": bytes(4 << 20) for at in range(2, 20)}
            ),
            "is larger",
        ),
        (
            lambda files: files.update(
                {f"pages/{at:03}.txt": b"" for at in range(2, 400)}
            ),
            "files in it, and 300 at most",
        ),
        (lambda files: files.pop("recording.json"), "is no recording"),
        (lambda files: files.pop("pages/001.xml"), "is no recording"),
        (lambda files: files.update({"recording.json": b"[" * 99999}), "no recording"),
        (lambda files: files.update({"recording.json": b"[]"}), "is no recording"),
        (
            lambda files: files.update({"recording.json": index(format=2)}),
            "its format is 2",
        ),
        (
            lambda files: files.update({"recording.json": index(pages=[])}),
            "no page /info",
        ),
        (
            lambda files: files.update(
                {"recording.json": index(page("http://x/", "pages/001.xml"))}
            ),
            "can't be one of a gateway",
        ),
        (
            lambda files: files.update(
                {"recording.json": index(page("/a", "pages/001.xml", status=9))}
            ),
            "can't be one of a gateway",
        ),
        (
            lambda files: files.update(
                {
                    "recording.json": index(
                        page("/a", "pages/001.xml", headers=[["X", "a\r\nb: c"]])
                    )
                }
            ),
            "a header in it",
        ),
        (
            lambda files: files.update(
                {"pages/001.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + INFO}
            ),
            "declares what no gateway does",
        ),
        (
            lambda files: files.update(
                {"pages/001.xml": INFO.replace(b"122000000001", b"12")}
            ),
            "no serial of twelve digits",
        ),
        (
            lambda files: files.update(
                {"pages/001.xml": INFO.replace(b"D8.2.4382", b"new")}
            ),
            "has no firmware",
        ),
        (lambda files: files.update({"pages/001.xml": b"<a>"}), "is no recording"),
    ],
)
def test_bad(
    tmp_path: Path, change: Callable[[dict[str, bytes]], object], words: str
) -> None:
    """Nothing of the file is believed, and the words say what is wrong."""
    files = good()
    change(files)
    path = write(tmp_path / "a.zip", files)
    with pytest.raises(BadRecordingError, match=words):
        read_recording(path)
    assert list(tmp_path.iterdir()) == [path]


def test_same_name_twice(tmp_path: Path) -> None:
    """A second file of the same name is refused, since readers differ in which wins."""
    path = write(tmp_path / "a.zip", good())
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(path, "a") as file,
    ):
        file.writestr("pages/001.xml", INFO)
    with pytest.raises(BadRecordingError, match="a name that no recording has"):
        read_recording(path)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says why it can't serve a file."""
    path = tmp_path / "a.zip"
    path.write_text("no zip")
    assert main(["--recording", str(path)]) == 1
    assert "a.zip is no zip that can be read" in capsys.readouterr().err
    assert main(["--recording", str(tmp_path / "b.zip")]) == 1


def test_demo(tmp_path: Path) -> None:
    """The demo looks at the file before it starts anything."""
    path = tmp_path / "a.zip"
    path.write_text("no zip")
    done = run("-m", "demo", "--once", "--recording", str(path))
    assert done.returncode == 2
    assert "a.zip is no zip that can be read" in done.stdout + done.stderr

"""A file that is offered as a recording is not believed in anything."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any
import zipfile

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    LARGEST_FILE,
    read_recorded,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import BadRecording
from custom_components.enphase_envoy_raw_data.recording import BUNDLED_FILE

from .support import INFO, page, recording, zipped

type Files = dict[str, bytes]


def reason_of(path: Path) -> str:
    """Return why a file is refused; empty if it isn't."""
    try:
        read_recorded(path)
    except BadRecording as err:
        return err.reason
    return ""


def with_index(**changes: Any) -> Files:
    """Return a recording whose index is another one."""
    files = recording((page("/home", 2), b"{}"))
    index = json.loads(files["recording.json"])
    return files | {"recording.json": json.dumps(index | changes).encode()}


def with_page(**changes: Any) -> Files:
    """Return a recording with a page that is odd."""
    return recording((page("/home", 2) | changes, b"{}"))


GOOD = recording((page("/home", 2), b"{}"))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (GOOD, ""),
        ({"pages/001.xml": b""}, "no_recording"),
        (GOOD | {"../evil.json": b"{}"}, "no_recording"),
        (GOOD | {"pages/../../x.json": b"{}"}, "no_recording"),
        (GOOD | {"/etc/passwd": b""}, "no_recording"),
        (GOOD | {"recording.json": b"{"}, "no_recording"),
        (GOOD | {"recording.json": b"[" * 100_000}, "no_recording"),
        (GOOD | {"recording.json": b"[]"}, "no_recording"),
        (GOOD | {"pages/900.txt": b" " * (4 * 1024 * 1024 + 1)}, "too_large"),
        (
            GOOD | {f"pages/9{n:02}.txt": b" " * 4_000_000 for n in range(9)},
            "too_large",
        ),
        ({f"pages/{n:03}.txt": b"" for n in range(301)}, "no_recording"),
        (with_index(format=2), "other_format"),
        (with_index(format="\n<b>"), "other_format"),
        (with_index(pages=[]), "no_gateway"),
        (with_index(pages=7), "no_recording"),
        (with_index(account="a b"), "no_recording"),
        (with_page(endpoint="home"), "no_recording"),
        (with_page(endpoint="/a b"), "no_recording"),
        (with_page(status=True), "no_recording"),
        (with_page(status=1000), "no_recording"),
        (with_page(headers=[["a b", "c"]]), "no_recording"),
        (with_page(headers=[["A", "c\r\nB: d"]]), "no_recording"),
        (with_page(headers=["A"]), "no_recording"),
        (with_page(file="pages/777.json"), "no_recording"),
        (with_page(at="yesterday"), "no_recording"),
        (with_page(at="2025-04-01T10:00:00"), "no_recording"),
        (with_page(at="1960-04-01T10:00:00+00:00"), "no_recording"),
        (with_page(at=None), "no_recording"),
        (with_page(milliseconds="x"), "no_recording"),
        (with_page(left_out="a b"), "no_recording"),
        (GOOD | {"pages/001.xml": b"<html/>"}, "no_gateway"),
        (GOOD | {"pages/001.xml": INFO[:90]}, "no_gateway"),
    ],
)
def test_what_is_no_recording_is_refused(
    tmp_path: Path, files: Files, reason: str
) -> None:
    """Each with a reason, for which there are words."""
    path = tmp_path / "file.zip"
    path.write_bytes(zipped(files))
    assert reason_of(path) == reason


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes(20) + content[middle + 20 :]


def _large(content: bytes) -> bytes:
    return content + bytes(LARGEST_FILE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: b"", "no_recording"),
        (lambda _: b"PK\x05\x06", "no_recording"),
        (_cut, "no_recording"),
        (_flipped, "no_recording"),
        (_large, "too_large"),
        (lambda content: content + b"PK\x01\x02" * 301, "no_recording"),
    ],
)
def test_what_is_no_zip_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    """Neither half of one, nor one whose list alone would fill the memory."""
    path = tmp_path / "file.zip"
    path.write_bytes(change(BUNDLED_FILE.read_bytes()))
    assert reason_of(path) == reason


def test_other_ways_of_packing_are_refused(tmp_path: Path) -> None:
    """A name that is there twice, and a file that lies about its size."""
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("recording.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("recording.json", b"{}")
    assert reason_of(path) == "no_recording"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A folder in its place can't be read either."""
    assert reason_of(tmp_path / "none.zip") == "gone"
    with pytest.raises(BadRecording) as caught:
        read_recorded(tmp_path)
    assert caught.value.reason == "unreadable"
    assert caught.value.detail == "Is a directory"


def test_another_format_is_named(tmp_path: Path) -> None:
    """A newer version may know it."""
    path = tmp_path / "file.zip"
    path.write_bytes(zipped(with_index(format=2)))
    with pytest.raises(BadRecording) as caught:
        read_recorded(path)
    assert caught.value.detail == "2"


def test_bounds_may_be_reached(tmp_path: Path) -> None:
    """What is as large as may be is read: a file, a page, all pages, their number."""
    path = tmp_path / "file.zip"
    path.write_bytes(bytes(LARGEST_FILE))
    assert reason_of(path) == "no_recording"

    path.write_bytes(zipped(GOOD | {f"pages/{n}.txt": b"" for n in range(100, 397)}))
    assert reason_of(path) == ""

    largest = 4 * 1024 * 1024
    files = GOOD | {f"pages/90{n}.txt": bytes(largest) for n in range(7)}
    rest = largest - sum(len(body) for body in GOOD.values())
    path.write_bytes(zipped(files | {"pages/910.txt": bytes(rest)}))
    assert reason_of(path) == ""
    path.write_bytes(zipped(files | {"pages/910.txt": bytes(rest + 1)}))
    assert reason_of(path) == "too_large"


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("1970-01-01T00:00:00+00:00", "no_recording"),
        ("1970-01-01T00:00:01+00:00", ""),
        ("2999-12-31T00:00:00+00:00", ""),
        ("3000-01-01T00:00:00+00:00", "no_recording"),
    ],
)
def test_moments_that_can_be_reckoned_with(
    tmp_path: Path, at: str, reason: str
) -> None:
    """After 1970, and far enough from the end of the calendar."""
    path = tmp_path / "file.zip"
    path.write_bytes(zipped(with_page(at=at)))
    assert reason_of(path) == reason


@given(st.binary(max_size=400))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever is in a file, it is refused in words."""
    path = tmp_path_factory.getbasetemp() / "any.zip"
    path.write_bytes(content)
    assert reason_of(path) == "no_recording"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*page("/x", 1), "x"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(_JSON, st.sampled_from(["", "format", "pages", "account", "page"]))
def test_any_index(
    tmp_path_factory: pytest.TempPathFactory, odd: Any, where: str
) -> None:
    """Whatever its index says, it is read or refused in words."""
    files = dict(GOOD)
    index = json.loads(files["recording.json"])
    if where == "page":
        index["pages"].append(odd)
    elif where:
        index[where] = odd
    else:
        index = odd
    files["recording.json"] = json.dumps(index).encode()
    path = tmp_path_factory.getbasetemp() / "index.zip"
    path.write_bytes(zipped(files))
    assert reason_of(path) in ("", "no_recording", "other_format", "no_gateway")

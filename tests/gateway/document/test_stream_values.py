"""The lines of an event stream become values."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.document import stream_values

DEEP = "[" * 300 + "1" + "]" * 300


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (b"", []),
        (b"\n\r\n \n", []),
        (b'data: {"a": 1}\r\n\r\ndata:[2]\n\n', [{"a": 1}, [2]]),
        (b"data: word\ndata:\n", ["word", ""]),
        (b"event: x\n: still here\n7\n", ["event: x", ": still here", 7]),
        # Only what stands before the value is no part of it.
        (b'data: "data: 1"\n  data:  2 \n', ["data: 1", 2]),
        # What isn't UTF-8 shows that it isn't, and costs no other line.
        (b"data: \xff\ndata: 1\n", ["\ufffd", 1]),
        # These end a line for Python, and not in a stream.
        ('data: "a\u2028b\x85c"\n'.encode(), ["a\u2028b\x85c"]),
        (f"data: {DEEP}\n".encode(), [DEEP]),
    ],
)
def test_lines(body: bytes, values: list[Json]) -> None:
    """JSON where it is JSON, text elsewhere, and nothing for an empty line."""
    assert stream_values(body, ended=True) == values


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_last_line(end: str) -> None:
    """If the time was over, a line without its end may be half of one."""
    whole = f"data: 1{end}data: 23"
    assert stream_values(whole.encode(), ended=False) == [1]
    assert stream_values(whole.encode(), ended=True) == [1, 23]
    assert stream_values(f"{whole}{end}".encode(), ended=False) == [1, 23]
    assert stream_values(b"data: 1", ended=False) == []
    assert stream_values(b"", ended=False) == []

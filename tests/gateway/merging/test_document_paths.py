"""Places in a document are written and read alike."""

import re

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    Element,
    Path,
    parse_path,
    print_path,
    value_at,
)

WINTER = Element("id", "winter")

EXAMPLES: list[tuple[str, Path]] = [
    ("", ()),
    ("tariff", ("tariff",)),
    ("tariff.seasons[id=winter].start", ("tariff", "seasons", WINTER, "start")),
    ("[eid=704643328].state", (Element("eid", "704643328"), "state")),
    ("arr[0]", ("arr", 0)),
    ("[1][2].a", (1, 2, "a")),
    ("devices:[serial_num=12]", ("devices:", Element("serial_num", "12"))),
    ('a."b.c".""', ("a", "b.c", "")),
    ('x[id="Load 1"]', ("x", Element("id", "Load 1"))),
    ('x[id="a]=\\"b"]', ("x", Element("id", 'a]="b'))),
    ("7.true", ("7", "true")),
    ("größe-1/é", ("größe-1/é",)),
    ('"größe 1"', ("größe 1",)),
]

TEXTS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["a", "id", '"', ".", "[0]", "a=b", "\\", "\n", " "]
)
PATHS = st.lists(
    TEXTS | st.integers(0, 999_999_999) | st.builds(Element, TEXTS, TEXTS), max_size=5
).map(tuple)


@pytest.mark.parametrize(("text", "path"), EXAMPLES)
def test_examples(text: str, path: Path) -> None:
    """Each path has one text, and each such text one path."""
    assert print_path(path) == text
    assert parse_path(text) == path


@given(path=PATHS)
def test_any_path(path: Path) -> None:
    """Whatever the keys and names are, the path comes back."""
    assert parse_path(print_path(path)) == path


@given(text=st.text('ab.[]="\\0 1', max_size=8))
def test_any_text(text: str) -> None:
    """A text that is read is a path, and anything else is refused."""
    try:
        path = parse_path(text)
    except ValueError:
        return
    assert parse_path(print_path(path)) == path


@pytest.mark.parametrize(
    "text",
    [
        *(".", ".a", "a.", "a..b", "a b", "a[", "a[]", "a[-1]", "a[01]", "a[x]"),
        *("a[=x]", "a[id=]", "a]", "a=b", '"', 'a"b"', '"\\x"', "a[0]b", "[0].[1]"),
        "a[id=x",
    ],
)
def test_what_is_no_path(text: str) -> None:
    """It isn't guessed what was meant."""
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_path(text)


DOCUMENT: Json = {
    "tariff": {"seasons": [{"id": "summer"}, {"id": "winter", "start": "11/1"}]},
    "arr": [[5], 6],
    "meters": [{"eid": 7, "state": "on"}],
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("tariff.seasons[id=winter].start", "11/1"),
        ("tariff.seasons[1].start", "11/1"),
        ("arr[0][0]", 5),
        ("meters[eid=7].state", "on"),
        ("", DOCUMENT),
        ("tariff.seasons[id=autumn]", None),
        ("tariff.seasons[2]", None),
        ("tariff.seasons.start", None),
        ("arr[0].a", None),
        ("arr[x=1]", None),
        ("nothing.at.all", None),
    ],
)
def test_what_stands_at_a_path(path: str, value: Json) -> None:
    """A path leads to its place, and to nothing if there is no such place."""
    assert value_at(DOCUMENT, parse_path(path)) == value

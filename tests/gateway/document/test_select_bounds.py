"""How long an expression may be, what is said of the rest, and what XML is."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json, Selection
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidExpression,
    UnusableReply,
)

BLANK = "\ufeff \t\r\n"


def of(expression: str | None, value: Json, *, parse_xml: bool = False) -> Json:
    """Return what an expression takes of a value."""
    return Selection.parse(expression, parse_xml=parse_xml).of(value)


def test_longest() -> None:
    """4096 characters are read, and one more is refused with that number."""
    longest = "x" * 4096
    assert of(longest, {longest: 1}) == 1
    for expression in (longest + "x", " " * 4097):
        with pytest.raises(InvalidExpression) as caught:
            of(expression, {})
        assert (caught.value.reason, caught.value.detail) == ("too_long", "4096")


@pytest.mark.parametrize(
    ("expression", "reason"),
    [("", "empty"), (" \n", "empty"), ("(" * 4000, "too_deep")],
)
def test_nothing_to_add(expression: str, reason: str) -> None:
    """The reason says all."""
    with pytest.raises(InvalidExpression) as caught:
        of(expression, {})
    assert (caught.value.reason, caught.value.detail) == (reason, "")


@pytest.mark.parametrize(
    ("expression", "value", "detail"),
    [
        ("a", "text", "it is text, not JSON"),
        (" | ".join(["@"] * 900), {}, "it is nested too deep"),
        ("&a", {}, "Type is not JSON serializable: _Expression"),
        ("abs(a)", {"a": []}, "In function abs(), invalid type for value: []"),
    ],
)
def test_unfit(expression: str, value: Json, detail: str) -> None:
    """What doesn't fit is said, in the library's words where it has any."""
    with pytest.raises(UnusableReply) as caught:
        of(expression, value)
    assert caught.value.reason == "not_selectable"
    assert caught.value.detail.startswith(detail)


def test_long_words() -> None:
    """The library's words repeat the value, which may be a whole page."""
    with pytest.raises(UnusableReply) as caught:
        of("abs(a)", {"a": "x" * 500})
    assert len(caught.value.detail) == 200
    assert caught.value.detail.startswith("In function abs(), invalid type for value")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"{BLANK}<a>1</a>{BLANK}", {"a": "1"}),
        ("<a b='2'>1</a>", {"a": {"@b": "2", "#text": "1"}}),
        # What is no XML stays as it is, with all that stands around it.
        (f"{BLANK}<a>1</b>{BLANK}", f"{BLANK}<a>1</b>{BLANK}"),
        (f"{BLANK}a<b/>{BLANK}", f"{BLANK}a<b/>{BLANK}"),
        ("a<b/>", "a<b/>"),
        ("<b/>a", "<b/>a"),
        ("X<b/>X", "X<b/>X"),
        (BLANK, BLANK),
        ("", ""),
    ],
)
def test_xml(text: str, value: Json) -> None:
    """It begins with an element, behind a mark of its encoding and white space."""
    assert of(None, text, parse_xml=True) == value
    assert of(None, text) == text


def test_deep_xml() -> None:
    """200 levels can be handed on, as with JSON."""
    assert of(None, "<a>" * 200 + "</a>" * 200, parse_xml=True)
    with pytest.raises(UnusableReply) as caught:
        of(None, "<a>" * 201 + "</a>" * 201, parse_xml=True)
    assert caught.value.reason == "too_deep"


def test_parts_of_xml() -> None:
    """An expression takes a part of XML only if that is to be read."""
    assert of("a.b", "<a><b>1</b></a>", parse_xml=True) == "1"
    with pytest.raises(UnusableReply):
        of("a.b", "<a><b>1</b></a>")
    with pytest.raises(UnusableReply):
        of("a.b", "no XML", parse_xml=True)


def test_same() -> None:
    """Selections are the same if they take the same of any reply."""
    one = Selection.parse("a", parse_xml=False)
    assert one == Selection.parse("a", parse_xml=False)
    assert one != Selection.parse("b", parse_xml=False)
    assert one != Selection.parse("a", parse_xml=True)
    assert one != Selection.parse(None, parse_xml=False) == Selection()
    assert (one.select, one.parse_xml) == ("a", False)

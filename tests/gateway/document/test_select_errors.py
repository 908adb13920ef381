"""Expressions that can't be read or applied: the error says what to write."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json, Selection
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidExpression,
    UnusableReply,
)

from .test_select_hints import GROUPS, select


@pytest.mark.parametrize(
    ("expression", "reason", "detail"),
    [
        (
            "[].devices[] | [?last_rpt_date > `1782907200`]",
            "text_and_number",
            "to_number(last_rpt_date)",
        ),
        (
            "[].devices[] | [?`1782907200` < last_rpt_date]",
            "text_and_number",
            "to_number(last_rpt_date)",
        ),
        ("[].devices[] | [?percentFull < '30']", "text_and_number", "`30`"),
        ("[?length(devices) > type]", "text_and_number", "to_number(type)"),
        ("[?devices[0].percentFull < type]", "text_and_number", "to_number(type)"),
        ('[?contains(type, "ENC")]', "field_for_text", "'ENC'"),
        ("[?starts_with(type, ENC)]", "field_for_text", "'ENC'"),
        ('[?ends_with(type, "GE")]', "field_for_text", "'GE'"),
        ('join(", ", [].type)', "field_for_text", "', '"),
        ("join(', ', nothing)", "not_selectable", None),
        ("sum([].type)", "not_selectable", None),
        ("abs(@)", "not_selectable", None),
    ],
)
def test_error(expression: str, reason: str, detail: str | None) -> None:
    """Where the library fails with words of Python's, ours say what to write."""
    selection = Selection.parse(expression, parse_xml=False)
    with pytest.raises(UnusableReply) as caught:
        selection.of(GROUPS)
    assert caught.value.reason == reason
    if detail is not None:
        assert caught.value.detail == detail
    assert selection.hints(GROUPS) == []


def test_text_among_numbers() -> None:
    """The first text that meets a number is the trouble, whatever went before."""
    rows: Json = [{"a": 1}, {"a": "2"}]
    with pytest.raises(UnusableReply) as caught:
        select("[?a > `0`]", rows)
    assert (caught.value.reason, caught.value.detail) == (
        "text_and_number",
        "to_number(a)",
    )


@pytest.mark.parametrize(
    ("expression", "reason", "detail"),
    [
        ("[?a > 5]", "number_without_backticks", "`5`"),
        ("[?a > -5.25 && b]", "number_without_backticks", "`-5.25`"),
        ("[?a == 007]", "number_without_backticks", "`7`"),
        ("[?a == 0]", "number_without_backticks", "`0`"),
        ("[?a == 0.50]", "number_without_backticks", "`0.50`"),
        ("[?contains(a, 5)]", "number_without_backticks", "`5`"),
        ("length(@) > 5", "number_without_backticks", "`5`"),
        ("{a: 5}", "number_without_backticks", "`5`"),
        ("[?a = 'x']", "single_equals", ""),
        ("[?a='x']", "single_equals", ""),
        ("a =", "single_equals", ""),
        ("[?a === 'x']", "single_equals", ""),
        ("[?a == 'x' and b]", "operator_as_word", "&&"),
        ("[?a AND b]", "operator_as_word", "&&"),
        ("[?a or b]", "operator_as_word", "||"),
        ("[?(a or b)]", "operator_as_word", "||"),
        ("[?not a]", "operator_as_word", "!"),
        ("not a", "operator_as_word", "!"),
        ("[?a && not b]", "operator_as_word", "!"),
        ("[?Not contains(a, 'x')]", "operator_as_word", "!"),
        ("a.5", "wrong", "character 3"),
        ("a. 5", "wrong", "character 4"),
        ("[?knot a]", "wrong", "character 8"),
        ("[?a == ", "wrong", "character 8"),
        ("[?a == \u2018x\u2019]", "wrong", "character 8"),
    ],
)
def test_refused(expression: str, reason: str, detail: str) -> None:
    """A slip that can't be read is told before anything is asked."""
    with pytest.raises(InvalidExpression) as caught:
        Selection.parse(expression, parse_xml=False)
    assert (caught.value.reason, caught.value.detail) == (reason, detail)

"""What the parts of an expression meet in a reply decides what is said of them."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Hint, Json, Slip

from .test_select_hints import select


@pytest.mark.parametrize("part", ["[0]", "[:1]", "[?@]"])
@pytest.mark.parametrize(
    ("met", "is_slip"),
    [
        (["x"], True),
        ([1, {"b": 1}], True),
        # What isn't there is neither, and one list is reason enough.
        (["x", None], True),
        (["x", [1]], False),
        ([[1], "x"], False),
        ([[]], False),
        ([None], False),
    ],
)
def test_lists(part: str, met: list[Json], is_slip: bool) -> None:
    """A part for lists that is applied to each result wants one list among them."""
    rows: Json = [{"a": one} for one in met]
    right = {"[0]": "| [0]", "[:1]": "| […]", "[?@]": "| [?…]"}[part]
    for before in ("[].a", "[*].a"):
        hints = select(f"{before}{part}", rows)[1]
        assert (Hint(Slip.NOT_A_LIST, right) in hints) is is_slip, before


@pytest.mark.parametrize(
    "expression", ["[?a=='z'] | [:1]", "[?a=='z'] | [0].a", "[?a=='z'].a | [::2]"]
)
def test_conditions_before_a_part_of_a_list(expression: str) -> None:
    """Nothing passes them, whatever is taken of what does."""
    assert select(expression, [{"a": "x"}])[1] == [Hint(Slip.NOTHING_PASSES)]


@pytest.mark.parametrize("value", [[], {}, {"a": 1}, None])
def test_without_conditions_there_are_none_to_blame(value: Json) -> None:
    """What has none and gives nothing is right, as far as anybody can know."""
    assert select("b", value) == (None, [])
    assert select("b | [0]", value) == (None, [])


def test_comparisons_in_comparisons() -> None:
    """Each is made once, however deep: twice for each level would take for ever."""
    deep = "a"
    for _ in range(60):
        deep = f"({deep} == b)"
    assert select(deep, {"a": True, "b": True}) == (True, [])


def test_filters_behind_filters() -> None:
    """Each is applied once as well."""
    deep = "@"
    for _ in range(60):
        deep = f"({deep})[?@]"
    assert select(deep, [1, 2]) == ([1, 2], [])


@pytest.mark.parametrize("value", [6, 5.5, True, None, [5], {"b": 5}])
def test_no_text(value: Json) -> None:
    """Only text is of the wrong kind for a number; the rest just isn't equal."""
    for expression in ("[?a == `5`]", "[?`5` == a]"):
        assert select(expression, [{"a": value}])[1] == [Hint(Slip.NOTHING_PASSES)]


@pytest.mark.parametrize("value", ["5", "", "x"])
def test_text(value: Json) -> None:
    """It has to become a number, unless a number is met as well."""
    hint = Hint(Slip.TEXT_AND_NUMBER, "to_number(a)")
    for expression in ("[?a == `5`]", "[?`5.5` == a]", "[?a != `5`]"):
        assert select(expression, [{"a": value}])[1] == [hint]
        assert select(expression, [{"a": value}, {"a": None}])[1] == [hint]
    assert select("[?a != `5`]", [{"a": value}, {"a": 7}])[1] == []


def test_right_form_is_short() -> None:
    """Of a long text, the start is enough."""
    hints = select(f'[?a == "{"n" * 100}"]', [{"a": "x"}])[1]
    assert hints == [Hint(Slip.FIELD_FOR_TEXT, f"'{'n' * 80}'")]


@pytest.mark.parametrize(
    ("expression", "value", "hints"),
    [
        # A condition looks at one element, so nothing of it belongs behind a pipe.
        ("[].l[?b[0]=='x']", [{"l": [{"b": "x"}]}], []),
        # Outside of a list, a text that is taken for one is no slip of this kind.
        ("[a, b[0]]", {"a": 1, "b": "x"}, []),
        (
            "[?x].[x, y][?b]",
            [{"x": 1, "y": 2}],
            [Hint(Slip.FILTER_BEHIND_FILTER, "[?…][] | [?…]")],
        ),
        ("[?a].b[?c]", [{"a": 1, "b": {"d": 1}}], [Hint(Slip.NOTHING_PASSES)]),
        ("[?a].b[?c]", [{"a": 1, "b": {"c": 1}}], []),
        # What comes out of a part is what the next one meets.
        ("[:1].a[0]", [{"a": "x"}], [Hint(Slip.NOT_A_LIST, "| [0]")]),
        ("[1:].a[0]", [{"a": "x"}], []),
        # A part that is never applied may be as deep as it can be written.
        (f"a || ({'|'.join('b' * 1300)})", {"a": 1}, []),
    ],
)
def test_where_a_part_stands(expression: str, value: Json, hints: list[Hint]) -> None:
    """The same part is a slip in one place, and right in another."""
    assert select(expression, value)[1] == hints

"""What may be wrong with an expression: the slips that everybody makes."""

from copy import deepcopy
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Hint,
    Json,
    Selection,
    Slip,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidExpression,
    UnusableReply,
)

from ..conftest import Connect, Start

GROUPS: Json = [
    {
        "type": "ENCHARGE",
        "devices": [
            {"serial_num": "1", "percentFull": 21, "last_rpt_date": "1782907200"},
            {"serial_num": "2", "percentFull": 80, "last_rpt_date": "1782907500"},
        ],
    },
    {"type": "ESUB", "devices": [{"serial_num": "3", "last_rpt_date": "1782907500"}]},
]


def select(expression: str, value: Json = GROUPS) -> tuple[Json, list[Hint]]:
    """Return what an expression selects, and the hints about it."""
    selection = Selection.parse(expression, parse_xml=False)
    return selection.of(value), selection.hints(value)


SLIPS: list[tuple[str, Slip, str, str]] = [
    (
        '[?type == "ENCHARGE"].devices[].serial_num',
        Slip.FIELD_FOR_TEXT,
        "'ENCHARGE'",
        "[?type == 'ENCHARGE'].devices[].serial_num",
    ),
    (
        "[?type == ENCHARGE].type",
        Slip.FIELD_FOR_TEXT,
        "'ENCHARGE'",
        "[?type == 'ENCHARGE'].type",
    ),
    (
        '[?"ENCHARGE" == type].type',
        Slip.FIELD_FOR_TEXT,
        "'ENCHARGE'",
        "[?'ENCHARGE' == type].type",
    ),
    ('[?typo == "ENCHARGE"]', Slip.FIELD_FOR_TEXT, "'ENCHARGE'", "[?type=='ENCHARGE']"),
    ('[?type != "ENCHARGE"].type', Slip.FIELD_FOR_TEXT, "'ENCHARGE'", "[].type"),
    (
        "[].devices[] | [?percentFull == null].serial_num",
        Slip.FIELD_FOR_TEXT,
        "`null`",
        "[].devices[] | [?percentFull == `null`].serial_num",
    ),
    (
        "[?type=='ENCHARGE'].devices[?percentFull < `30`].serial_num",
        Slip.FILTER_BEHIND_FILTER,
        "[?…].devices[] | [?…]",
        "[?type=='ENCHARGE'].devices[] | [?percentFull < `30`].serial_num",
    ),
    (
        "[?type=='ENCHARGE'][?devices].type",
        Slip.NOT_A_LIST,
        "| [?…]",
        "[?type=='ENCHARGE'] | [?devices].type",
    ),
    (
        "[?type=='ENCHARGE'][0]",
        Slip.NOT_A_LIST,
        "| [0]",
        "[?type=='ENCHARGE'] | [0]",
    ),
    (
        "[].devices[].serial_num[-1]",
        Slip.NOT_A_LIST,
        "| [-1]",
        "[].devices[].serial_num | [-1]",
    ),
    (
        "[].devices[].serial_num[:2]",
        Slip.NOT_A_LIST,
        "| […]",
        "[].devices[].serial_num | [:2]",
    ),
    (
        "[].devices[] | [?last_rpt_date == `1782907200`].serial_num",
        Slip.TEXT_AND_NUMBER,
        "to_number(last_rpt_date)",
        "[].devices[] | [?to_number(last_rpt_date) == `1782907200`].serial_num",
    ),
    (
        "[].devices[] | [?percentFull == '21'].serial_num",
        Slip.TEXT_AND_NUMBER,
        "`21`",
        "[].devices[] | [?percentFull == `21`].serial_num",
    ),
    (
        "[].devices[] | [?percentFull == 'low'].serial_num",
        Slip.TEXT_AND_NUMBER,
        "to_string(percentFull)",
        "[].devices[] | [?to_string(percentFull) == '21'].serial_num",
    ),
    ("[?type=='PCU'].devices", Slip.NOTHING_PASSES, "", "[?type=='ESUB'].devices"),
    (
        "[?type=='PCU'] | [0].type",
        Slip.NOTHING_PASSES,
        "",
        "[?type=='ESUB'] | [0].type",
    ),
    ("[?type=='PCU'].devices[]", Slip.NOTHING_PASSES, "", "[?type=='ESUB'].devices[]"),
]


@pytest.mark.parametrize(
    ("expression", "slip", "right", "_good"), SLIPS, ids=[one[0] for one in SLIPS]
)
def test_slip(expression: str, slip: Slip, right: str, _good: str) -> None:
    """It is told what is meant, and only that."""
    selected, hints = select(expression)
    assert hints == [Hint(slip, right)]
    # Two fields that aren't there are equal, so that everything passes.
    passes = any(part in expression for part in ("!=", "typo", "null"))
    assert (selected in ([], None)) is not passes


@pytest.mark.parametrize("good", [one[3] for one in SLIPS])
def test_right_form(good: str) -> None:
    """Written right there is a result, and nothing to say."""
    selected, hints = select(good)
    assert selected
    assert hints == []


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[].type", GROUPS),
        ("nothing", GROUPS),
        ("nothing", {"a": 1}),
        ("[?a]", []),
        ("[?a == `1`]", []),
        ("[?a == b]", [{"a": 1, "b": 2}, {"a": 1, "b": 1}]),
        ("[*].devices[?percentFull < `30`].serial_num", GROUPS),
        ("[].devices[0].serial_num", GROUPS),
        ("[?length(@) > `1`]", [[1, 2], [3]]),
        ("[?contains(type, 'ENC')].type", GROUPS),
        ("[?at == '5' || at == `5`]", [{"at": "5"}, {"at": 5}]),
        ("length([?type=='PCU'])", GROUPS),
        ("@", []),
    ],
)
def test_nothing_to_say(expression: str, value: Json) -> None:
    """What is right, or can't be known to be wrong, has no hint."""
    assert select(expression, value)[1] == []


PIECES = st.sampled_from(
    [
        *("[", "]", "[]", "[*]", "[0]", "[?", "|", ".", "@", "(", ")", "{", "}", ","),
        *(
            "type",
            "devices",
            "a",
            '"b"',
            "'c'",
            "`1`",
            "`[1, 2]`",
            "==",
            "<",
            "!=",
            "5",
        ),
        *("&&", "||", "!", "and", "or", "not", "&", "=", "*", ":", " ", "length(@)"),
        *(
            "[?type=='ENCHARGE']",
            "[?a]",
            "[?a.b < `2`]",
            "contains(a, b)",
            "to_number(a)",
        ),
    ]
)

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "a", "1", "c"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "devices", "a", "b"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(pieces=st.lists(PIECES, max_size=8), value=VALUES)
def test_anything(pieces: list[str], value: Any) -> None:
    """Hints cost nothing: neither an error nor another result."""
    before = deepcopy(value)
    try:
        selection = Selection.parse("".join(pieces), parse_xml=False)
        selected = selection.of(value)
    except InvalidExpression, UnusableReply:
        return
    hints = selection.hints(value)
    assert value == before
    assert selection.of(value) == selected
    assert len(hints) == len(set(hints)) <= 5
    if Hint(Slip.NOTHING_PASSES) in hints:
        assert selected in ([], None)
        assert len(hints) == 1


def test_deep_expressions() -> None:
    """What is nested as deep as may be has no hint, and no error either."""
    deep = "@" + "[0]" * 700
    assert Selection.parse(deep, parse_xml=False).hints(GROUPS) == []
    deep = "[?" * 90 + "a" + "]" * 90
    assert isinstance(Selection.parse(deep, parse_xml=False).hints(GROUPS), list)


def test_many_slips() -> None:
    """Nobody reads a hundred hints."""
    many = " || ".join(f'a == "x{number}"' for number in range(100))
    assert len(select(f"[?{many}]", [{"a": "y"}])[1]) == 5


async def test_on_a_real_page(start: Start, connect: Connect) -> None:
    """The inventory is a list of groups, and the natural way to filter it is wrong."""
    gateway = await start("8.2")
    client = connect(gateway)
    reply = await client.read("/ivp/ensemble/inventory")
    value = reply.value()
    wrong = "[?type=='ENCHARGE'].devices[?percentFull > `1`].serial_num"
    assert select(wrong, value) == (
        [],
        [Hint(Slip.FILTER_BEHIND_FILTER, "[?…].devices[] | [?…]")],
    )
    right = "[?type=='ENCHARGE'].devices[] | [?percentFull > `1`].serial_num"
    selected, hints = select(right, value)
    assert selected
    assert hints == []


def test_xml() -> None:
    """An expression on XML is looked at as well."""
    selection = Selection.parse('a.b[?c == "1"]', parse_xml=True)
    page: Json = "<a><b><c>1</c></b><b><c>2</c></b></a>"
    assert selection.of(page) == []
    assert selection.hints(page) == [Hint(Slip.FIELD_FOR_TEXT, "'1'")]


def test_whole_reply() -> None:
    """Without an expression there is nothing to say."""
    assert Selection.parse(None, parse_xml=False).hints([]) == []


@pytest.mark.parametrize(
    ("expression", "right"),
    [
        ("[?meta.at == `5`]", "to_number(meta.at)"),
        ('[?meta."last-at" == `5`]', 'to_number(meta."last-at")'),
        ("[?meta.list[0] == `5`]", "to_number(…)"),
        ("[?length(meta.at) == 'x']", "to_string(…)"),
    ],
)
def test_right_form_of_a_path(expression: str, right: str) -> None:
    """A path is told as it is written; of anything else only what to do with it."""
    rows: Json = [{"meta": {"at": "5", "last-at": "5", "list": ["5"]}}]
    assert select(expression, rows)[1] == [Hint(Slip.TEXT_AND_NUMBER, right)]


def test_conditions_that_are_needed() -> None:
    """Without them the expression can't be applied, so there is nothing to say."""
    assert select("[?type=='PCU'].devices | max(@)") == (None, [])

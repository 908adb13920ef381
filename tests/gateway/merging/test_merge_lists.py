"""Merge changes what it names in lists and keeps the rest."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json, handed_on
from custom_components.enphase_envoy_raw_data.gateway.document import (
    from_json,
    to_json,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    merge,
    print_path,
    rules_of,
)

from ..documents import (
    CONTACTS,
    METERS,
    PERIODS,
    SEASONS,
    SETTINGS,
    STATUS,
    changed,
    merged,
)


@pytest.mark.parametrize(
    ("current", "patch", "sent"),
    [
        (
            SEASONS,
            [{"id": "winter", "start": "11/1"}],
            changed(SEASONS, 0, start="11/1"),
        ),
        (SEASONS, {"id": "winter", "start": "11/1"}, changed(SEASONS, 0, start="11/1")),
        (
            SEASONS,
            [{"id": "summer", "start": None}],
            [SEASONS[0], {"id": "summer", "days": []}],
        ),
        (SEASONS, [{"id": "summer", "note": "x"}], changed(SEASONS, 1, note="x")),
        # Each element once, in whatever order; those that are there keep theirs.
        (
            SEASONS,
            [{"id": "summer", "start": "6/1"}, {"id": "winter", "start": "2/1"}],
            changed(changed(SEASONS, 0, start="2/1"), 1, start="6/1"),
        ),
        (
            METERS,
            [{"eid": "2", "state": "enabled"}],
            changed(METERS, 1, state="enabled"),
        ),
        (METERS, {"eid": 2.0, "state": "enabled"}, changed(METERS, 1, state="enabled")),
        (
            CONTACTS,
            [{"id": "NC1", "override": True, "soc_low": 30}],
            changed(CONTACTS, 0, override="true", soc_low=30.0),
        ),
        # Without a key that tells them apart, all that is there is given.
        (
            PERIODS,
            [{"id": "filler", "start": 0, "rate": 1}, PERIODS[1], PERIODS[2]],
            changed(PERIODS, 0, rate=1.0),
        ),
        ([0], [1], [1]),
        (
            [20.0, 20, "20", "true", True],
            [30, 30.0, 30, False, 0],
            [30.0, 30, "30", "false", False],
        ),
        (["Mon", "Tue"], ["Wed", "Thu"], ["Wed", "Thu"]),
        ([None, [1.0]], [{"a": None}, [2]], [{"a": None}, [2.0]]),
        ([{"a": 1.0, "b": None}], [{"a": None, "b": 5}], [{"a": None, "b": 5}]),
        (
            [{"a": [{"id": 1, "v": 1.0}]}],
            [{"a": [{"id": "1", "v": 2}]}],
            [{"a": [{"id": 1, "v": 2.0}]}],
        ),
        ([{"a": 1}], [{"a": 2, "new": [None]}], [{"a": 2, "new": [None]}]),
        ([], [], []),
    ],
)
def test_what_is_sent(current: Json, patch: Json, sent: Json) -> None:
    """What the data names is changed, and the type that the gateway has stays."""
    for add in (False, True):
        found = merged({"l": current, "more": 1}, {"l": patch}, add=add)
        assert found == {"l": sent}
        assert str(found) == str({"l": sent})


AUTUMN: Json = {"id": "autumn", "start": "9/1", "days": [None], "note": None}


@pytest.mark.parametrize(
    ("current", "patch", "sent", "added"),
    [
        (SEASONS, [AUTUMN], [*SEASONS, AUTUMN], ["l[id=autumn]"]),
        (SEASONS, AUTUMN, [*SEASONS, AUTUMN], ["l[id=autumn]"]),
        (
            SEASONS,
            [AUTUMN, {"id": "winter", "start": "2/1"}],
            [*changed(SEASONS, 0, start="2/1"), AUTUMN],
            ["l[id=autumn]"],
        ),
        ([], [{"id": 1}, {"id": 2}], [{"id": 1}, {"id": 2}], ["l[id=1]", "l[id=2]"]),
        ([], {"id": 1}, [{"id": 1}], ["l[id=1]"]),
        ([], ["a"], ["a"], ["l[0]"]),
        ([1.0], [2, 3], [2.0, 3], ["l[1]"]),
        ([{"a": [1]}], [{"a": [1, 2]}], [{"a": [1, 2]}], ["l[0].a[1]"]),
        ([{"a": []}], [{"a": [{"id": 7}]}], [{"a": [{"id": 7}]}], ["l[0].a[id=7]"]),
    ],
)
def test_what_is_added(
    current: Json, patch: Json, sent: Json, added: list[str]
) -> None:
    """An element that isn't there goes to the end, if the caller wants that."""
    with pytest.raises(InvalidData) as caught:
        merged({"l": current}, {"l": patch}, add=False)
    assert caught.value.reason == "merge_not_there"
    assert caught.value.detail == added[0]
    found = merge({"l": current}, {"l": patch}, add=True)
    assert found.sent == found.whole == {"l": sent}
    assert found.added == added


def test_a_page_that_is_a_list() -> None:
    """It is merged as any list; an object names one of its elements."""
    by_list: Json = [{"eid": 2, "state": "enabled"}]
    by_object: Json = {"eid": "2", "state": "enabled"}
    for patch in (by_list, by_object):
        found = merge(METERS, patch, rules_of("/ivp/meters"))
        assert found.sent == changed(METERS, 1, state="enabled")
        assert [print_path(path) for path, _ in found.named] == ["[eid=2].state"]
    refused: list[Json] = [[], {}, {"a": 1}]
    for patch in refused:
        with pytest.raises(InvalidData) as caught:
            merged(METERS, patch, add=False)
        reason = "merge_names_nothing" if patch else "merge_empty"
        assert caught.value.reason == reason


@pytest.mark.parametrize("endpoint", [SETTINGS, STATUS, f"{SETTINGS}.json?x=1"])
def test_a_contact_goes_alone_and_complete(endpoint: str) -> None:
    """The form that the caller writes is sent, and never a part of a contact."""
    page: Json = {"dry_contacts": CONTACTS}
    (first, second) = changed(CONTACTS, 0, soc_low=30.0, override="true")
    patch: Json = {"id": "NC1", "soc_low": 30, "override": True}
    found = merge(page, {"dry_contacts": patch}, rules_of(endpoint))
    assert found.sent == {"dry_contacts": first}
    assert found.whole == {"dry_contacts": [first, second]}
    found = merge(page, {"dry_contacts": [patch]}, rules_of(endpoint))
    assert found.sent == found.whole == {"dry_contacts": [first, second]}


def test_lists_within_a_contact_grow() -> None:
    """Only contacts themselves can't be added."""
    patch: Json = {"dry_contacts": {"id": "NC1", "pv_serial_nb": ["1"]}}
    found = merged({"dry_contacts": CONTACTS}, patch, SETTINGS, add=True)
    assert found == {"dry_contacts": changed(CONTACTS, 0, pv_serial_nb=["1"])[0]}


def test_a_page_that_is_written_whole() -> None:
    """What the patch doesn't name goes with it, since it would be lost otherwise."""
    page: Json = {"enable": False, "limit": {"a": 1, "b": 2}, "more": [1]}
    patch: Json = {"limit": {"a": 5}}
    whole = {"enable": False, "limit": {"a": 5, "b": 2}, "more": [1]}
    found = merge(page, patch, rules_of("/ivp/ss/dpel"))
    assert found.sent == found.whole == whole
    found = merge(page, patch, rules_of("/x"))
    assert found.sent == {"limit": {"a": 5, "b": 2}}
    assert found.whole == whole


DIGITS = (
    '{"l":[{"id":"a","rate":0.00009899999713525176,"x":[1E5,20.0,-0.0,-0,1.10],'
    '"n":12345678901234567890123,"v":5.50},{"id":"b","rate":2e-07}],'
    '"o":{"k":0.00009899999713525176,"v":1.0},"rest":1.50}'
)


@pytest.mark.parametrize(
    ("patch", "sent"),
    [
        (
            {"l": [{"id": "a", "v": 6}]},
            DIGITS.replace("5.50", "6.0").partition(',"o"')[0] + "}",
        ),
        # The same number in other digits is no change.
        ({"l": {"id": "a", "v": "5.5"}}, DIGITS.partition(',"o"')[0] + "}"),
        ({"o": {"v": 2}}, '{"o":{"k":0.00009899999713525176,"v":2.0}}'),
    ],
)
def test_digits(patch: Json, sent: str) -> None:
    """What isn't named goes back in the digits in which it came."""
    found = merged(from_json(DIGITS.encode(), exact=True), patch, add=False)
    assert to_json(found).decode() == sent
    # What is handed on to callers is plain.
    assert "ExactNumber" not in repr([type(handed_on(found)), handed_on(found)])

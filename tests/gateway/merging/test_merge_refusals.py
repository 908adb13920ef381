"""Merge refuses what would lose something, and what doesn't say what it means."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import merge

from ..documents import (
    CONTACTS,
    METERS,
    PERIODS,
    SEASONS,
    SETTINGS,
    THERE,
    merged,
)


@pytest.mark.parametrize(
    ("current", "patch", "reason", "detail", "there"),
    [
        (SEASONS, [{"id": "autumn"}], "not_there", "l[id=autumn]", THERE),
        (SEASONS, {"winter": {"start": "2/1"}}, "names_nothing", "l", THERE),
        (SEASONS, [{"start": "2/1"}], "names_nothing", "l", THERE),
        (SEASONS, ["winter"], "names_nothing", "l", THERE),
        (SEASONS, [None], "names_nothing", "l", THERE),
        (SEASONS, [{"id": None}], "names_nothing", "l", THERE),
        (SEASONS, {}, "names_nothing", "l", THERE),
        (METERS, [{"eid": 1}, {"eid": "1"}], "names_twice", "l[eid=1]", ""),
        (SEASONS, [], "empties_list", "l", THERE),
        ([5], [], "empties_list", "l", "[5]"),
        ([1, 2], [1], "drops", "l[1]", "[1,2]"),
        (
            PERIODS,
            [PERIODS[1]],
            "drops",
            "l[1]",
            '[{"id":"filler","start":0,"rate":0.25}',
        ),
        (
            PERIODS,
            [{"id": "peak", "rate": 1}] * 3,
            "drops",
            "l[0].start",
            '[{"id":"filler"',
        ),
        ([{"a": {"b": 1}}], [{"a": {}}], "drops", "l[0].a.b", '[{"a":{"b":1}}]'),
        ([{"a": {"b": 1}}], [{"a": None}], "drops", "l[0].a", '[{"a":{"b":1}}]'),
        ([{"a": 1}], [None], "drops", "l[0]", '[{"a":1}]'),
        ([[1, 2]], [[1]], "drops", "l[0][1]", "[[1,2]]"),
        (
            [{"a": [{"id": 1}, {"id": 2}]}],
            [{"a": [{"id": 2}]}],
            "drops",
            "l[0].a[id=1]",
            "[{",
        ),
        ([{"a": [{"id": 1}]}], [{"a": [{"x": 1}]}], "names_nothing", "l[0].a", "id: 1"),
        ([1], [2, 3], "not_there", "l[1]", "[1]"),
        (
            [{"a": [{"id": 1}]}],
            [{"a": [{"id": 1}, {"id": 2}]}],
            *("not_there", "l[0].a[id=2]", "id: 1"),
        ),
        ([], [2], "not_there", "l[0]", "[]"),
        ([5], ["x"], "other_shape", "l[0] is 5", ""),
        ([5], [[5]], "other_shape", "l[0] is 5", ""),
        ([{"a": 1}], [[]], "other_shape", "l[0] is an object", ""),
        ([{"start": 1}], {"start": 2}, "other_shape", "l is a list", ""),
        ([1], {"a": 2}, "other_shape", "l is a list", ""),
        ([], {}, "other_shape", "l is a list", ""),
        (
            SEASONS,
            [{"id": "winter", "days": 5}],
            "other_shape",
            "l[id=winter].days is a list",
            "",
        ),
        (
            SEASONS,
            [{"id": "winter", "start": {"a": 1}}],
            "other_shape",
            'l[id=winter].start is "1/1"',
            "",
        ),
    ],
)
def test_what_is_refused(
    current: Json, patch: Json, *, reason: str, detail: str, there: str
) -> None:
    """Anything that would lose an element or a key, or doesn't say which is meant."""
    with pytest.raises(InvalidData) as caught:
        merged({"l": current}, {"l": patch}, add=False)
    assert caught.value.reason == f"merge_{reason}"
    assert caught.value.detail == detail
    assert caught.value.there.startswith(there)
    assert bool(caught.value.there) == bool(there)


@pytest.mark.parametrize("item", [{"id": "autumn"}, {"id": "autumn", "start": "9/1"}])
def test_new_elements_are_complete(item: dict[str, Json]) -> None:
    """What all others have, a new one has to have, too."""
    with pytest.raises(InvalidData) as caught:
        merged({"l": SEASONS}, {"l": [item]}, add=True)
    assert caught.value.reason == "merge_adds_incomplete"
    assert caught.value.detail == "l[id=autumn]"
    assert caught.value.there == ("days" if "start" in item else "days, start")


@pytest.mark.parametrize("patch", [[], [{"id": "NC1"}, {"id": "NC1"}], [5]])
def test_adding_allows_nothing_else(patch: Json) -> None:
    """What would lose or is unclear is refused with it, too."""
    with pytest.raises(InvalidData):
        merged({"l": CONTACTS}, {"l": patch}, add=True)


def test_what_is_there_is_shown_within_bounds() -> None:
    """A long list doesn't make a long error."""
    long: list[Json] = [{"id": f"element {number}"} for number in range(1000)]
    patches: list[Json] = [[{"id": "x"}], [{"x": 1}]]
    for patch in patches:
        with pytest.raises(InvalidData) as caught:
            merged({"l": long}, {"l": patch}, add=False)
        assert caught.value.there.startswith("id: element 0, element 1, ")
        assert len(caught.value.there) == 401
    with pytest.raises(InvalidData) as caught:
        merged({"l": [*long, 5]}, {"l": [1]}, add=False)
    assert len(caught.value.there) == 401
    # What just fits is whole.
    with pytest.raises(InvalidData) as caught:
        merged({"l": [{"id": "x" * 396}]}, {"l": [{"id": "y"}]}, add=False)
    assert caught.value.there == f"id: {'x' * 396}"


@pytest.mark.parametrize(
    ("contacts", "patch", "reason"),
    [
        (CONTACTS, {"id": "NC9", "soc_low": 1}, "only_complete"),
        (CONTACTS, [{"id": "NC9", "soc_low": 1}], "only_complete"),
        (CONTACTS, {"id": "NC1", "soc_low": None}, "only_complete"),
        (CONTACTS, [{"id": "NC1", "soc_low": None}], "only_complete"),
        ([], {"id": "NC1", "soc_low": 1}, "only_complete"),
        ([], [{"id": "NC1", "soc_low": 1}], "only_complete"),
        (None, {"id": "NC1", "soc_low": 1}, "other_shape"),
        (None, [{"id": "NC1", "soc_low": 1}], "other_shape"),
        ({}, {"id": "NC1", "soc_low": 1}, "other_shape"),
        (5, {"id": "NC1"}, "other_shape"),
        ([*CONTACTS, CONTACTS[0]], {"id": "NC1", "soc_low": 1}, "other_shape"),
        ([*CONTACTS, CONTACTS[0]], [{"id": "NC1", "soc_low": 1}], "drops"),
        (CONTACTS, {"soc_low": 1}, "names_nothing"),
        (CONTACTS, [], "empties_list"),
    ],
)
def test_no_part_of_a_contact(contacts: Json, patch: Json, reason: str) -> None:
    """Whatever the page shows, merge doesn't make a part: it may crash the gateway."""
    page: Json = {"dry_contacts": contacts}
    with pytest.raises(InvalidData) as caught:
        merged(page, {"dry_contacts": patch}, SETTINGS, add=True)
    assert caught.value.reason == f"merge_{reason}"
    if reason == "only_complete":
        assert caught.value.detail == "dry_contacts"
        assert caught.value.there == ("id: NC1, NC2" if contacts else "[]")
    with pytest.raises(InvalidData) as caught:
        merged({}, {"dry_contacts": patch}, SETTINGS, add=True)
    assert caught.value.detail == "dry_contacts is null"


@pytest.mark.parametrize(
    ("current", "patch", "endpoint", "reason", "detail"),
    [
        (5, {"a": 1}, "/x", "other_shape", "the whole reply is 5"),
        (None, {"a": 1}, "/x", "other_shape", "the whole reply is null"),
        ([1], 5, "/x", "needs_object", ""),
        ({"a": 1}, 5, "/x", "needs_object", ""),
        ({"a": 1}, {"a": 5, "b": None}, "/x", "removes_top_level", ""),
        (
            {"dry_contacts": {}},
            {"dry_contacts": {"id": 1}},
            SETTINGS,
            "other_shape",
            "dry_contacts is an object",
        ),
        (
            {"dry_contacts": 5},
            {"dry_contacts": [{"id": 1}]},
            SETTINGS,
            "other_shape",
            "dry_contacts is 5",
        ),
    ],
)
def test_what_is_no_document(
    current: Json, patch: Json, *, endpoint: str, reason: str, detail: str
) -> None:
    """The error shows what the page has instead."""
    with pytest.raises(InvalidData) as caught:
        merged(current, patch, endpoint, add=True)
    assert caught.value.reason == f"merge_{reason}"
    assert caught.value.detail == detail


def test_nothing_is_added_unless_asked() -> None:
    """Who says nothing of it gets an error, and no new element."""
    with pytest.raises(InvalidData) as caught:
        merge({"l": [{"id": 1}]}, {"l": [{"id": 2}]})
    assert caught.value.reason == "merge_not_there"

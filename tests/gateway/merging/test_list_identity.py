"""Which element of a list is which, and what is compared with what."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    changes,
    differences,
    effect,
    left_out,
    names_elements,
    rules_of,
    still_there,
)
from custom_components.enphase_envoy_raw_data.gateway.merging.matching import identity

CONTACTS: Json = {
    "dry_contacts": [
        {"id": "NC1", "soc_low": 25.0, "override": "false"},
        {"id": "NC2", "soc_low": 20.0, "override": "false"},
    ]
}
RULES = "/ivp/ss/dry_contact_settings"


@pytest.mark.parametrize(
    ("elements", "key"),
    [
        ([{"id": "a"}, {"id": "b"}], "id"),
        ([{"id": 1}, {"id": 2}], "id"),
        ([{"type": "a", "id": "x"}, {"type": "b", "id": "y"}], "id"),
        ([{"eid": 1, "measurementType": "p"}], "eid"),
        # Periods of a real tariff: the same id twice.
        ([{"id": "filler", "start": 0}, {"id": "filler", "start": 9}], None),
        (
            [{"id": "x", "serial_num": "1"}, {"id": "x", "serial_num": "2"}],
            "serial_num",
        ),
        ([{"type": "eim", "measurementType": "production"}], "measurementType"),
        ([{"type": "inverters"}, {"type": "eim", "measurementType": "p"}], "type"),
        # The number and the text would name the same element.
        ([{"id": 1}, {"id": "1"}], None),
        ([{"id": 1}, {"id": 1.0}], None),
        ([{"id": 1.5}, {"id": 2.5}], "id"),
        # Not every element has it, or it is nothing plain.
        ([{"id": "a"}, {}], None),
        ([{"id": "a"}, 5], None),
        ([{"id": None}, {"id": "a"}], None),
        ([{"id": True}, {"id": False}], None),
        ([{"id": float("inf")}, {"id": 1}], None),
        ([{"id": ["a"]}, {"id": {"b": 1}}], None),
        # Any key would do for values, and none tells things apart.
        ([{"start": 0}, {"start": 9}], None),
        ([1, 2], None),
        ([], None),
    ],
)
def test_identity(elements: list[Json], key: str | None) -> None:
    """It is a key that every element has, with values that differ."""
    assert identity(elements) == key


def test_changes_name_elements() -> None:
    """An element is compared with its namesake, wherever it stands."""
    before: Json = [{"id": "a", "x": 1}, {"id": "b", "x": 2}, {"id": "c"}]
    after: Json = [{"id": "b", "x": 3}, {"id": "a", "x": 1}, {"id": "d"}]
    assert changes({"l": before}, {"l": after}) == [
        {"path": "l[id=b].x", "from": 2, "to": 3},
        {"path": "l[id=c]", "removed": {"id": "c"}},
        {"path": "l[id=d]", "added": {"id": "d"}},
        {"path": "l", "reordered": ["b", "a"]},
    ]
    assert left_out({"l": before}, {"l": after}) == [
        {"path": "l[id=c]", "value": {"id": "c"}}
    ]


def test_changed_types_of_names() -> None:
    """The number 1 and the text "1" are the same element, and not the same value."""
    assert changes([{"id": 1}], [{"id": "1"}]) == [
        {"path": "[id=1].id", "from": 1, "to": "1"}
    ]
    assert differences([{"id": "1"}], [{"id": 1, "x": 2}]) == []


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, [("a.c", 2)]),
        ({"a": {"b": 1}}, {"a": 5}, [("a", {"b": 1})]),
        ({"a": {"b": 1}}, {"a": None}, [("a", {"b": 1})]),
        ({"a": [1, 2, 3]}, {"a": [1]}, [("a[1]", 2), ("a[2]", 3)]),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}]}, [("a[0].b", 1)]),
        ({"a": [1]}, {"a": {"b": 1}}, [("a", [1])]),
        ({"a": 1, "b": [], "c": {}}, {"a": 2, "b": None, "c": 5}, []),
    ],
)
def test_left_out(before: Json, after: Json, left: list[tuple[str, Json]]) -> None:
    """It is told at every level, and a value that only changes is none of it."""
    assert left_out(before, after) == [
        {"path": path, "value": value} for path, value in left
    ]


def test_one_contact_in_place_of_four() -> None:
    """An object where the page has a list is one of its elements."""
    sent: Json = {"dry_contacts": {"id": "NC1", "soc_low": 30}}
    after = effect(CONTACTS, sent, "POST", rules_of(RULES))
    assert changes(CONTACTS, after) == [
        {"path": "dry_contacts[id=NC1].soc_low", "from": 25.0, "to": 30},
        {"path": "dry_contacts[id=NC1].override", "removed": "false"},
    ]
    # Of a page that isn't known to take one, the others may be lost.
    after = effect(CONTACTS, sent, "POST", rules_of("/ivp/ss/other"))
    assert {"path": "dry_contacts[id=NC2]", "value": CONTACTS["dry_contacts"][1]} in (  # type: ignore[index, call-overload]
        left_out(CONTACTS, after)
    )


PAGE: Json = {
    "tariff": {"seasons": [{"id": "winter", "start": "1/1", "days": []}]},
    "schedule": {"source": "Tariff"},
    "more": 1,
}


@pytest.mark.parametrize(
    ("method", "sent", "endpoint", "left"),
    [
        ("POST", {"tariff": {"seasons": []}}, "/x", ["tariff.seasons[id=winter]"]),
        ("PUT", {"more": 2}, "/x", ["tariff", "schedule"]),
        ("PUT", {"more": 2}, "/admin/lib/tariff", ["tariff"]),
        ("PUT", {"more": 2}, "/admin/lib/tariff.json?x=1", ["tariff"]),
        ("POST", {"more": 2}, "/x", []),
        ("PUT", {"tariff": {"seasons": {"id": "winter", "start": "2/1"}}}, "/x", ...),
        ("PUT", [1], "/x", [""]),
        ("POST", None, "/x", []),
    ],
)
def test_what_a_method_leaves_out(
    method: str, sent: Json, endpoint: str, left: object
) -> None:
    """PUT replaces the document, POST the keys that it names."""
    found = left_out(PAGE, effect(PAGE, sent, method, rules_of(endpoint)))
    if left is ...:
        left = ["tariff.seasons[id=winter].days", "schedule", "more"]
    assert [one["path"] for one in found] == left


def test_elements_that_are_written_apart() -> None:
    """A second battery that is sent to sleep doesn't wake up the first."""
    page: Json = {"acb_sleep": [{"serial_num": "1", "sleep_min_soc": 20}]}
    sent: Json = {"acb_sleep": [{"serial_num": "2", "sleep_min_soc": 30}]}
    after = effect(page, sent, "PUT", rules_of("/admin/lib/acb_config"))
    assert changes(page, after) == [
        {
            "path": "acb_sleep[serial_num=2]",
            "added": {"serial_num": "2", "sleep_min_soc": 30},
        }
    ]
    gone = effect(after, page, "DELETE", rules_of("/admin/lib/acb_config"))
    assert gone == sent
    assert effect(page, {"acb_sleep": {"serial_num": 1}}, "DELETE", rules_of("/x")) == {
        "acb_sleep": []
    }
    assert effect(page, {"x": [1]}, "DELETE", rules_of("/x")) == page
    assert effect([1], [1], "DELETE", rules_of("/x")) == [1]


@pytest.mark.parametrize(
    ("wanted", "found", "missing"),
    [
        ([{"id": "a"}], [{"id": "b"}, {"id": "a", "x": 1}], []),
        ([{"id": "a", "x": 1}], [{"id": "a", "x": 2}], [("[id=a].x", 1, 2)]),
        ([{"id": "a"}], [{"id": "b"}], [("[id=a]", {"id": "a"}, None)]),
        ([{"id": "a"}], [], [("[id=a]", {"id": "a"}, None)]),
        ([{"id": "a", "x": None}], [{"id": "a"}], []),
        ({"l": {"type": "x", "v": 1}}, {"l": [{"type": "x", "v": 1}]}, []),
        ([{"v": 1}], [{"v": 1}, {"v": 2}], [("", [{"v": 1}], [{"v": 1}, {"v": 2}])]),
        ([], [1], [("", [], [1])]),
    ],
)
def test_differences(
    wanted: Json, found: Json, missing: list[tuple[str, Json, Json]]
) -> None:
    """What was written is looked for at its namesake."""
    assert differences(wanted, found) == [
        {"path": path, "wanted": one, "found": other} for path, one, other in missing
    ]


@pytest.mark.parametrize(
    ("deleted", "found", "paths"),
    [
        (
            {"l": [{"serial_num": "1"}]},
            {"l": [{"serial_num": "1"}]},
            ["l[serial_num=1]"],
        ),
        ({"l": {"id": 1}}, {"l": [{"id": "1"}, {"id": "2"}]}, ["l[id=1]"]),
        ({"l": [{"id": 1}]}, {"l": [{"id": 2}]}, []),
        # Both have to have the key.
        ({"id": 9, "serial_num": "1"}, [{"serial_num": "1"}], ["[serial_num=1]"]),
        ({"serial_num": "1"}, [{"id": 9, "serial_num": "1"}], ["[serial_num=1]"]),
        ({"l": [{"id": 1}]}, {"l": []}, []),
        ({"l": [{"id": 1}]}, {"l": {"id": 1}}, []),
        ([5], [5], []),
        (5, {}, []),
    ],
)
def test_what_was_deleted_and_is_there(
    deleted: Json, found: Json, paths: list[str]
) -> None:
    """An element that should be gone is found by its name."""
    assert [one["path"] for one in still_there(deleted, found)] == paths


def test_what_is_still_there_is_shown() -> None:
    """It is wanted that nothing is there, and found is the whole element."""
    found: Json = [{"id": 1, "x": 2}, {"id": 2}]
    assert still_there({"id": "1"}, found) == [
        {"path": "[id=1]", "wanted": None, "found": {"id": 1, "x": 2}}
    ]


def test_both_lists_have_the_key() -> None:
    """A key that only one of two lists has tells nothing of the other."""
    assert changes([{"id": 1, "serial_num": "a"}], [{"serial_num": "a"}]) == [
        {"path": "[serial_num=a].id", "removed": 1}
    ]
    pairs: list[tuple[Json, Json]] = [
        ({"x": 1}, [{"id": 1, "x": 1}]),
        ({"id": 1, "x": 1}, [{"x": 1}]),
    ]
    for wanted, found in pairs:
        assert differences(wanted, found) == [
            {"path": "", "wanted": wanted, "found": None}
        ]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"id": 1, "x": 2}, True),
        ({"serial_num": "1"}, True),
        ({"a": {"b": [{"eid": 5}]}}, True),
        ({"id": None, "a": [5, [{"uid": "x"}]]}, True),
        ([{"a": 1}, {"id": "x"}], True),
        ({"id": None, "a": 1}, False),
        # What a thing is says not which one it is.
        ({"type": "x"}, False),
        ([5, "id"], False),
        ([], False),
        ({}, False),
        ("id", False),
        (None, False),
    ],
)
def test_what_names_elements(value: Json, *, names: bool) -> None:
    """A DELETE has to say which thing is meant, at any depth."""
    assert names_elements(value) == names

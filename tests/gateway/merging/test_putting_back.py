"""What puts a write back, and when that is refused."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json, put_back
from custom_components.enphase_envoy_raw_data.gateway.document import from_json
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    merge,
    print_path,
    rules_of,
)

from ..documents import CONTACTS, METERS, PERIODS, SEASONS, SETTINGS, changed

TARIFF = "/admin/lib/tariff"


@pytest.mark.parametrize(
    ("before", "sent", "paths", "patch"),
    [
        ({"a": 1, "b": 2}, {"a": 5}, ["a"], {"a": 1}),
        ({"a": 1, "b": 2}, {"b": 3, "a": 5}, ["a", "b"], {"a": 1, "b": 2}),
        (
            {"o": {"x": 1, "y": 2, "z": 3}},
            {"o": {"x": 2, "z": 4}},
            ["o.x", "o.y", "o.z"],
            {"o": {"x": 1, "y": 2, "z": 3}},
        ),
        # What the write has added below the top level is taken away.
        ({"o": {"x": 1}}, {"o": {"x": 1, "y": 2}}, ["o.y"], {"o": {"y": None}}),
        (
            {"o": {"p": {"x": 1}}, "q": 1},
            {"o": {"p": {"x": 1, "y": 2}}, "q": 2},
            ["o.p.y", "q"],
            {"o": {"p": {"y": None}}, "q": 1},
        ),
        # An element by its name, with what it is told apart by.
        (
            {"l": SEASONS, "more": 1},
            {"l": changed(SEASONS, 0, start="11/1")},
            ["l[id=winter].start"],
            {"l": [{"id": "winter", "start": "1/1"}]},
        ),
        (
            {"l": SEASONS},
            {"l": changed(changed(SEASONS, 0, start="11/1"), 1, start="6/1")},
            ["l[id=winter].start", "l[id=summer].start"],
            {
                "l": [
                    {"id": "winter", "start": "1/1"},
                    {"id": "summer", "start": "5/1"},
                ]
            },
        ),
        # One that the write has taken out comes back whole.
        (
            {"l": SEASONS},
            {"l": SEASONS[:1]},
            ["l[id=summer]"],
            {"l": [SEASONS[1]]},
        ),
        (
            METERS,
            changed(METERS, 1, state="x"),
            ["[eid=2].state"],
            [{"eid": "2", "state": "disabled"}],
        ),
        # A list without names as a whole, however much of it has changed.
        ({"l": [1, 2, 3]}, {"l": [4, 2, 5]}, ["l"], {"l": [1, 2, 3]}),
        ({"l": [1, 2, 3]}, {"l": []}, ["l"], {"l": [1, 2, 3]}),
        (
            {"l": [{"id": "a", "p": PERIODS}]},
            {"l": [{"id": "a", "p": changed(PERIODS, 1, start=480)}]},
            ["l[id=a].p"],
            {"l": [{"id": "a", "p": PERIODS}]},
        ),
        ({"a": 50}, {"a": 50.0}, [], {}),
        ({"o": {}}, {"o": {"k": 5}}, ["o.k"], {"o": {"k": None}}),
    ],
)
def test_what_is_put_back(
    before: Json, sent: Json, paths: list[str], patch: Json
) -> None:
    """Only what the write has changed, each at its place."""
    work = put_back(before, sent, "POST", rules_of("/x"))
    assert work.due(before) == []
    due = work.due(sent)
    assert work.paths(due) == [print_path(leaf.path) for leaf in due] == paths
    found = work.patch(due)
    assert found == patch
    if due:
        whole = sent if isinstance(sent, list) else {**before, **sent}  # type: ignore[dict-item]
        restored = merge(whole, found, add=True).whole
        assert restored == before


def test_only_what_still_shows_the_write_is_due() -> None:
    """What is back already is left alone."""
    work = put_back({"a": 1, "b": 2}, {"a": 5, "b": 6}, "POST", rules_of("/x"))
    due = work.due({"a": 1, "b": 6, "c": 7})
    assert work.paths(due) == ["b"]
    assert work.patch(due) == {"b": 2}
    # The first is no reason to overlook the second.
    with pytest.raises(InvalidData) as caught:
        work.due({"a": 1, "b": 7})
    assert caught.value.detail == "b"


@pytest.mark.parametrize(
    ("found", "there"),
    [
        ({"o": {"a": 7}}, "1 → 5 → 7"),
        ({"o": {"a": True}}, "1 → 5 → true"),
        ({"o": {"a": {"b": "x"}}}, '1 → 5 → {"b":"x"}'),
        ({"o": {}}, "1 → 5 → —"),
        ("text", "1 → 5 → —"),
        ({"o": {"a": "x" * 1000}}, f'1 → 5 → "{"x" * 399}…'),
    ],
)
def test_a_later_change_stands_in_the_way(found: Json, there: str) -> None:
    """What somebody else has written meanwhile isn't overwritten."""
    work = put_back({"o": {"a": 1}}, {"o": {"a": 5}}, "POST", rules_of("/x"))
    with pytest.raises(InvalidData) as caught:
        work.due(found)
    assert caught.value.reason == "put_back_conflict"
    assert caught.value.detail == "o.a"
    assert caught.value.there == there


def test_what_the_page_has_shown_is_known_too() -> None:
    """Some pages show a value in another form than it was written."""
    before: Json = {"a": "1", "b": 1}
    sent: Json = {"a": 5}
    shown: Json = {"a": "5", "b": 1}
    rules = rules_of("/x")
    with pytest.raises(InvalidData) as caught:
        put_back(before, sent, "POST", rules).due(shown)
    assert caught.value.there == '"1" → 5 → "5"'
    work = put_back(before, sent, "POST", rules, shown)
    assert work.patch(work.due(shown)) == {"a": "1"}
    assert work.patch(work.due(sent)) == {"a": "1"}


def test_a_fraction_is_shown_in_single_precision() -> None:
    """That is no change that somebody else has made."""
    work = put_back({"rate": 0.25}, {"rate": 0.31}, "POST", rules_of("/x"))
    assert work.paths(work.due({"rate": 0.3100000023841858})) == ["rate"]
    with pytest.raises(InvalidData):
        work.due({"rate": 0.3100001})


def test_long_numbers_are_compared_as_they_are_recorded() -> None:
    """The record has integers beyond 64 bits as text, and the page has digits."""
    page = from_json(b'{"n":12345678901234567890123,"a":1.50}', exact=True)
    before: Json = {"n": "12345678901234567890123", "a": 1}
    work = put_back(before, {"n": "7", "a": 1.5}, "POST", rules_of("/x"))
    assert work.paths(work.due(page)) == ["a"]


@pytest.mark.parametrize(
    ("before", "sent", "detail"),
    [
        # A merge can't take away a top-level key or an element.
        ({"a": 1}, {"b": 2}, "b"),
        ({"l": SEASONS[:1]}, {"l": SEASONS}, "l[id=summer]"),
        ({"o": {"l": SEASONS[:1]}}, {"o": {"l": SEASONS}}, "o.l[id=summer]"),
        ({"l": SEASONS}, {"l": SEASONS[::-1]}, "l"),
        (SEASONS, SEASONS[::-1], "—"),
        ({"a": 1}, [1], "—"),
        ([1, 2], [1], "—"),
        # In a merge, null takes a key away.
        ({"o": {"k": None}}, {"o": {"k": 5}}, "o.k"),
        ({"o": {"k": {"n": None}}}, {"o": {}}, "o.k"),
    ],
)
def test_what_cant_be_put_back(before: Json, sent: Json, detail: str) -> None:
    """It is refused at once, and says which place it is about."""
    with pytest.raises(InvalidData) as caught:
        put_back(before, sent, "POST", rules_of("/x"))
    assert caught.value.reason == "put_back_impossible"
    assert caught.value.detail == detail


def test_the_method_counts() -> None:
    """A PUT takes away what it doesn't name, so that is put back, too."""
    before: Json = {"a": 1, "b": 2}
    by_put = put_back(before, {"a": 5}, "PUT", rules_of("/x"))
    assert by_put.patch(by_put.due({"a": 5})) == before
    # The whole document at a page whose POST takes its place.
    by_post = put_back(before, {"a": 5}, "POST", rules_of("/ivp/ss/dpel"))
    assert by_post.patch(by_post.due({"a": 5})) == before


def test_what_the_gateway_makes_by_itself() -> None:
    """Its schedule is none of what a write has changed."""
    before: Json = {"tariff": {"a": 1}, "schedule": {"date": 1}}
    sent: Json = {"tariff": {"a": 2}, "schedule": 5}
    work = put_back(before, sent, "POST", rules_of(TARIFF))
    assert work.paths(work.due({"tariff": {"a": 2}})) == ["tariff.a"]
    # What comes behind it is looked at all the same.
    sent = {"schedule": 5, "tariff": {"a": 2}}
    turned: Json = {"schedule": {"date": 1}, "tariff": {"a": 1}}
    work = put_back(turned, sent, "POST", rules_of(TARIFF))
    assert work.paths(work.due(sent)) == ["tariff.a"]


def test_contacts_go_back_as_they_are_written() -> None:
    """One goes back alone; the gateway takes no list of one in its place."""
    before: Json = {"dry_contacts": CONTACTS, "more": [1]}
    one = changed(CONTACTS, 0, soc_low=30.0)
    two = changed(one, 1, soc_low=40.0)
    rules = rules_of(SETTINGS)
    work = put_back(before, {"dry_contacts": one[0]}, "POST", rules)
    due = work.due({"dry_contacts": one, "more": [1]})
    patch = work.patch(due)
    assert patch == {"dry_contacts": {"id": "NC1", "soc_low": 25.0}}
    whole: Json = {"dry_contacts": one}
    assert merge(whole, patch, rules).sent == {"dry_contacts": CONTACTS[0]}

    work = put_back(before, {"dry_contacts": two, "more": [2]}, "POST", rules)
    assert work.patch(work.due({"dry_contacts": two, "more": [2]})) == {
        "dry_contacts": [
            {"id": "NC1", "soc_low": 25.0},
            {"id": "NC2", "soc_low": 20.0},
        ],
        "more": [1],
    }

"""The places that a write has changed: how they are kept, and what they show since."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json, put_back
from custom_components.enphase_envoy_raw_data.gateway.document import from_json
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    Leaf,
    PutBack,
    rules_of,
)
from custom_components.enphase_envoy_raw_data.gateway.merging.comparison import (
    left_behind,
)
from custom_components.enphase_envoy_raw_data.gateway.merging.path import parse_path

RULES = rules_of("/not/known")


def leaf_at(place: str, before: Json, *written: Json) -> Leaf:
    """Return a place."""
    return Leaf(path=parse_path(place), before=before, written=[*written])


def test_it_is_stored_to_the_digit() -> None:
    """And read again as it was."""
    leaf = leaf_at("o.x", from_json(b"1.10", exact=True), 1.5, "a")
    stored = leaf.stored()
    assert stored == {"path": "o.x", "before": "1.10", "written": ["1.5", '"a"']}
    again = Leaf.from_stored(stored)
    assert (again.path, again.written) == (leaf.path, [1.5, "a"])
    assert again.stored() == stored


@pytest.mark.parametrize(
    "change", [{"path": 1}, {"before": 1}, {"written": "a"}, {"written": [1]}]
)
def test_odd_rows_are_named(change: dict[str, Json]) -> None:
    """Somebody has edited the file."""
    row = leaf_at("a", 1, 2).stored() | change
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its argument is compared
        Leaf.from_stored(row)
    assert caught.value.args == (row,)


def test_each_value_counts_once() -> None:
    """However often a page has shown it."""
    leaf = leaf_at("a", 1, 2).also_written(2, 3, 3, 4)
    assert leaf.written == [2, 3, 4]


def test_what_somebody_else_has_changed() -> None:
    """A place that shows neither what was there nor what was written."""
    a, b = leaf_at("a", 1, 5), leaf_at("o.b", 2, 6)
    work = PutBack(leaves=[a, b], rules=RULES)
    assert work.conflicts({"a": 1, "o": {"b": 6}}) == []
    assert work.conflicts({"a": 5, "o": {"b": 2}}) == []
    found = work.conflicts(from_json(b'{"a": 9.0, "o": {"b": 2}}', exact=True))
    assert found == [(a, 9.0)]
    assert type(found[0][1]) is float
    assert work.conflicts({"a": 1}) == [(b, None)]


@pytest.mark.parametrize(
    ("original", "before", "written"),
    [(None, 5, [7]), ({"a": 5}, 5, [7]), ({"a": 1}, 1, [7, 5])],
)
def test_what_is_to_be_there_again(
    original: Json, before: Json, written: list[Json]
) -> None:
    """If that is older than the write, what was there right before may show still."""
    work = put_back({"a": 5}, {"a": 7}, "POST", RULES, original=original)
    assert [(leaf.before, leaf.written) for leaf in work.leaves] == [(before, written)]


@pytest.mark.parametrize(
    ("page", "method", "before", "sent", "places"),
    [
        # Only what can't be put back is named.
        ("/not/known", "POST", {"a": 1}, {"a": 2, "new": 2}, "new"),
        (
            "/not/known",
            "PUT",
            {"l": [{"id": "x", "a": 1}]},
            {"l": [{"id": "x", "a": 3}, {"id": "y", "a": 2}]},
            "l[id=y]",
        ),
        # Its elements are taken whole only, so none of their keys can be taken away.
        (
            "/ivp/ss/dry_contact_settings",
            "POST",
            {"dry_contacts": [{"id": "NC1", "a": 1}, {"id": "NC2", "a": 1}]},
            {"dry_contacts": {"id": "NC1", "a": 1, "b": 2, "c": 3}},
            "dry_contacts[id=NC1].b, dry_contacts[id=NC1].c",
        ),
    ],
)
def test_what_no_merge_puts_back(
    page: str, method: str, before: Json, sent: Json, places: str
) -> None:
    """It is refused before anything is sent, with the places."""
    with pytest.raises(InvalidData) as caught:
        put_back(before, sent, method, rules_of(page))
    assert (caught.value.reason, caught.value.detail) == ("put_back_impossible", places)


def test_what_a_put_has_left_behind() -> None:
    """The element that the data left out, as the page still shows it."""
    assert left_behind([{"id": "a"}], [{"id": "a"}, {"id": "b", "x": 1}], RULES) == [
        {"path": "[id=b]", "wanted": None, "found": {"id": "b", "x": 1}}
    ]

"""A merge is proved if it shows and nothing else has gone."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    merge,
    not_shown,
    rules_of,
)

from ..documents import CONTACTS, METERS, PERIODS, SEASONS, SETTINGS

TARIFF = "/admin/lib/tariff"
PAGE: Json = {
    "tariff": {"date": "1", "seasons": SEASONS},
    "schedule": {"date": "1", "schedule": {"Disable": [], "tariff": [1]}},
}
WINTER: Json = {"tariff": {"seasons": [{"id": "winter", "start": "11/1"}]}}


SUMMER: dict[str, Json] = {"id": "summer", "start": "5/1", "days": []}
DAYS: Json = [{"id": "all", "periods": PERIODS}]
NOW: dict[str, Json] = {"id": "winter", "start": "11/1", "days": DAYS}


def page(seasons: Json, date: str = "1", **rest: Json) -> Json:
    """Return what the gateway shows after the merge, with these seasons."""
    usual: dict[str, Json] = {"schedule": {"date": date}}
    return {"tariff": {"date": date, "seasons": seasons}} | usual | rest


@pytest.mark.parametrize(
    ("found", "paths"),
    [
        (page([NOW, SUMMER]), []),
        (page([SUMMER, NOW]), []),
        (page([NOW, SUMMER], date="2"), []),
        (page([NOW, SUMMER | {"note": 1}, {"id": "autumn"}], more=1), []),
        # The gateway makes its schedule by itself.
        (page([NOW, SUMMER], schedule={"schedule": {}}), []),
        ({"tariff": {"date": "1", "seasons": [NOW, SUMMER]}}, []),
        (page([NOW | {"start": "1/1"}, SUMMER]), ["tariff.seasons[id=winter].start"]),
        (page([NOW]), ["tariff.seasons[id=summer]"]),
        (page([SUMMER]), ["tariff.seasons[id=winter]"]),
        (
            page([NOW, {"id": "summer", "start": "5/1"}]),
            ["tariff.seasons[id=summer].days"],
        ),
        (
            page([NOW | {"days": []}, SUMMER]),
            ["tariff.seasons[id=winter].days[id=all]"],
        ),
        (
            page([{"start": "11/1"}, {"start": "5/1"}]),
            ["tariff.seasons[id=winter]", "tariff.seasons[id=summer]"],
        ),
        (page(NOW), ["tariff.seasons"]),
        ({"schedule": {}}, ["tariff"]),
    ],
)
def test_what_is_missing(found: Json, paths: list[str]) -> None:
    """What was named has its value, and all else is there with any."""
    merged = merge(PAGE, WINTER, rules_of(TARIFF))
    missing = not_shown(merged, found, rules_of(TARIFF))
    assert [one["path"] for one in missing] == paths


def test_what_was_there_is_shown() -> None:
    """A season that has gone is told with all that it had."""
    merged = merge(PAGE, WINTER, rules_of(TARIFF))
    assert not_shown(merged, page([NOW]), rules_of(TARIFF)) == [
        {"path": "tariff.seasons[id=summer]", "wanted": SUMMER, "found": None}
    ]


@pytest.mark.parametrize("found", [None, "text", [], [1], {}, {"tariff": None}])
def test_another_page(found: Json) -> None:
    """A page that shows something else proves nothing."""
    assert not_shown(merge(PAGE, WINTER), found, rules_of(TARIFF))


def test_a_contact_that_was_sent_alone() -> None:
    """The page shows all of them again, and each has to be there."""
    there: Json = {"dry_contacts": CONTACTS}
    patch: Json = {"dry_contacts": {"id": "NC1", "soc_low": 30}}
    merged = merge(there, patch, rules_of(SETTINGS))
    assert not_shown(merged, merged.whole, rules_of(SETTINGS)) == []
    gone: Json = {"dry_contacts": [{**CONTACTS[0], "soc_low": 30}]}  # type: ignore[dict-item]
    missing = not_shown(merged, gone, rules_of(SETTINGS))
    assert [one["path"] for one in missing] == ["dry_contacts[id=NC2]"]


def test_flags_of_a_meter() -> None:
    """They tell what is the matter with it, and may go."""
    there: Json = [{**one, "statusFlags": ["x"]} for one in METERS]  # type: ignore[dict-item]
    merged = merge(there, {"eid": 2, "state": "enabled"}, rules_of("/ivp/meters"))
    found: Json = [METERS[0], {"eid": 2, "state": "enabled", "statusFlags": []}]
    assert not_shown(merged, found, rules_of("/ivp/meters")) == []
    assert not_shown(merged, found, rules_of("/ivp/other"))


def test_removed_and_added() -> None:
    """What was removed has to be gone, and what was added has to be there."""
    there: Json = {"l": [{"id": 1, "a": 1}], "o": {"a": 1, "b": 2}}
    patch: Json = {"l": [{"id": 2, "a": 3}], "o": {"a": None}}
    merged = merge(there, patch, add=True)
    assert not_shown(merged, merged.whole, rules_of("/x")) == []
    assert not_shown(merged, there, rules_of("/x")) == [
        {"path": "l[id=2]", "wanted": {"id": 2, "a": 3}, "found": None},
        {"path": "o.a", "wanted": None, "found": 1},
    ]


def test_texts_of_a_form() -> None:
    """A form has no types, so texts are compared."""
    page: Json = {"a": 1, "b": True, "c": 5, "d": [1]}
    merged = merge(page, {"a": 2, "b": False, "d": [2]})
    there: Json = {"a": "2", "b": "false", "c": "x", "d": [2]}
    assert not_shown(merged, there, rules_of("/x"), texts=True) == []
    assert len(not_shown(merged, there, rules_of("/x"))) == 2
    assert not_shown(merged, page, rules_of("/x"), texts=True) == [
        {"path": "a", "wanted": "2", "found": "1"},
        {"path": "b", "wanted": "false", "found": "true"},
        {"path": "d[0]", "wanted": "2", "found": "1"},
    ]

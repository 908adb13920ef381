"""Which places a write speaks of, and a document with another value there."""

from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway.merging import (
    names,
    overlap,
    parse_path,
    rules_of,
    with_value,
)

CONTACTS = "/ivp/ensemble/dry_contacts"
STATUS = "dry_contacts[id=NC1].status"
POWER = "/ivp/mod/603980032/mode/power"


@pytest.mark.parametrize(
    ("path", "method", "sent", "endpoint", "wanted"),
    [
        ("a.b", "POST", {"a": {}}, "/x", True),
        ("a.b", "POST", {"c": 1}, "/x", False),
        ("a.b", "PUT", {"c": 1}, "/x", True),
        ("a.b", "POST", {"c": 1}, "/ivp/ss/dpel", True),
        ("schedule.x", "PUT", {"tariff": 1}, "/admin/lib/tariff", False),
        ("a", "DELETE", None, "/x", False),
        ("[id=1].a", "POST", [{"id": 2}], "/x", True),
        (
            "dry_contacts[id=NC1].status",
            "POST",
            {"dry_contacts": {"id": "NC1"}},
            CONTACTS,
            True,
        ),
        (
            "dry_contacts[id=NC1].status",
            "POST",
            {"dry_contacts": {"id": "NC2"}},
            CONTACTS,
            False,
        ),
        (
            "dry_contacts[id=NC1].status",
            "POST",
            {"dry_contacts": [{"id": "NC1"}]},
            CONTACTS,
            True,
        ),
        ("a[id=1].x", "DELETE", {"a": [{"id": 1}]}, "/x", True),
        ("a[id=1].x", "DELETE", {"a": [{"id": 2}]}, "/x", False),
        ("a[id=1].x", "DELETE", {"b": []}, "/x", False),
        ("a[0]", "DELETE", {"a": [1]}, "/x", True),
        ("powerForcedOff", "PUT", {"length": 1, "arr": [1]}, POWER, True),
        ("powerForcedOff", "PUT", {"other": 1}, POWER, False),
    ],
)
def test_names(path: str, method: str, sent: Any, endpoint: str, wanted: bool) -> None:
    """What a write names, it has its say about; what it doesn't, it leaves."""
    place = parse_path(path)
    assert names(place, method, sent, rules_of(endpoint), None) is wanted


@pytest.mark.parametrize(
    ("document", "path", "value", "wanted"),
    [
        ({"a": {"b": 1}}, "a.b", 2, {"a": {"b": 2}}),
        ({"a": {"b": 1}}, "a.b", None, {"a": {}}),
        ({"a": {"b": 1}}, "a.c", 2, {"a": {"b": 1, "c": 2}}),
        ({"a": {"b": 1}}, "c.d", 2, {"a": {"b": 1}}),
        ({"a": [{"id": 1, "x": 1}]}, "a[id=1].x", 2, {"a": [{"id": 1, "x": 2}]}),
        ({"a": [{"id": 1}]}, "a[id=2]", {"id": 2}, {"a": [{"id": 1}, {"id": 2}]}),
        ({"a": [{"id": 1}]}, "a[id=2]", None, {"a": [{"id": 1}]}),
        ({"a": [{"id": 1}, {"id": 2}]}, "a[id=2]", None, {"a": [{"id": 1}]}),
        ({"a": [1, 2]}, "a[1]", 3, {"a": [1, 3]}),
        ({"a": [1]}, "a[1]", 3, {"a": [1]}),
        ({"a": 1}, "a.b", 3, {"a": 1}),
        ({"a": 1}, "", 3, 3),
    ],
)
def test_with_value(document: Any, path: str, value: Any, wanted: Any) -> None:
    """Only that place changes, and the document that was given stays as it is."""
    assert with_value(document, parse_path(path), value) == wanted


def test_overlap() -> None:
    """A place overlaps with itself, with what is in it and what is around it."""
    outer, inner, other = map(parse_path, ("a", "a.b", "a.c"))
    assert overlap(outer, inner)
    assert overlap(inner, outer)
    assert overlap(inner, inner)
    assert not overlap(inner, other)

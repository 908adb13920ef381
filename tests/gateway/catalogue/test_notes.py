"""Notes about what replies mean: sound, true of the replicas, told where they hold."""

from itertools import combinations
import re
from typing import Any

import pytest
from replica_maker.habits import HABITS
import yaml

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    NOTES_FILE,
    Note,
    all_notes,
    catalogue,
    notes_of,
    notes_on_reply,
)
from gateway_simulator import GatewaySimulator, replica_names
from scripts.lib.replica_answers import replicas

from .told import fields_told

NOTES = all_notes()
FILE: dict[str, Any] = yaml.safe_load(NOTES_FILE.read_bytes())
CONFIDENCE = {"seen", "run", "inferred", "reported", "documented"}
RECORDINGS = 37

_WITHOUT_CONDITIONS = re.compile(r"\[\?[^\[\]]*\]")


def _name(note: Note) -> str:
    return f"{note.endpoint} {note.field or note.when or note.time or 'page'}"


def _numbers(version: str | None, otherwise: int) -> list[int]:
    return [*map(int, version.split("."))] if version else [otherwise]


def _shown(note: Note) -> list[str]:
    """Return the replicas that show what a note is about; with habits, too."""
    found = []
    for habit in (None, *(each.name for each in HABITS)):
        for name, replica in replicas(habit).items():
            path = _page(note, replica.pages)
            firmware = replica.software[1:]
            if path is None or not note.is_about(note.endpoint, firmware):
                continue
            if note.holds(_document(path, name, replica), replica.truth["time"]):
                found.append(f"{name} {habit or ''}")
    return found


def _page(note: Note, pages: Any) -> str | None:
    """Return the path under which a replica keeps the page."""
    paths = (note.endpoint, note.endpoint.removesuffix(".json"))
    return next((path for path in paths if path in pages), None)


def _document(path: str, name: str, replica: Any) -> Any:
    return replica.pages[path].content


@pytest.mark.parametrize("note", NOTES, ids=_name)
def test_facts(note: Note) -> None:
    """Each note has its evidence, and is in words for people."""
    known = catalogue().of(note.endpoint)
    assert known
    assert known.readable
    assert note.meaning.endswith(".")
    assert note.meaning[0].isupper() or note.meaning[0].isdigit()
    for text in (note.unit, note.sign, note.fresh, note.taken_for, note.evidence):
        assert text is None or (text and not text.endswith("."))
    assert note.confidence in CONFIDENCE
    assert (note.seen_on is not None) == (note.confidence == "seen")
    assert note.seen_on is None or 1 <= note.seen_on <= RECORDINGS
    assert (note.time is None) == (note.older is None)
    if note.since and note.until:
        assert _numbers(note.since, 0) <= _numbers(note.until, 0)
    assert not (note.unit and note.field is None)


# /info is made when it is asked for; tests/integration/actions/test_notes.py has it.
@pytest.mark.parametrize(
    "note", [note for note in NOTES if note.endpoint != "/info"], ids=_name
)
def test_what_a_note_is_about_is_there(note: Note) -> None:
    """A replica of that firmware shows it, by nature or with a habit."""
    assert _shown(note)


@pytest.mark.parametrize(
    "note",
    [note for note in NOTES if note.field and not (note.when or "?" in note.field)],
    ids=_name,
)
def test_plain_paths_are_there_on_all(note: Note) -> None:
    """Whatever replica has the page has the field, unless a list is empty."""
    for name, replica in replicas().items():
        path = _page(note, replica.pages)
        if path is None or not note.is_about(note.endpoint, replica.software[1:]):
            continue
        content = replica.pages[path].content
        if isinstance(content, bytes):
            continue
        top = note.split[0].partition("[")[0].strip('"')
        rows = content if top in ("", "@") else content.get(top)
        if rows:
            assert note.holders(content), name


def test_notes_do_not_contradict_each_other() -> None:
    """Of one field, no two notes are about the same firmware, or they agree."""
    for one, other in combinations(NOTES, 2):
        if one.endpoint != other.endpoint or not one.field or not other.field:
            continue
        first = max(_numbers(one.since, 0), _numbers(other.since, 0))
        last = min(_numbers(one.until, 999), _numbers(other.until, 999))
        if first > last:
            continue
        assert one.field != other.field, one.field
        plain = [
            _WITHOUT_CONDITIONS.sub("[]", each.field or "") for each in (one, other)
        ]
        if plain[0] == plain[1] and one.unit and other.unit:
            assert one.unit == other.unit, one.field


def test_a_contradiction_is_noticed() -> None:
    """The check of the ranges can fail."""
    one = next(note for note in NOTES if note.since == "8.2.4264" and note.field)
    assert one.is_about(one.endpoint, "8.2.4264")
    assert one.is_about(one.endpoint, "9.0")
    assert not one.is_about(one.endpoint, "8.2.127")
    other = next(
        note for note in NOTES if note.field == one.field and note.until == "8.2.127"
    )
    assert other.is_about(other.endpoint, "8.2.127")
    assert not other.is_about(other.endpoint, "8.2.128")
    assert not other.is_about(other.endpoint, "8.10")


def test_firmware_that_cannot_be_read() -> None:
    """All notes are told, since each says which firmware it means."""
    for odd in ("", "unknown", "8.x", "8" * 400, "8." * 40):
        assert len(list(notes_of("/ivp/ensemble/generator", odd))) == 3
    assert len(list(notes_of("/ivp/ensemble/generator", "8.3.5169"))) == 2


def test_twins() -> None:
    """A page has the notes of its twins, with any query."""
    one, *others = (
        [*notes_of(name, "8.3.5433")]
        for name in ("/production.json", "/production", "/production.json?details=1")
    )
    assert one
    assert others == [one, one]
    assert not [*notes_of("/production/other", "8.3.5433")]


def test_a_page_that_stands_still() -> None:
    """Its own time tells, or numbers that can't be."""
    for endpoint in (
        "/api/v1/production",
        "/api/v1/production/inverters",
        "/ivp/pdm/device_data",
    ):
        still = fields_told("8.3-stale", endpoint)
        assert [one for one in still if "stand" in one or "Likely" in one], endpoint
        assert not [
            one for one in fields_told("8.3-closing", endpoint) if "stand" in one
        ], endpoint


@pytest.mark.parametrize(
    ("name", "endpoint", "field", "told"),
    [
        (
            "7.3",
            "/production.json",
            "consumption[?activeCount == `0`].activeCount",
            True,
        ),
        (
            "7.6",
            "/production.json",
            "consumption[?activeCount == `0`].activeCount",
            False,
        ),
        ("8.3", "/ivp/pdm/device_data", "The list is full. It", True),
        ("8.2", "/ivp/pdm/device_data", "The list is full. It", False),
        ("3.9", "/api/v1/production/inverters", "Rows have no devType", True),
        ("5.0", "/api/v1/production/inverters", "Rows have no devType", False),
        ("8.2-three-phase", "/admin/lib/tariff", "schedule", True),
        ("8.2", "/admin/lib/tariff", "schedule", False),
        ("7.6", "/ivp/ensemble/generator", "present", True),
    ],
)
def test_what_can_be_seen_in_the_reply(
    name: str, endpoint: str, field: str, *, told: bool
) -> None:
    """A note that depends on the reply is told of those that show it alone."""
    assert (field in fields_told(name, endpoint)) is told


NET = "consumption[?measurementType == 'net-consumption'].whLifetime"
WRAPS = "production[?type == 'inverters'].whLifetime"


@pytest.mark.parametrize(
    ("select", "fields"),
    [
        (NET, {NET}),
        ("consumption[1].whLifetime", {NET}),
        ("consumption[0].whLifetime", set()),
        ("production[0].whLifetime", {WRAPS}),
        ("production[0]", {WRAPS, "production[?type == 'inverters'].wNow"}),
        ("sum(production[].whLifetime)", {WRAPS}),
        ("[production, consumption][].whLifetime", {WRAPS, NET}),
        ("{n: consumption[1].whLifetime, x: storage}", {NET}),
        ("max_by(consumption, &whLifetime).wNow", {NET}),
        ("storage[0].whNow", set()),
        ("nothing.of.the.kind", set()),
        ("production[?whLifetime > 'a']", {WRAPS}),
    ],
)
def test_with_select(select: str, fields: set[str]) -> None:
    """Notes are told about fields that the expression reads or hands on."""
    told = {*fields_told("7.6", "/production.json", select)}
    assert {field for field in told if "whLifetime" in field} == {
        field for field in fields if "whLifetime" in field
    }
    assert fields <= told


def test_notes_about_the_page_stay_with_select() -> None:
    """They hold whatever is taken of it."""
    told = fields_told("8.3-stale", "/api/v1/production/inverters", "[].serialNumber")
    assert told == ["The list stands stil"]


@pytest.mark.parametrize("name", replica_names())
def test_no_reply_is_changed_and_none_fails(name: str) -> None:
    """Every page of every replica, and odd ones in their place."""
    documents = GatewaySimulator(name).device.documents
    odd: list[Any] = [None, "text", 7, [], {}, [[]], [None], {"consumption": [1]}, ""]
    for endpoint, document in documents.items():
        before = repr(document)
        for value in [document, *odd]:
            notes_on_reply(endpoint, "8.3.5433", value, at=0.0)
        assert repr(document) == before


def test_what_is_always_zero() -> None:
    """Net consumption counts no days, on any replica."""
    notes = [note for note in NOTES if note.meaning.startswith("Always 0")]
    assert {note.split[1] for note in notes} == {"whToday", "whLastSevenDays"}
    for note in notes:
        shown = [
            entry[note.split[1]]
            for replica in replicas().values()
            if (page := replica.pages.get(note.endpoint))
            for entry in note.holders(page.content)
        ]
        assert shown
        assert set(shown) == {0}


def test_where_a_page_stands_still() -> None:
    """The catalogue names the firmware that the note about it was seen on."""
    (note,) = (
        note for note in NOTES if "Likely this page stands still" in note.meaning
    )
    known = catalogue().of(note.endpoint)
    assert known
    for version in re.findall(r"\d+(?:\.\d+)+", note.evidence):
        assert version in str(known.firmware)


def test_the_file_is_explained() -> None:
    """Each key that is used stands in the head of the file."""
    head = NOTES_FILE.read_text().partition("\nnotes:\n")[0]
    keys = {
        key for part in ("notes", "questions") for item in FILE[part] for key in item
    }
    keys |= {
        key
        for item in FILE["questions"]
        for part in ("answers", "wrong")
        for each in item[part]
        for key in each
    }
    words = {item["confidence"] for item in FILE["notes"]}
    assert words <= CONFIDENCE
    for key in keys | CONFIDENCE:
        assert re.search(rf"\b{key}\b", head), key

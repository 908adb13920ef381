"""Notes about a range of firmware are true of every replica in it.

That one replica shows what a note says is not enough: a range that is stretched too
far would still have that one. So each such note has here what is true of a page then,
by what the replica was made from.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from replica_maker.habits import HABITS

from custom_components.enphase_envoy_raw_data.gateway.catalogue import Note, all_notes
from gateway_simulator.device.views import view
from gateway_simulator.replica import Replica
from scripts.lib.replica_answers import replicas

type Truth = dict[str, Any]
type Claim = Callable[[Any, Truth], bool]

_WRAP_WH = 2**32 // 3600
_WH = 1.0
"""Pages cut what is behind the point."""

ON_REQUEST = ("/info", "/production")
"""How they are labelled, tests/integration/actions/test_notes.py reads."""


def _entry(page: Any, part: str, **wanted: str) -> dict[str, Any]:
    """Return an entry of /production.json."""
    (found,) = (one for one in page[part] if wanted.items() <= one.items())
    entry: dict[str, Any] = found
    return entry


def _kind(page: Any, kind: str) -> dict[str, Any]:
    return _entry(page, "consumption", measurementType=kind)


def _wraps(page: Any, truth: Truth) -> bool:
    made = sum(inverter["lifetime"] for inverter in truth["inverters"])
    shown = _entry(page, "production", type="inverters")["whLifetime"]
    return bool(abs(shown - made % (2**32 / 3600)) <= _WH)


def _flow(page: Any) -> float:
    shown: float = _kind(page, "net-consumption")["whLifetime"]
    return shown


def _is_import(page: Any, truth: Truth) -> bool:
    return bool(abs(_flow(page) - truth["grid"]["imported"]) < _WH)


def _is_net(page: Any, truth: Truth) -> bool:
    grid = truth["grid"]
    net = (grid["imported"] or 0) - (grid["exported"] or 0)
    return bool(abs(_flow(page) - net) < _WH)


def _is_not_the_house(page: Any, truth: Truth) -> bool:
    shown = _kind(page, "total-consumption")["wNow"]
    return bool(shown == truth["grid"]["watts"] != truth["house"]["watts"])


def _total_is_net(page: Any, truth: Truth) -> bool:
    net = truth["grid"]["imported"] - truth["grid"]["exported"]
    shown = _kind(page, "total-consumption")["whLifetime"]
    return bool(abs(shown - net) < _WH)


def _is_no_week(page: Any, _: Truth) -> bool:
    total = _kind(page, "total-consumption")
    return bool(total["whLastSevenDays"] < total["whToday"])


def _is_not_today(page: Any, truth: Truth) -> bool:
    shown = _entry(page, "production", type="eim")["whToday"]
    return bool(shown > truth["production"]["today"])


def _is_lifetime(page: Any, truth: Truth) -> bool:
    shown = _entry(page, "production", type="eim")["whLastSevenDays"]
    return bool(abs(shown - truth["production"]["lifetime"]) < _WH)


IN_ALL = True
"""Not only replies that look so: all replicas in the range have it."""

CLAIMS: dict[tuple[str, str, str], tuple[Claim, bool]] = {
    ("/api/v1/production", "page", "from 7.3.466"): (
        lambda page, truth: page["wattHoursToday"] == 0 < truth["production"]["today"],
        not IN_ALL,
    ),
    ("/api/v1/production/inverters", "page", "up to 4.2.33"): (
        lambda page, _: not any("devType" in row for row in page),
        IN_ALL,
    ),
    ("/api/v1/production/inverters", "[].devType", "from 4.10.35"): (
        lambda page, _: all(row["devType"] in (1, 11) for row in page),
        IN_ALL,
    ),
    ("/production.json", "whLifetime", "7.3.130 to 8.2.127"): (_wraps, IN_ALL),
    ("/production.json", "whLifetime", "up to 4.10.35"): (_is_import, IN_ALL),
    ("/production.json", "whLifetime", "from 7.3.130"): (_is_net, IN_ALL),
    ("/production.json", "whToday", "from 8.3.1598"): (_is_not_today, not IN_ALL),
    ("/production.json", "whLastSevenDays", "from 8.3.1598"): (
        _is_lifetime,
        not IN_ALL,
    ),
    ("/production.json", "whLifetime", "from 8.3.5433"): (_total_is_net, not IN_ALL),
    ("/production.json", "wNow", "from 8.3.5433"): (_is_not_the_house, not IN_ALL),
    ("/production.json", "whLastSevenDays", "from 7.3.130"): (_is_no_week, not IN_ALL),
    ("/ivp/ensemble/generator", "present", "up to 8.2.127"): (
        lambda page, _: page["present"] == 1,
        IN_ALL,
    ),
    ("/ivp/ensemble/generator", "present", "from 8.2.4264"): (
        lambda page, truth: page["present"] == (truth["generator"] is not None),
        IN_ALL,
    ),
    ("/admin/lib/tariff", "schedule", "from 8.2.4286"): (
        lambda page, _: page["schedule"]["reserved_soc"] == 30,
        not IN_ALL,
    ),
}

RANGED = [
    note
    for note in all_notes()
    if (note.since or note.until) and note.endpoint not in ON_REQUEST
]


def _key(note: Note) -> tuple[str, str, str]:
    field = note.field or "page"
    short = field if "?" not in field else note.split[1]
    return note.endpoint, short, note.firmware


def _in_range(note: Note, habit: str | None) -> Iterator[tuple[Replica, Any]]:
    """Yield the replicas of a note's firmware that have its page, and what it shows."""
    for replica in replicas(habit).values():
        if note.endpoint in replica.pages and note.is_about(
            note.endpoint, replica.software[1:]
        ):
            documents = {path: page.content for path, page in replica.pages.items()}
            now = datetime.fromtimestamp(replica.truth["time"], UTC)
            yield replica, view(note.endpoint, {}, documents, now)


@pytest.mark.parametrize("note", RANGED, ids=lambda note: " ".join(_key(note)))
def test_a_range_is_true(note: Note) -> None:
    """What a note says is so wherever it is told, by nature or with a habit."""
    claim, in_all = CLAIMS[_key(note)]
    tried = 0
    for habit in (None, *(each.name for each in HABITS)):
        for replica, content in _in_range(note, habit):
            told = note.holds(content, replica.truth["time"])
            if habit is None and in_all and not _has_none(note, content):
                assert told, replica.software
            # Zeros of a start are no numbers that a note could be about.
            if told and (habit is None or not in_all):
                assert claim(content, replica.truth), (replica.software, habit)
                tried += 1
    assert tried


def _has_none(note: Note, content: Any) -> bool:
    """Return whether a page lacks what a note is about, such as a meter."""
    return "consumption" in (note.field or "") and "consumption" not in content


def test_ac_batteries_hide_nothing() -> None:
    """A list of inverters that stands still does so with reports of AC batteries."""
    (note,) = (
        note for note in all_notes() if note.meaning.startswith("The list stands still")
    )
    still = replicas("stands-still")
    assert {"8.2-three-phase", "8.3"} <= still.keys()
    for name, replica in still.items():
        rows = replica.pages[note.endpoint].content
        assert note.holds(rows, replica.truth["time"]), name


def test_every_range_has_a_claim() -> None:
    """A new note with a range needs one, and none is left over."""
    assert {_key(note) for note in RANGED} == CLAIMS.keys()
    assert len(RANGED) == len(CLAIMS)


def test_a_range_that_is_too_wide_is_noticed() -> None:
    """The claim about energy that starts anew is not true of firmware 8.3."""
    claim, _ = CLAIMS["/production.json", "whLifetime", "7.3.130 to 8.2.127"]
    replica = replicas()["8.3"]
    content = replica.pages["/production.json"].content
    assert _entry(content, "production", type="inverters")["whLifetime"] > _WRAP_WH
    assert not claim(content, replica.truth)

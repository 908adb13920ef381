"""Notes about whole objects, and about fields of one habit: told with each of them."""

import pytest

from .told import fields_told, notes_told

OFF = "consumption[?activeCount == `0`].activeCount"
DEAD = "[?timestamp == `0`].timestamp"
GONE = "values(@)[?active == `false`].active"
TODAY = "sum(channels[].wattHours.today)"


@pytest.mark.parametrize(
    ("name", "endpoint", "field", "select", "told"),
    [
        ("7.3", "/production.json", OFF, "consumption[0].whToday", True),
        ("7.3", "/production.json", OFF, "sum(consumption[].whLifetime)", True),
        ("7.3", "/production.json", OFF, "production[0].wNow", False),
        (
            "7.3",
            "/production.json",
            OFF,
            "consumption[?activeCount > `0`] | [0].wNow",
            False,
        ),
        ("8.3-stale", "/ivp/meters/readings", DEAD, "[].activePower", True),
        ("8.3-stale", "/ivp/meters/readings", DEAD, "[].channels[].voltage", True),
        ("8.3-stale", "/ivp/meters/readings", DEAD, "[0].activePower", False),
        (
            "8.3-stale",
            "/ivp/meters/readings",
            DEAD,
            "[?timestamp > `0`].activePower",
            False,
        ),
        (
            "8.3-stale",
            "/ivp/pdm/device_data",
            GONE,
            f"values(@)[?devName == 'pcu'].{{serial: sn, today: {TODAY}}}",
            True,
        ),
        (
            "8.3-stale",
            "/ivp/pdm/device_data",
            GONE,
            f"values(@)[?devName == 'pcu' && active].{{serial: sn, today: {TODAY}}}",
            False,
        ),
        (
            "8.3-stale",
            "/ivp/pdm/device_data",
            GONE,
            "length(values(@)[?devName == 'pcu'])",
            True,
        ),
        (
            "8.3-stale",
            "/ivp/pdm/device_data",
            GONE,
            "length(values(@)[?devName == 'pcu' && active])",
            False,
        ),
    ],
)
def test_notes_about_whole_objects(
    *, name: str, endpoint: str, field: str, select: str, told: bool
) -> None:
    """They are told with any field of it, but not to who has left the object out."""
    assert (field in fields_told(name, endpoint, select)) is told


def test_an_inverter_that_never_reported() -> None:
    """Whoever takes its power hears that it means nothing."""
    field = "[?lastReportDate == `0`].lastReportDate"
    for select, told in (
        ("[].lastReportWatts", True),
        ("[?lastReportDate > `0`].lastReportWatts", False),
    ):
        notes = notes_told(
            "8.2", "/api/v1/production/inverters", select, "inverter-unheard"
        )
        assert (field in [note.field for note in notes]) is told


@pytest.mark.parametrize(
    ("name", "endpoint", "select", "word"),
    [
        ("8.3-stale", "/production.json", "production[1].whLastSevenDays", "lifetime"),
        ("8.3-stale", "/production.json", "consumption[0].whLifetime", "net"),
        ("8.2", "/ivp/livedata/status", "meters.grid.agg_p_mw", "thousandths"),
        ("8.2", "/ivp/livedata/status", "meters.pv.agg_p_mw", "thousandths"),
        (
            "8.2",
            "/ivp/ss/dry_contact_settings",
            "dry_contacts[?manual_override].id",
            "compare",
        ),
    ],
)
def test_fields_with_the_same_habit(
    name: str, endpoint: str, select: str, word: str
) -> None:
    """What is true of a field is told of the others of which it is true as well."""
    notes = notes_told(name, endpoint, select)
    assert [note for note in notes if word in note.meaning]


def test_an_inverter_that_fell_silent() -> None:
    """Whoever takes its power hears how old it is, and nobody else does."""
    page = "/api/v1/production/inverters"
    for select, habit, told in (
        ("[].lastReportWatts", "inverter-silent", True),
        ("[].serialNumber", "inverter-silent", False),
        ("[].lastReportWatts", None, False),
        ("[].lastReportWatts", "inverter-unheard", False),
    ):
        notes = notes_told("8.2", page, select, habit)
        assert any("more than a day" in note.meaning for note in notes) is told

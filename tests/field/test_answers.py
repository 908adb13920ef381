"""The answers of what-replies-mean at made gateways: right, or none.

What is right is worked out here from the documents alone, by what is known of real
gateways, and not by the expressions that are tried.
"""

from collections.abc import Callable
import time
from typing import Any, Final

from homeassistant.core import HomeAssistant
import pytest

from scripts.lib.questions import METERS, questions
from tests.integration.helpers import call
from tests.writes.support import outcome

from .gateway import MadeGateway
from .test_reads import load_as_installer
from .values import PRODUCTION_METER

type Documents = dict[str, Any]

_HOUR: Final = 3600
_VOLTS_OF_A_PHASE: Final = 50


def _rows(found: Any) -> list[Any]:
    """Return a list of rows; an empty one for anything else."""
    return found if isinstance(found, list) else []


def _young(at: Any, oldest: float = _HOUR) -> bool:
    """Return whether a time is of the last hour."""
    return isinstance(at, int | float) and time.time() - at <= oldest


def _row(docs: Documents, page: str, part: str, **wanted: Any) -> Any:
    """Return the first row of a part of a page with these values; None if none."""
    document = docs.get(page)
    rows = document.get(part) if isinstance(document, dict) and part else document
    for row in _rows(rows):
        if all(row.get(key) == value for key, value in wanted.items()):
            return row
    return None


def _meter(docs: Documents) -> Any:
    """Return what the production meter reads; None if it doesn't."""
    row = _row(docs, "/ivp/meters/readings", "", eid=PRODUCTION_METER)
    return row if row and row["timestamp"] and _young(row["timestamp"]) else None


def _panels(docs: Documents) -> list[Any]:
    """Return the rows of the panels; firmware before 4.10 doesn't say what they are."""
    rows = _rows(docs.get("/api/v1/production/inverters"))
    return [row for row in rows if row.get("devType", 1) == 1]


def _newest(rows: list[Any]) -> Any:
    """Return when the last one has reported."""
    return max((row["lastReportDate"] for row in rows), default=None)


def _solar_now(docs: Documents) -> list[Any]:
    """Return the power of the meter, or else of all panels."""
    if meter := _meter(docs):
        return [meter["activePower"]]
    panels = _panels(docs)
    if panels and _young(_newest(panels)):
        return [sum(row["lastReportWatts"] for row in panels)]
    return []


def _net(docs: Documents) -> Any:
    """Return what passes the house connection; None without a meter for it."""
    row = _row(
        docs, "/production.json", "consumption", measurementType="net-consumption"
    )
    # A meter that isn't there has values, too.
    is_there = row and row["activeCount"] > 0 and _young(row["readingTime"])
    return row["wNow"] if is_there else None


def _grid_reading(docs: Documents) -> Any:
    """Return the sum over the phases of the house connection, by another page."""
    rows = _rows(docs.get("/ivp/meters/gridReading"))
    channels = rows[0]["channels"] if rows else []
    real = [one for one in channels if one["voltage"] > _VOLTS_OF_A_PHASE]
    return sum(one["activePower"] for one in real) if real else None


def _export(docs: Documents) -> list[Any]:
    """Return what is fed in: the negative part."""
    values = [_net(docs), _grid_reading(docs)]
    return [abs(min(value, 0)) for value in values if value is not None]


def _import(docs: Documents) -> list[Any]:
    """Return what is taken: the positive part."""
    values = [_net(docs), _grid_reading(docs)]
    return [max(value, 0) for value in values if value is not None]


def _house(docs: Documents) -> list[Any]:
    """Return what the house uses, unless the page has the net for it."""
    row = _row(
        docs, "/production.json", "consumption", measurementType="total-consumption"
    )
    if not row or row["activeCount"] <= 0 or not _young(row["readingTime"]):
        return []
    net = _row(
        docs, "/production.json", "consumption", measurementType="net-consumption"
    )
    is_net = net and net["activeCount"] > 0 and net["wNow"] == row["wNow"]
    return [] if is_net else [row["wNow"]]


def _battery(docs: Documents) -> list[Any]:
    """Return the charge of all batteries together, if there is any."""
    document = docs.get("/ivp/ensemble/secctrl")
    if isinstance(document, dict) and document.get("Max_energy", 0) > 0:
        return [document["agg_soc"]]
    return []


def _battery_power(docs: Documents) -> list[Any]:
    """Return the sum over the batteries."""
    document = docs.get("/ivp/ensemble/power")
    rows = document.get("devices:") if isinstance(document, dict) else None
    return [sum(row["real_power_mw"] for row in rows)] if rows else []


def _lifetime(docs: Documents) -> list[Any]:
    """Return the energy of the meter, or of the panels where no meter is."""
    row = _row(docs, "/ivp/meters/readings", "", eid=PRODUCTION_METER)
    if row and row["actEnergyDlvd"] > 0 and _young(row["timestamp"]):
        return [row["actEnergyDlvd"]]
    page = docs.get("/api/v1/production")
    if isinstance(page, dict) and not _rows(docs.get("/ivp/meters")):
        newest = _newest(_panels(docs))
        if _young(newest, 86400) and page["wattHoursLifetime"] > 0:
            return [page["wattHoursLifetime"]]
    return []


def _panels_now(docs: Documents) -> list[Any]:
    """Return the power of each panel that has reported within the hour."""
    panels = _panels(docs)
    if not (panels and _young(_newest(panels))):
        return []
    return [
        [
            {"serial": row["serialNumber"], "watts": row["lastReportWatts"]}
            for row in panels
            if _young(row["lastReportDate"])
        ]
    ]


def _grid(docs: Documents) -> list[Any]:
    """Return where the main relay is: not where it was told to be."""
    for group in _rows(docs.get("/ivp/ensemble/inventory")):
        if group["type"] == "ENPOWER" and group["devices"]:
            first = group["devices"][0]
            is_young = _young(first.get("last_rpt_date"))
            return [first["mains_oper_state"] == "closed"] if is_young else []
    return []


def _phases(docs: Documents) -> list[Any]:
    """Return the voltages of the phases that there are."""
    meter = _row(docs, "/ivp/meters/readings", "", eid=PRODUCTION_METER)
    channels = [
        one
        for one in (meter["channels"] if meter else [])
        if one["voltage"] > _VOLTS_OF_A_PHASE
    ]
    if channels and _young(channels[0]["timestamp"]):
        return [[one["voltage"] for one in channels]]
    return []


def _flag(page: str, key: str) -> Callable[[Documents], list[Any]]:
    """Return what gives a flag of a page."""

    def found(docs: Documents) -> list[Any]:
        document = docs.get(page)
        return [document[key]] if isinstance(document, dict) and key in document else []

    return found


def _generator(docs: Documents) -> list[Any]:
    """Return whether its relay is closed, which is `close` here."""
    document = docs.get("/ivp/ensemble/generator")
    if isinstance(document, dict) and document.get("oper_state"):
        return [document["oper_state"] == "close"]
    return []


RIGHT: Final[dict[str, Callable[[Documents], list[Any]]]] = {
    "How much solar power is there now?": _solar_now,
    "How much do I export now?": _export,
    "How much do I take from the grid now?": _import,
    "How much does the house use now?": _house,
    "How much solar energy was made so far?": _lifetime,
    "How much does each panel give?": _panels_now,
    "How full is the battery?": _battery,
    "How much does the battery give now?": _battery_power,
    "Is the grid connected?": _grid,
    "Which voltage has each phase?": _phases,
    "Is an export limit active?": _flag("/ivp/ss/pel_settings", "PEL"),
    "Is solar output limited?": _flag("/ivp/sc/pvlimit", "enable"),
    "Does the generator run?": _generator,
}
"""What may be answered, by the question; nothing may always be."""

_LATER: Final = {
    "How much solar energy was made today?",
    "How much did each panel make today?",
    "How much energy was taken from the grid so far?",
    "How much energy was exported so far?",
    "Is a dynamic limit active?",
}
"""Questions whose pages were recorded once or never; they are tried with replicas."""


def test_each_question_is_judged() -> None:
    """A new one needs a way to be worked out."""
    assert {one.question for one in questions()} == RIGHT.keys() | _LATER


@pytest.fixture(params=range(1, 4))
def seed(request: pytest.FixtureRequest) -> int:
    """Return what values are drawn from: more often than elsewhere."""
    return int(request.param)


async def test_right_or_none(hass: HomeAssistant, made: MadeGateway) -> None:
    """No question gets a number that is wrong."""
    entry = await load_as_installer(hass, made)
    docs = {one: page.value for one, page in made.pages.items() if page.is_document}
    if "/production" in docs and made.token_login:
        # From firmware 7 on, pages answer under a name with a suffix, too.
        docs.setdefault("/production.json", docs["/production"])
    if made.firmware == "7.3.130":
        docs = {one: value for one, value in docs.items() if "/ivp/" not in one}
    asked = [METERS, *(read for one in questions() for read in one.reads)]
    found: dict[tuple[str, str], Any] = {}
    for endpoint, select in dict.fromkeys(asked):
        reply = await outcome(
            call(
                hass,
                "read_data",
                config_entry_id=entry.entry_id,
                endpoint=endpoint,
                select=select,
                max_age=600,
            )
        )
        found[endpoint, select] = None if isinstance(reply, str) else reply[endpoint]
    for question in questions():
        if question.question in _LATER:
            continue
        value = question.answered(lambda *read: found[read], time.time())
        allowed = RIGHT[question.question](docs)
        assert value is None or value in allowed, (question.question, value, allowed)
        if allowed and made.firmware != "7.3.130":
            assert value is not None, (question.question, allowed)

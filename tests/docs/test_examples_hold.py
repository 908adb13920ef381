"""Examples that people copy hold on every gateway, not only on the one shown."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
import re
from typing import Any, override

from homeassistant.util.yaml import parse_yaml
import pytest

from custom_components.enphase_envoy_raw_data.gateway import Selection
from scripts.lib.questions import questions
from scripts.lib.replica_answers import replicas

from .pages import Example, examples

READ = "enphase_envoy_raw_data.read_data"
INVERTERS = "/api/v1/production/inverters"
WITH_AC_BATTERIES = ("8.2-three-phase", "8.3")

LANGUAGE_PAGE = "select.md"
"""Shows how expressions are written, by slips and their right form, as short as can be.

It says that it isn't about what fields mean.
"""

GUARDS = {
    "wattsNow": None,
    "wattHoursToday": "wattHoursLifetime > `0` &&",
    "wattHoursLifetime": "wattHoursLifetime > `0` &&",
    "agg_soc": "Max_energy > `0` &&",
    "actEnergyDlvd": "actEnergyDlvd > `0`",
    "whDlvdCum": "rmsVoltage > `50`",
    "whRcvdCum": "rmsVoltage > `50`",
}
"""What stands before a field that is kept, or None for one that never is."""

METERED = ["/ivp/meters/readings", "/ivp/meters/reports", "/production.json"]
ZEROED = {
    "meters-off": METERED,
    "just-started": [*METERED, INVERTERS, "/api/v1/production"],
}
"""Pages that have nothing but zeros with a habit."""

_TEMPLATE = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, kw_only=True)
class Read:
    """A call of read_data in an example, or the inputs of a blueprint for one."""

    example: Example
    data: dict[str, Any]
    step: dict[str, Any]

    @property
    def endpoints(self) -> list[str]:
        """Return what is read."""
        named = self.data.get("endpoint", [])
        return [named] if isinstance(named, str) else [*named]

    @override
    def __str__(self) -> str:
        """Return a name for the test."""
        return f"{self.example} {' '.join(self.endpoints)}"


def _objects(part: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in a part of an example."""
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _objects(value)
    elif isinstance(part, list):
        for item in part:
            yield from _objects(item)


EXAMPLES = [
    (example, [*_objects(parse_yaml(example.block.text))]) for example in examples()
]
READS = [
    Read(example=example, data=part["data"], step=part)
    for example, parts in EXAMPLES
    for part in parts
    if part.get("action") == READ
] + [
    Read(example=example, data=part["input"], step=part)
    for example, parts in EXAMPLES
    for part in parts
    if "endpoint" in part.get("input", {})
]
SENSORS = [
    (example, part)
    for example, parts in EXAMPLES
    for part in parts
    if "triggers" in part and "sensor" in part
]
KEEPING = [
    example
    for example, parts in EXAMPLES
    if any(
        {"sensor", "select_all"} & part.keys()
        or str(part.get("action")).endswith(".set_value")
        or str(part.get("path")).endswith(("value_sensor.yaml", "value_to_helper.yaml"))
        for part in parts
    )
]
"""Examples that make a sensor, keep a value in a helper, or take a sum."""

OF_INVERTERS = [
    read
    for read in READS
    if INVERTERS in read.endpoints
    and {"select", "select_all"} & read.data.keys()
    and read.example.block.page.name != LANGUAGE_PAGE
]


def _chosen(read: Read, page: str, content: Any, now: float = 0) -> Any:
    """Return what a read makes of a page's content, of two gateways if of all."""
    chosen = content
    if select := read.data.get("select"):
        chosen = _search(select, content, now)
    if select_all := read.data.get("select_all"):
        whole = {name: {page: chosen} for name in ("one", "other")}
        chosen = _search(select_all, whole, now)
    return chosen


def _search(expression: str, document: Any, now: float) -> Any:
    """Return what an expression takes of a document; its templates are an hour ago."""
    plain = _TEMPLATE.sub(str(int(now - 3600)), expression)
    return Selection.parse(plain, parse_xml=False).of(document)


@pytest.mark.parametrize("name", WITH_AC_BATTERIES)
@pytest.mark.parametrize("read", OF_INVERTERS, ids=str)
def test_ac_batteries_are_no_panels(read: Read, name: str) -> None:
    """An expression over the inverters gives the same without the AC batteries."""
    replica = replicas()[name]
    rows: Any = deepcopy(replica.pages[INVERTERS].content)
    panels = [row for row in rows if row["devType"] == 1]
    assert len(panels) < len(rows)
    for row in rows:
        if row["devType"] != 1:
            row["lastReportWatts"] = 0
    now = replica.truth["time"]
    assert _chosen(read, INVERTERS, rows, now) == _chosen(read, INVERTERS, panels, now)


@pytest.mark.parametrize(
    "read", [read for read in OF_INVERTERS if "min_by" in str(read.data)], ids=str
)
def test_silent_panels_are_not_the_weakest(read: Read) -> None:
    """What a panel said hours ago is no power of now."""
    replica = replicas()["8.2"]
    rows: Any = deepcopy(replica.pages[INVERTERS].content)
    rows[0] |= {"lastReportDate": rows[0]["lastReportDate"] - 7200}
    rows[0] |= {"lastReportWatts": 0}
    now = replica.truth["time"]
    assert _chosen(read, INVERTERS, rows, now) == _chosen(
        read, INVERTERS, rows[1:], now
    )
    for row in rows:
        row["lastReportDate"] = 0
    assert _chosen(read, INVERTERS, rows, now) is None


@pytest.mark.parametrize(
    "read",
    [read for read in READS if "sum(" in str(read.data.get("select_all"))],
    ids=str,
)
def test_a_sum_is_whole(read: Read) -> None:
    """A gateway without a value makes the sum none, and not a smaller one."""
    (page,) = read.endpoints
    content = replicas()["8.2"].pages[page].content
    one = _search(read.data["select"], content, 0)
    assert isinstance(one, int | float)
    for other, total in ((one, 2 * one), (0, one), (None, None)):
        whole = {"one": {page: one}, "other": {page: other}}
        assert _search(read.data["select_all"], whole, 0) == total


@pytest.mark.parametrize(("example", "sensor"), SENSORS, ids=str)
def test_sensors_are_honest(example: Example, sensor: dict[str, Any]) -> None:
    """A read that fails ends no template, and leaves no old value in a sensor."""
    reads = [read for read in READS if read.step in sensor["actions"]]
    assert reads, example
    for read in reads:
        assert read.step.get("continue_on_error") is True
        # Of a sum, no part may be missing.
        whole = "select_all" in read.data
        assert read.data.get("continue_on_error", False) is not whole
        assert sensor["variables"][read.step["response_variable"]] == {}
    for one in sensor["sensor"]:
        assert one["availability"]


def test_there_are_sensors() -> None:
    """Nothing is proven if none is found."""
    pages = {example.block.page.name for example, _ in SENSORS}
    assert {"recipes.md", "fleet.md", "migrating.md"} <= pages


@pytest.mark.parametrize("example", KEEPING, ids=str)
def test_what_is_kept_is_guarded(example: Example) -> None:
    """No zero of a start, and nothing that means something else, is kept."""
    text = " ".join(example.block.text.split())
    for field, guard in GUARDS.items():
        if field in text:
            assert guard, f"{field} is not what it looks like"
            assert guard in text, field


@pytest.mark.parametrize(
    ("read", "habit", "page"),
    [
        (read, habit, page)
        for read in READS
        if read.example in KEEPING and "select" in read.data
        for habit, pages in ZEROED.items()
        for page in {*pages} & {*read.endpoints}
    ],
    ids=str,
)
def test_zeros_are_no_value(read: Read, habit: str, page: str) -> None:
    """What a start, or a meter that is off, leaves on a page is not kept."""
    chosen = _chosen(read, page, replicas(habit)["8.2"].pages[page].content)
    if isinstance(chosen, dict):
        chosen = chosen["value"]
    assert chosen is None


def test_guards_are_those_of_the_answers() -> None:
    """What looks right and is wrong has a guard here, or is no answer at all."""
    answers = [answer.select for each in questions() for answer in each.answers]
    for field, guard in GUARDS.items():
        using = [select for select in answers if field in select]
        assert all(guard and guard in select for select in using), field
        assert bool(using) is bool(guard), field

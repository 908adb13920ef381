"""The questions of docs/what-replies-mean.md, asked in Home Assistant."""

from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from replica_maker.habits import HABITS
from replica_maker.site import SITES

from gateway_simulator import GatewaySimulator, replica_names
from scripts.lib.meaning_page import PAGE, page
from scripts.lib.questions import METERS, Question, questions
from scripts.lib.replica_answers import caught_on, lay_habit, replicas, verdict
from tests.integration.helpers import call, load

from .pages import section, table

QUESTIONS = questions()
CASES = [(name, "") for name in replica_names()] + [
    # One of each habit through Home Assistant; the others below, without it.
    (next(site.name for site in reversed(SITES) if habit.fits(site)), habit.name)
    for habit in HABITS
]


def test_the_page_is_fresh() -> None:
    """If this fails, run scripts/endpoints."""
    assert PAGE.read_text() == page()


def _served(name: str, habit: str, folder: Path) -> GatewaySimulator:
    """Return a replica, perhaps with a habit."""
    if not habit:
        return GatewaySimulator(name)
    lay_habit(habit, name, folder)
    return GatewaySimulator(folder)


@pytest.mark.parametrize(("name", "habit"), CASES)
async def test_answers_in_home_assistant(
    hass: HomeAssistant, name: str, habit: str, tmp_path: Path
) -> None:
    """No answer is wrong, and it is what the page says."""
    async with _served(name, habit, tmp_path) as gateway:
        entry = await load(hass, gateway)
        reads = dict.fromkeys(
            [METERS, *(read for each in QUESTIONS for read in each.reads)]
        )
        answers: dict[tuple[str, str], Any] = {}
        for endpoint, select in reads:
            reply = await call(
                hass,
                "read_data",
                config_entry_id=entry.entry_id,
                endpoint=endpoint,
                select=select,
                continue_on_error=True,
                from_cache=True,
            )
            answers[endpoint, select] = reply.get(endpoint)
        account = "owner" if gateway.token_login else "installer"
        for question in QUESTIONS:
            value = question.answered(
                lambda *read: answers[read], gateway.truth["time"]
            )
            said = question.judged(value, gateway.truth)
            assert said != "wrong", question.question
            replica = replicas(habit or None)[name]
            assert said == verdict(question, replica, account), question.question


@pytest.mark.parametrize("habit", [None, *(habit.name for habit in HABITS)])
@pytest.mark.parametrize("role", ["owner", "installer"])
def test_no_answer_is_wrong(habit: str | None, role: str) -> None:
    """Not on any replica, whatever habit it has."""
    said = {
        (question.question, name): verdict(question, replica, role)
        for question in QUESTIONS
        for name, replica in replicas(habit).items()
    }
    assert said
    assert [case for case, word in said.items() if word == "wrong"] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.question)
def test_every_question_is_answered(question: Question) -> None:
    """Somewhere it is, and what looks right beside it is wrong somewhere."""
    words = {verdict(question, one, "installer") for one in replicas().values()}
    assert "right" in words
    assert question.wrong
    for trap in question.wrong:
        assert caught_on(question, trap), trap.select


def test_the_house_at_night() -> None:
    """While nothing is made, what the house uses is what comes in, on any firmware."""
    (house,) = (one for one in QUESTIONS if "house use" in one.question)
    said = {
        name: verdict(house, replica)
        for name, replica in replicas("night").items()
        if replica.truth["house"]
    }
    assert len(said) > 1
    assert set(said.values()) == {"right"}


@pytest.mark.parametrize("habit", ["inverter-silent", "inverter-unheard"])
def test_a_panel_that_does_not_report(habit: str) -> None:
    """What it gave once is no answer, and the other panels have theirs."""
    (panels,) = (one for one in QUESTIONS if "each panel give" in one.question)
    said = {verdict(panels, one, "installer") for one in replicas(habit).values()}
    assert said == {"right", "none"}


def test_a_wrong_answer_is_noticed() -> None:
    """The judge tells numbers, lists, truth and nothing apart."""
    by_name = {question.question: question for question in QUESTIONS}
    export = by_name["How much do I export now?"]
    truth: dict[str, Any] = {"grid": {"export_watts": 100.0, "connected": True}}
    assert export.judged(100.4, truth) == "right"
    assert export.judged(102.0, truth) == "wrong"
    assert export.judged("100", truth) == "wrong"
    assert export.judged(None, truth) == "none"
    assert export.judged(0, {"grid": {"export_watts": None}}) == "wrong"
    assert export.judged(0, {"grid": None}) == "wrong"
    grid = by_name["Is the grid connected?"]
    assert grid.judged(True, truth) == "right"
    assert grid.judged(1, truth) == "wrong"
    panels = by_name["How much did each panel make today?"]
    right: list[Any] = [{"serial": "2", "today": 6}, {"serial": "1", "today": 5}]
    today: dict[str, Any] = {"inverters": right[::-1]}
    assert panels.judged(right, today) == "right"
    assert panels.judged(right[:1], today) == "wrong"
    assert panels.judged([right[0], {"serial": "1", "today": 9}], today) == "wrong"


def test_the_tables_tell_it() -> None:
    """The page has every question and replica, and not one wrong answer."""
    tried = section(PAGE, "## Tried on every replica")
    rows = table(tried)
    assert [row["Question"] for row in rows] == [each.question for each in QUESTIONS]
    for row in rows:
        assert {*row.values()} - {row["Question"]} <= {"right", "none"}
        assert [*row][1:] == [f"`{name}`" for name in replica_names()]
    habits = table(tried.partition("Then habits")[2])
    assert [row["Habit"] for row in habits] == [f"`{habit.name}`" for habit in HABITS]
    assert {row["Wrong"] for row in habits} == {"0"}
    assert all(int(row["Right"]) > 0 for row in habits)

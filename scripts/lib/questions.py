"""The questions of what-replies-mean, and whether an answer to one is right.

What was read is handed in, so that a script can look into a replica's files, and a
test can ask through Home Assistant.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import jmespath
import yaml

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.catalogue import NOTES_FILE

METERS = ("/ivp/meters", "[0].eid")
"""What tells whether a gateway has meters; it may be without an answer."""

# Powers and energies are compared to one unit: gateways cut and round.
_NEAR = 1.0

type Read = Callable[[str, str], Json]
"""Gives what an expression makes of an endpoint's reply; None without one."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A page and an expression that answer a question."""

    endpoint: list[str]
    select: str
    meters: bool | None = None
    oldest: int | str | None = None


@dataclass(frozen=True, kw_only=True)
class Trap:
    """What looks like an answer, and isn't one."""

    endpoint: str
    select: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with its answers, the first that gives a value being right."""

    question: str
    unit: str
    truth: str
    times: float = 1
    none: str
    answers: list[Answer]
    wrong: list[Trap]

    @property
    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield the endpoints and expressions of the answers."""
        for answer in self.answers:
            for endpoint in answer.endpoint:
                yield endpoint, answer.select

    def answered(self, read: Read, now: float) -> Json:
        """Return what the answers say at a time; None for none."""
        for answer in self.answers:
            if answer.meters not in (None, read(*METERS) is not None):
                continue
            found: dict[str, Json] = {}
            for endpoint in answer.endpoint:
                part = read(endpoint, answer.select)
                if isinstance(part, dict):
                    found |= {k: v for k, v in part.items() if v is not None}
            if found.get("value") is not None and _is_fresh(found, answer, now):
                return _without_old(found["value"], answer, now)
        return None

    def judged(self, value: Json, truth: dict[str, Json]) -> str:
        """Return `right`, `none` or `wrong`, by what is true of a site."""
        if value is None:
            return "none"
        try:
            true = jmespath.search(self.truth, truth)
        except jmespath.exceptions.JMESPathError:
            true = None
        return "right" if true is not None and self._same(value, true) else "wrong"

    def _same(self, value: Json, true: Json) -> bool:
        """Return whether a value is the true one, in the page's unit."""
        if isinstance(true, list):
            return (
                isinstance(value, list)
                and len(value) == len(true)
                and all(map(self._same, _sorted(value), _sorted(true), strict=True))
            )
        if isinstance(true, dict):
            return (
                isinstance(value, dict)
                and value.keys() == true.keys()
                and all(self._same(value[key], true[key]) for key in true)
            )
        if isinstance(true, bool) or isinstance(value, bool):
            return value is true
        if isinstance(true, int | float):
            return (
                isinstance(value, int | float)
                and abs(value - true * self.times) < _NEAR * self.times
            )
        return bool(value == true)


def questions() -> list[Question]:
    """Return the questions."""
    return [
        Question(
            **item
            | {
                "answers": [Answer(**answer) for answer in item["answers"]],
                "wrong": [Trap(**trap) for trap in item["wrong"]],
            }
        )
        for item in yaml.safe_load(NOTES_FILE.read_bytes())["questions"]
    ]


def _sorted(items: list[Json]) -> list[Json]:
    """Return objects in an order of their own, and other things as they are."""
    if all(isinstance(item, dict) for item in items):
        return sorted(items, key=str)
    return items


def _without_old(value: Json, answer: Answer, now: float) -> Json:
    """Return a value without what its own time shows to be too old, and without times.

    Only parts of a list have a time of their own.
    """
    if not isinstance(value, list):
        return value
    return [
        {k: v for k, v in item.items() if k != "at"} if isinstance(item, dict) else item
        for item in value
        if not (isinstance(item, dict) and "at" in item) or _is_fresh(item, answer, now)
    ]


def _is_fresh(found: dict[str, Json], answer: Answer, now: float) -> bool:
    """Return whether an answer is young enough, or doesn't need to be."""
    if answer.oldest is None:
        return True
    at = found.get("at")
    if not isinstance(at, int | float):
        return False
    if answer.oldest == "day":
        days = [datetime.fromtimestamp(time, UTC).date() for time in (at, now)]
        return days[0] == days[1]
    return bool(now - at <= int(answer.oldest))

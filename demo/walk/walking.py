"""The walk: call after call, each held against what its answer should be."""

from textwrap import fill
import time
from typing import Any, Protocol

from ..gateway import Gateway
from ..home import DOMAIN, ApiError, Json
from .report import Report
from .steps import Answer, Step, UnexpectedError, steps
from .yaml_text import WIDTH, as_yaml, shortened


class Actions(Protocol):
    """The one thing that the walk needs from Home Assistant."""

    async def call_action(self, domain: str, action: str, data: Json) -> Any:
        """Call an action and return its response, or raise ApiError."""


def as_written(step: Step) -> str:
    """Return a call as it stands in an automation or script."""
    call: Json = {"action": f"{DOMAIN}.{step.action}", "data": step.data}
    if step.variable is not None:
        call["response_variable"] = step.variable
    return as_yaml(call)


async def walk(
    actions: Actions, gateway: Gateway, entry_id: str, report: Report
) -> int:
    """Take all steps and return how many answers were not as expected."""
    failures = 0
    answers: list[Answer] = []
    todo = steps(gateway, entry_id)
    gateway.news()
    for number, step in enumerate(todo, start=1):
        report.section(f"{number}/{len(todo)}  {step.title}")
        report.text(step.why)
        report.block("Call", as_written(step))
        started = time.monotonic()
        answer = await _take(step, actions, gateway)
        _show(answer, time.monotonic() - started, report)
        try:
            report.success(step.check(answer, answers))
        except UnexpectedError as err:
            report.failure(str(err))
            failures += 1
        answers.append(answer)
    return failures


async def _take(step: Step, actions: Actions, gateway: Gateway) -> Answer:
    """Make the call of a step."""
    response = error = None
    try:
        response = await actions.call_action(DOMAIN, step.action, step.data)
    except ApiError as err:
        error = err.message
    return Answer(response=response, error=error, received=gateway.news())


def _show(answer: Answer, seconds: float, report: Report) -> None:
    """Print what came of a call."""
    if answer.error is None:
        report.block(
            f"Reply after {seconds:.2f} s", as_yaml(shortened(answer.response))
        )
    else:
        report.block(f"Error after {seconds:.2f} s", fill(answer.error, WIDTH))
    if answer.received is not None:
        report.block("Received by the gateway", "\n".join(answer.received) or "nothing")

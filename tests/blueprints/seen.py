"""What an owner sees of a blueprint: replies, notifications, events and traces."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
import json
import re
from typing import Any, Self

from homeassistant.components.trace.util import async_get_trace, async_list_traces
from homeassistant.core import Event, HomeAssistant, ServiceCall

MARK = " (rehearsal)"

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*[+-]\d\d:\d\d")
_ID = re.compile(r"\b01[0-9A-HJKMNP-TV-Z]{24}\b")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is the same in each run, so without times, IDs and durations."""

    reply: Any
    told: Any
    gone: Any
    """Notifications that were taken back."""

    states: Any
    events: Any
    traces: Any
    """How each run has ended, and how often each step was taken."""

    @classmethod
    def of(cls, **found: Any) -> Self:
        """Return what was found, as it can be compared."""
        text = json.dumps(found, default=str)
        return cls(**json.loads(_ID.sub("id", _TIME.sub("time", text))))

    def unmarked(self) -> Self:
        """Return the same without what a rehearsal puts behind titles."""
        return type(self)(**json.loads(json.dumps(vars(self)).replace(MARK, "")))

    def differs_from(self, other: Self) -> set[str]:
        """Return the names of what is not the same."""
        names = [one.name for one in fields(self)]
        return {one for one in names if getattr(self, one) != getattr(other, one)}


def of_reply(reply: Any, sent_to: str) -> Any:
    """Return a reply without what the gateway says to a write, and how long it took.

    A rehearsal shows there what would have been sent.
    """
    if reply is None:
        return None
    rest = {key: value for key, value in reply.items() if key != sent_to}
    if proof := rest.get("verification"):
        rest["verification"] = {**proof, "after": None}
    return rest


def data_of(told: Sequence[Event | ServiceCall]) -> list[Any]:
    """Return the data of events, or of notifications."""
    return [dict(one.data) for one in told]


async def runs_of(hass: HomeAssistant) -> list[str]:
    """Return the IDs of all runs that Home Assistant has traces of."""
    return [
        run["run_id"]
        for domain in ("automation", "script")
        for run in await async_list_traces(hass, domain, f"{domain}.try")
    ]


async def traces_of(hass: HomeAssistant, before: list[str]) -> list[Any]:
    """Return how each run has ended that was not there before."""
    found = []
    for domain in ("automation", "script"):
        key = f"{domain}.try"
        for run in await async_list_traces(hass, domain, key):
            if run["run_id"] in before:
                continue
            trace: dict[str, Any] = dict(
                await async_get_trace(hass, key, run["run_id"])
            )
            steps = {path: len(took) for path, took in trace["trace"].items()}
            found.append(
                {
                    "state": trace["state"],
                    "ended": trace["script_execution"],
                    "error": trace.get("error"),
                    "last_step": trace["last_step"],
                    "steps": steps,
                }
            )
    return found

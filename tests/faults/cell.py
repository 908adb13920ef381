"""What came of one operation under one fault, in the words of the page."""

from dataclasses import dataclass
import re

from homeassistant.exceptions import HomeAssistantError

from tests.integration.helpers import whole

from .bench import Bench

# The sentence with the first one that says what was done.
_OUTCOME = ("Whether it was", "The request was not", "Nothing was", "The entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of a table of the page, without the fault."""

    got: str
    """What the caller was told."""

    requests: str
    """How many arrived; `several` while a read is repeated within its time."""

    applied: str
    """How often the gateway carried out the write."""

    after: str
    """Whether the next call works once the fault is over."""

    seconds: int
    """Rounded; it isn't compared."""

    @property
    def stable(self) -> tuple[str, str, str, str]:
        """Return what is the same in each run."""
        return self.got, self.requests, self.applied, self.after


def told(bench: Bench, text: str) -> str:
    """Return the start of an error as it stands on the page."""
    text = whole(text)
    other = getattr(bench, "other_entry", None)
    for special, usual in (
        *([(other.title, "the other gateway")] if other else []),
        (bench.entry.title, "the gateway"),
        (bench.gateway.host, "its address"),
        (bench.gateway.serial, "A"),
        (str(bench.entry.unique_id).rpartition("_")[2], "B"),
    ):
        text = text.replace(special, usual)
    text = re.sub(r" \(tried .*? seconds?\)", "", text)
    first, *others = re.split(r"(?<=[.”])\s+(?=[A-Z])", text)
    shown = [first, *(one for one in others if one.startswith(_OUTCOME))]
    return " ".join(one[0].upper() + one[1:] for one in shown).replace("|", "\\|")


def times_asked(bench: Bench, err: HomeAssistantError | None) -> str:
    """Return how many requests arrived.

    How often a read is repeated within its time depends on the machine.
    """
    count = len(bench.asked)
    repeated = getattr(err.__cause__ if err else None, "attempts", 1) > 1
    shown = "several" if repeated and count > 1 else str(count)
    asked = len(bench.asked_at_the_cloud)
    return f"{shown}, cloud {asked}" if asked else shown

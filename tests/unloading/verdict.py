"""What has to hold, whatever was interrupted and wherever."""

import asyncio
from dataclasses import dataclass
import logging
from typing import Any, Final, override

from homeassistant.exceptions import HomeAssistantError

from tests.integration.helpers import DOMAIN, whole
from tests.writes.support import SENT

from .bench import Bench
from .jobs import Job
from .troubles import GIVE_UP, STOP, Trouble

# Errors that leave open what became of a write, and those that say it was done.
_OPEN: Final = ("outcome_unknown_", "refused_internally")
_DONE: Final = ("not_verified", "not_verifiable")
_STOPPED: Final = "stopped_at"
_UNPROVEN: Final = "not_verifiable_closed"

# What Home Assistant says itself, whatever an integration does.
_HOME_ASSISTANTS_OWN: Final = (
    "homeassistant.loader WARNING We found a custom integration",
    # It cancels what is under way.
    "Error during setup of component enphase_envoy_raw_data: Home Assistant is stop",
    "CancelledError: Home Assistant is stopping",
    "CancelledError: Home Assistant final writes shutdown stage",
    # A form has ended at the last moment, and Home Assistant reloads for it.
    "Task <Task pending name='config entry reload",
    # A reload that waits for the removal of its entry.
    "in async_reload\n    unload_result = await self.async_unload",
)

# What one of the jobs is about.
_UNREADABLE: Final = "A part of the record of writes can't be read; it is in"

REPLY: Final = "reply"
CANCELLED: Final = "cancelled"


class Complaints(logging.Handler):
    """What was logged that nobody should have to read."""

    def __init__(self) -> None:
        """Start with nothing."""
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.name} {record.levelname} {record.getMessage()}"
        if record.exc_info:
            text += f"\n{logging.Formatter().formatException(record.exc_info)}"
        ours = DOMAIN in text or record.name == "asyncio"
        if any(words in text for words in (*_HOME_ASSISTANTS_OWN, _UNREADABLE)):
            return
        if record.levelno >= logging.ERROR or record.exc_info or ours:
            self.found.append(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a job ended."""

    told: str
    """What the caller got: REPLY, CANCELLED or the key of an error."""

    @classmethod
    def of(cls, job: asyncio.Task[Any]) -> Ending:
        """Return how a task ended; any other error is raised."""
        if job.cancelled():
            return cls(told=CANCELLED)
        error = job.exception()
        if error is None:
            return cls(told=REPLY)
        if not isinstance(error, HomeAssistantError):
            raise error
        assert error.translation_domain == DOMAIN, repr(error)
        whole(str(error), error.translation_placeholders)
        # A row of writes stops for a reason, which is the error of one write.
        if error.translation_key == _STOPPED:
            error = error.__cause__
            if not isinstance(error, HomeAssistantError):
                # It was accepted, and the gateway has not shown it.
                return cls(told=_UNPROVEN)
        return cls(told=str(error.translation_key))

    @property
    def claims(self) -> bool | None:
        """Return whether a caller was told that a write was done; None is open."""
        if self.told == CANCELLED or self.told.startswith(_OPEN):
            return None
        return self.told == REPLY or self.told.startswith(_DONE)


def judge(bench: Bench, job: Job, trouble: Trouble | None, ending: Ending) -> None:
    """Fail if something was done twice, told wrongly or not recorded."""
    writes = bench.gateway.journal.writes
    assert ending.told != CANCELLED or trouble in (GIVE_UP, STOP), "cancelled by others"
    applied = sum(request.applied for request in writes)
    if job.rehearses:
        assert not writes, "sent in a rehearsal"
        applied = len(bench.rehearsal.writes)
    told = [
        event
        for event in bench.events
        if event.event_type == SENT and event.data["entry"] == bench.entry.entry_id
    ]
    if not job.writes:
        assert not writes, "something was written"
        assert not told
        return
    assert applied <= 1, "applied twice"
    says = job.has_caller and job.says_what_became and not job.is_row
    claims = ending.claims if says else None
    if claims is not None:
        assert claims == bool(applied), f"told {ending.told}, applied {applied}"
    # What the gateway has received and refused is no write that had to be told.
    assert len(told) == applied or (not applied and claims is None), told
    if bench.is_there:
        recorded = [row["endpoint"] for row in bench.recorded]
        expected = [*job.written_before, *(event.data["endpoint"] for event in told)]
        assert recorded == expected, "not recorded"
    else:
        assert not bench.stored.exists(), "recorded for an entry that is gone"

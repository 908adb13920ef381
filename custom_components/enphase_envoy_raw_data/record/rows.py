"""The rows of the record: what is kept of one write, and how many there may be."""

from collections.abc import Collection
import json
from typing import Any, Final

from homeassistant.util import dt as dt_util, ulid as ulid_util

from ..gateway import CONTENT_TYPE_FORM, Json, Outcome, Reply, handed_on
from ..gateway.errors import UnusableReply
from .events import refusal_in_words

MOST_WRITES: Final = 200
"""Real ones, and as many that were rehearsed."""

LARGEST_RECORD: Final = 2 * 1024 * 1024
"""Characters of JSON of all real writes, without the white space of the file; those
that were rehearsed may have as many."""

LONGEST_VALUE: Final = 64 * 1024
"""Characters of JSON; a tariff has about 2,000."""


def row_of(
    outcome: Outcome,
    *,
    user: str | None,
    senders: Collection[str],
    restore_after: float | None,
) -> dict[str, Any]:
    """Return what is kept of a write that has left, or was rehearsed."""
    row = {
        "id": ulid_util.ulid_now(),
        "at": dt_util.utcnow().isoformat(),
        "method": outcome.write.method,
        "endpoint": outcome.write.endpoint,
        "status": outcome.status,
        "duration": round(outcome.duration, 3),
        "firmware": outcome.firmware,
        "serial": outcome.serial,
        "verified": None,
        **refusal_in_words(outcome),
        **({"rehearsed": True} if outcome.rehearsed else {}),
        "user": user,
        "senders": sorted(senders),
        "form": outcome.body.content_type == CONTENT_TYPE_FORM,
        "after": None,
        "cut": [],
    }
    keep(row, "sent", outcome.body.value)
    keep(row, "before", _value_of(outcome.before))
    if outcome.rehearsed:
        _keep_call(row, outcome)
        row["restore_after"] = restore_after
    return row


def is_rehearsed(write: dict[str, Any]) -> bool:
    """Return whether a write in the record was rehearsed, and not sent."""
    return write.get("rehearsed") is True


def keep(row: dict[str, Any], name: str, value: Json) -> None:
    """Keep a value in a row; of a long one the start of its JSON, and note that."""
    value = handed_on(value)
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > LONGEST_VALUE:
        value = text[:LONGEST_VALUE]
        row["cut"] = [*row.get("cut", []), name]
    row[name] = value


def within_bounds(writes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the newest writes that there is room for, the newest one in any case.

    What was rehearsed has a room of its own: it pushes out nothing that was sent, and
    what is sent pushes out nothing that may still be wanted from a rehearsal.
    """
    kept: set[int] = set()
    for kind in (True, False):
        alike = [one for one in writes if is_rehearsed(one) is kind]
        size = 0
        for number, one in enumerate(reversed(alike)):
            size += len(json.dumps(one, ensure_ascii=False))
            if number and (size > LARGEST_RECORD or number >= MOST_WRITES):
                break
            kept.add(id(one))
    return [one for one in writes if id(one) in kept]


def _value_of(reply: Reply | None) -> Json:
    """Return what a reply says; nothing if it can't be handed on."""
    if reply is None:
        return None
    try:
        return reply.value()
    except UnusableReply:
        return None


def _keep_call(row: dict[str, Any], outcome: Outcome) -> None:
    """Keep what the caller asked for, so that the same can be sent for real."""
    asked = outcome.write
    row["content_type"] = asked.body.content_type
    row["merge"] = asked.merge
    row["merge_add"] = asked.merge_add
    keep(row, "asked", asked.body.value)
    if handed_on(asked.body.value) != asked.body.value:
        # Not every digit of it can be kept.
        row["cut"] = [*row["cut"], "asked"]

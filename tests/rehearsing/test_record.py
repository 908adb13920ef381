"""In the record, what was sent and what was rehearsed don't push each other out."""

from typing import Any

from tests.integration.helpers import DOMAIN

from .stage import Stage, day

_LONG = "x" * 60_000


async def send(stage: Stage, name: str, count: int) -> None:
    """Send or rehearse the same many times; a row of it has twice or thrice 60 kB."""
    for _ in range(count):
        await stage.write(name, data=day(name) | {"more": _LONG}, merge=False)


def kept(stage: Stage) -> list[tuple[str, bool]]:
    """Return the day and the kind of each write in the storage, the first one first."""
    rows: list[Any] = stage.storage[f"{DOMAIN}.{stage.entry.entry_id}"]["data"][
        "writes"
    ]
    return [
        (row["sent"]["exercise_config"]["day"], row.get("rehearsed", False))
        for row in rows
    ]


async def test_a_full_record_keeps_what_was_sent(stage: Stage) -> None:
    """However much is rehearsed, no real write goes for it."""
    await send(stage, "Mon", 40)
    real = kept(stage)
    assert 30 < len(real) < 40
    await stage.begin()
    await send(stage, "Tue", 30)
    rows = kept(stage)
    assert [one for one in rows if one == ("Mon", False)] == real
    rehearsed = len(rows) - len(real)
    assert 15 < rehearsed < 30
    # And what was rehearsed last can still be sent.
    (row, *_) = await stage.rows()
    await stage.end_rehearsal()
    assert row["rehearsed"] is True
    await send(stage, "Wed", 1)
    rows = kept(stage)
    assert rows[-1] == ("Wed", False)
    assert rows.count(("Mon", False)) == len(real) - 1
    assert rows.count(("Tue", True)) == rehearsed

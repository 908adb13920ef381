"""A gateway that behaves badly: what it received, what was answered, what is told."""

import asyncio
from dataclasses import dataclass
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import CHECK, load, refusal
from tests.waiting import until

from ..support import CHANGE, INFO, SETTINGS, asked, data_of, hear, sent_data, write

WRITTEN = f"POST {SETTINGS}"
LOOKED = f"GET {SETTINGS}"
OFF = [{"path": "exercise_config.day", "wanted": "Sun", "found": "Sat"}]


@dataclass(frozen=True)
class Row:
    """What happens, and what has to come of it."""

    fault: faults.Fault
    requests: list[str]
    applied: bool

    error: str | None = None
    """Key of the error; None if the call has a reply."""

    words: str = ""
    """Something that the error has to say."""

    verified: bool | None = None
    status: int | None = 200
    seconds: float = 0
    """Time for the proof."""


TABLE = {
    "ignored": Row(
        faults.IgnoreWrite(), [WRITTEN, LOOKED], applied=False, verified=False
    ),
    "applied_late": Row(
        faults.ApplyAfter(1),
        [WRITTEN, LOOKED, LOOKED, LOOKED],
        applied=True,
        verified=True,
        seconds=5,
    ),
    "put_back_before_the_look": Row(
        faults.PutBackAfter(0), [WRITTEN, LOOKED], applied=True, verified=False
    ),
    "put_back_after_the_look": Row(
        faults.PutBackAfter(20), [WRITTEN, LOOKED], applied=True, verified=True
    ),
    "reply_lost": Row(
        faults.DropAfterApplying(),
        [WRITTEN],
        applied=True,
        error="outcome_unknown_lost",
        words="it was not repeated",
        status=None,
    ),
    "lost_before": Row(
        faults.DropBeforeReply(),
        [WRITTEN],
        applied=False,
        error="outcome_unknown_lost",
        words="it was not repeated",
        status=None,
    ),
    "login_refused_in_the_middle": Row(
        faults.UnauthorizedUntilLogin(),
        [WRITTEN, f"GET {CHECK}", WRITTEN, LOOKED],
        applied=True,
        verified=True,
    ),
    "reset_during_the_body": Row(
        faults.Truncate(reset=True),
        [WRITTEN],
        applied=True,
        error="outcome_unknown_cut_off",
        words="broke off",
    ),
    "body_cut_off": Row(
        faults.Truncate(),
        [WRITTEN],
        applied=True,
        error="outcome_unknown_cut_off",
        words="broke off",
    ),
}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("merge", [False, True])
async def test_row(
    hass: HomeAssistant, gateway: GatewaySimulator, *, name: str, merge: bool
) -> None:
    """Each write is made once, answered honestly and told in one event."""
    row = TABLE[name]
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, row.fault, method="POST")
    heard = hear(hass)
    call = write(
        hass, entry, data=CHANGE, merge=merge, verify=True, verify_seconds=row.seconds
    )
    if row.error:
        assert row.words in await refusal(call, row.error)
    else:
        reply = await call
        assert SETTINGS in reply
        assert reply["verification"]["verified"] is row.verified
        assert reply["verification"]["differences"] == ([] if row.verified else OFF)
    assert asked(gateway) == [LOOKED] * merge + row.requests
    done = [request.applied for request in gateway.journal.writes]
    assert done.count(True) == int(row.applied)
    assert [data_of(event) for event in heard] == [
        sent_data(entry, status=row.status, verified=row.verified)
    ]


async def test_no_answer(
    hass: HomeAssistant, gateway: GatewaySimulator, short_limits: Any
) -> None:
    """Silence is an unknown outcome, too; the write is not made again."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Delay(2), method="POST")
    heard = hear(hass)
    text = await refusal(
        write(hass, entry, data=CHANGE, verify=True), "outcome_unknown_timed_out"
    )
    assert "not repeated" in text
    assert asked(gateway) == [WRITTEN]
    assert [data_of(event) for event in heard] == [sent_data(entry, status=None)]


async def test_login_that_stays_refused(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A login that may not write is tried twice, and nothing was written."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Unauthorized())
    text = await refusal(
        write(hass, entry, data=CHANGE, verify=True), "not_allowed_to_write"
    )
    assert "owner" in text
    assert asked(gateway) == [WRITTEN, f"GET {CHECK}", WRITTEN]
    assert not any(request.applied for request in gateway.journal.writes)


async def test_other_gateway(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Another serial gets no write at all, and there is nothing to tell."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE)
    heard = hear(hass)
    await gateway.stop()
    gateway.set_serial("122333444555")
    await gateway.start()
    gateway.journal.clear()
    text = await refusal(write(hass, entry, data=CHANGE, verify=True), "wrong_gateway")
    assert "122333444555" in text
    assert asked(gateway) == [f"GET {INFO}"]
    assert not heard


async def test_restart_in_the_middle(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A gateway that goes down before it answers leaves an unknown outcome."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Delay(5), method="POST")
    heard = hear(hass)
    call = asyncio.create_task(
        refusal(write(hass, entry, data=CHANGE), "outcome_unknown_lost")
    )
    await until(lambda: gateway.journal.writes)
    await gateway.restart()
    await call
    assert asked(gateway) == [WRITTEN]
    assert [data_of(event) for event in heard] == [sent_data(entry, status=None)]

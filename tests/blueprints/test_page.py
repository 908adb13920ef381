"""What docs/writes.md says beside its examples: lists, tables and promises."""

from collections.abc import Awaitable, Callable
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from gateway_simulator import GatewaySimulator, faults
from tests.docs.pages import section, table

from .bench import DOMAIN, DPEL, ROOT, TARIFF, Bench

_PAGE = ROOT / "docs/writes.md"
_BAD = table(section(_PAGE, "## When the gateway behaves badly"))

type Mischief = Callable[[GatewaySimulator], Awaitable[None]]


def _fault(fault: faults.Fault, times: int | None = None) -> Mischief:
    """Return what makes writes go wrong."""

    async def add(gateway: GatewaySimulator) -> None:
        gateway.faults.add(DPEL, fault, method="POST", times=times)

    return add


async def _other_serial(gateway: GatewaySimulator) -> None:
    """Put another gateway at the address."""
    await gateway.stop()
    gateway.set_serial("122333444555")
    await gateway.start()


async def _down(gateway: GatewaySimulator) -> None:
    """Switch the gateway off."""
    await gateway.stop()


MISCHIEF: dict[str, Mischief] = {
    "carries it out, and the reply is lost": _fault(faults.DropAfterApplying()),
    "resets the connection before it has done anything": _fault(
        faults.DropBeforeReply()
    ),
    "answers 504, or points elsewhere with 301, 302 or 303": _fault(
        faults.Fixed(504, "no")
    ),
    "answers 200 and ignores it": _fault(faults.IgnoreWrite()),
    "answers 200 and follows some seconds later": _fault(faults.ApplyAfter(0.4)),
    "has the old value put back by its cloud": _fault(faults.PutBackAfter(1)),
    "answers 401 in the middle, since its login has ended": _fault(
        faults.UnauthorizedUntilLogin()
    ),
    "is another one, with another serial": _other_serial,
    "is down or restarting": _down,
    "is busy (503)": _fault(faults.busy()),
    "does not like the data (400)": _fault(faults.Fixed(400, "no")),
}


async def _write(bench: Bench, **fields: Any) -> Any:
    """Return the reply to a write of one field."""
    call = {
        "config_entry_id": bench.entry.entry_id,
        "endpoint": DPEL,
        "method": "POST",
        "data": {"version": "new"},
        "risk_acknowledged": True,
    }
    return await bench.hass.services.async_call(
        DOMAIN, "send_data", call | fields, blocking=True, return_response=True
    )


@pytest.mark.parametrize("row", _BAD, ids=lambda row: row["The gateway"])
async def test_bad_behaviour(
    hass: HomeAssistant, bench: Bench, row: dict[str, str]
) -> None:
    """Each row of the table says what happens."""
    events = async_capture_events(hass, f"{DOMAIN}_sent")
    await MISCHIEF[row["The gateway"]](bench.gateway)
    what = row["What the call gives"]
    if quoted := re.search("“(.+)”", what):
        with pytest.raises(HomeAssistantError) as caught:
            await _write(bench, verify="strict", verify_seconds=0)
        assert quoted[1] in str(caught.value)
    else:
        reply = await _write(bench, verify="on", verify_seconds=5)
        assert reply["verification"]["verified"] is True
    received = bench.gateway.journal.writes
    assert row["Leaves"].startswith(f"{len(received)} write")
    if len(received) > 1:
        assert [request.applied for request in received] == [False, True]
    _check_event(row["What the event says"], [event.data for event in events])


def _check_event(words: str, events: list[Any]) -> None:
    """Compare the column about the event with the event."""
    if words == "no event":
        assert events == []
        return
    (event,) = events
    status = re.search(r"`status` (\d+|is empty)", words)
    assert status
    assert event["status"] == (int(status[1]) if status[1].isdigit() else None)
    if verified := re.search(r"`verified` is (true|false)", words):
        assert event["verified"] is (verified[1] == "true")


def test_every_kind_of_mischief() -> None:
    """No row is left untried."""
    assert [row["The gateway"] for row in _BAD] == list(MISCHIEF)


@pytest.mark.parametrize("body", [False, True])
async def test_event_data(hass: HomeAssistant, bench: Bench, body: bool) -> None:
    """The table names everything that the events carry."""
    rows = [
        row
        for row in table(section(_PAGE, "### Record"))
        # A write that works has no such data.
        if not any("otherwise not there" in cell for cell in row.values())
    ]
    sent = async_capture_events(hass, f"{DOMAIN}_sent")
    refused = async_capture_events(hass, f"{DOMAIN}_refused")
    options: dict[str, Any] = {"event_bodies": body}
    hass.config_entries.async_update_entry(bench.entry, options=options)
    await _write(bench)
    options |= {"who_may_send": "nobody"}
    hass.config_entries.async_update_entry(bench.entry, options=options)
    with pytest.raises(HomeAssistantError, match=r"^Nothing was sent"):
        await _write(bench)
    for kind, (event,) in (("sent", sent), ("refused", refused)):
        named = [
            row["Data"].strip("`") for row in rows if row["In"] in (kind, "both", "all")
        ]
        assert sorted(event.data) == sorted(
            name for name in named if body or name != "body"
        )


async def test_locks_do_not_count_in_test_mode(
    hass: HomeAssistant, bench: Bench
) -> None:
    """A read-only gateway can still be asked what would change."""
    hass.config_entries.async_update_entry(
        bench.entry, options={"who_may_send": "nobody"}
    )
    reply = await _write(bench, test_mode=True, compare=True)
    changes = reply["comparison"]["changes"]
    assert {"path": "version", "from": "00.00.01", "to": "new"} in changes
    assert bench.gateway.journal.writes == []


async def test_the_list_does_not_open_locked_pages(
    hass: HomeAssistant, bench: Bench
) -> None:
    """Both locks have to let a write pass."""
    page = "/ivp/zb/reset_device"
    hass.config_entries.async_update_entry(
        bench.entry, options={"allowed_endpoints": [page]}
    )
    for endpoint in (page, f"{page}/1"):
        with pytest.raises(HomeAssistantError, match="is locked"):
            await _write(bench, endpoint=endpoint)
    assert bench.gateway.journal.requests == []


async def test_put_back_after_a_verification(bench: Bench) -> None:
    """A verification ends with the first look, however long it may take."""
    bench.gateway.faults.add(TARIFF, faults.PutBackAfter(60), method="PUT")
    reply = await _write(
        bench,
        endpoint=TARIFF,
        method="PUT",
        data={"tariff": {"storage_settings": {"reserved_soc": 44}}},
        merge=True,
        verify="strict",
        verify_seconds=120,
    )
    assert reply["verification"]["verified"] is True
    bench.gateway.advance(60)
    tariff = (await bench.read(TARIFF))["tariff"]
    assert tariff["storage_settings"]["reserved_soc"] == 20.0

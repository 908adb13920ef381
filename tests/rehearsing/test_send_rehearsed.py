"""What was rehearsed is sent for real, one by one, and each once."""

import asyncio
from typing import Any

from homeassistant.exceptions import HomeAssistantError
import pytest

from gateway_simulator.faults import Delay
from tests.integration.helpers import DOMAIN, call, whole
from tests.writes.support import SETTINGS, outcome

from .stage import Stage, day


async def send(stage: Stage, write_id: str, **fields: Any) -> Any:
    """Call `send_rehearsed`."""
    given = {"config_entry_id": stage.entry.entry_id, "risk_acknowledged": True}
    return await call(stage.hass, "send_rehearsed", write_id=write_id, **given | fields)


async def refused(stage: Stage, write_id: str, **fields: Any) -> str:
    """Call it, and return why it was refused."""
    with pytest.raises(HomeAssistantError) as caught:
        await send(stage, write_id, **fields)
    error = caught.value
    assert error.translation_domain == DOMAIN
    return whole(str(error), error.translation_placeholders)


async def rehearsed(stage: Stage, *days: str, **fields: Any) -> list[str]:
    """Rehearse writes of these days and end; return the IDs, the first one first."""
    await stage.begin()
    for name in days:
        await stage.write(name, **fields)
    await stage.end_rehearsal()
    return [row["id"] for row in reversed(await stage.rows())]


async def test_it_is_sent(stage: Stage) -> None:
    """With a preview before, a proof after, and a row of its own."""
    (write_id,) = await rehearsed(stage, "Sun")
    preview = await send(stage, write_id, test_mode=True, compare=True)
    assert next(iter(preview)) == "test_mode"
    assert stage.written == []
    reply = await send(stage, write_id, verify="strict")
    assert "rehearsed" not in reply
    assert reply["verification"]["verified"] is True
    assert stage.written == ["Sun"]
    real, row = await stage.rows()
    assert (row["id"], row["rehearsed"], row["sent_as"]) == (write_id, True, real["id"])
    assert "rehearsed" not in real
    # And what it changed can be taken back.
    assert real["can_be_restored"]


async def test_it_is_sent_once(stage: Stage) -> None:
    """A second call is refused, and names the first; the storage knows it, too."""
    (write_id,) = await rehearsed(stage, "Sun")
    await send(stage, write_id)
    real = (await stage.rows())[0]["id"]
    assert f"sent for real as write {real}" in await refused(stage, write_id)
    kept = stage.storage[f"{DOMAIN}.{stage.entry.entry_id}"]["data"]["writes"]
    assert [one.get("sent_as") for one in kept] == [real, None]
    assert stage.written == ["Sun"]
    row = (await stage.rows())[1]
    assert row["can_be_sent"] is False
    assert "was sent for real" in row["send_reason"]


async def test_two_at_once(stage: Stage) -> None:
    """The second one does not wait for its turn to send the same again."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.gateway.faults.add(SETTINGS, Delay(0.5))
    first = asyncio.ensure_future(send(stage, write_id))
    await asyncio.sleep(0.2)
    assert "another call is sending" in await refused(stage, write_id)
    await first
    assert stage.written == ["Sun"]


async def test_a_merge_is_made_anew(stage: Stage) -> None:
    """What has changed at the gateway since the rehearsal stays."""
    (write_id,) = await rehearsed(stage, "Sun")
    page = stage.gateway.device.documents[SETTINGS]["exercise_config"]
    page["duration"] += 7
    after = dict(page) | {"day": "Sun"}
    await send(stage, write_id, verify="strict")
    assert stage.gateway.device.documents[SETTINGS]["exercise_config"] == after


async def test_for_a_while(stage: Stage) -> None:
    """A time after which it is put back can be given with the call."""
    (write_id,) = await rehearsed(stage, "Sun")
    reply = await send(stage, write_id, restore_after={"minutes": 15})
    assert reply["restore"]["paths"] == ["exercise_config.day"]
    await stage.end()
    assert stage.written == ["Sun", "Sat"]


async def test_not_while_it_is_on(stage: Stage) -> None:
    """It would only be rehearsed once more, or show what isn't there."""
    await stage.begin()
    await stage.write("Sun")
    (row,) = await stage.rows()
    assert row["can_be_sent"] is False
    assert "its rehearsal is still on" in row["send_reason"]
    for fields in ({}, {"test_mode": True}):
        assert "its rehearsal is still on" in await refused(stage, row["id"], **fields)
    assert stage.written == []


async def test_only_what_was_rehearsed(stage: Stage) -> None:
    """Real writes and unknown ones are not sent."""
    await stage.write("Mon")
    (row,) = await stage.rows()
    assert "can_be_sent" not in row
    assert "was no rehearsal" in await refused(stage, row["id"])
    assert "its record has no write" in await refused(stage, "01KB3W9V6M4Q2Z8T5R7Y1")
    assert stage.written == ["Mon"]


async def test_it_needs_the_risk_acknowledged(stage: Stage) -> None:
    """As any write does; the rehearsal did not do that for it."""
    (write_id,) = await rehearsed(stage, "Sun")
    said = await refused(stage, write_id, risk_acknowledged=False)
    assert "Risk acknowledged" in said
    assert stage.written == []
    assert (await stage.rows())[0]["can_be_sent"] is True


async def test_a_refusal_leaves_it_there(stage: Stage) -> None:
    """What a lock has stopped can be sent later."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.hass.config_entries.async_update_entry(
        stage.entry, options={**stage.entry.options, "who_may_send": "nobody"}
    )
    await refused(stage, write_id)
    assert (await stage.rows())[0]["sent_as"] is None
    stage.hass.config_entries.async_update_entry(
        stage.entry, options={**stage.entry.options, "who_may_send": "everyone"}
    )
    await send(stage, write_id)
    assert stage.written == ["Sun"]


async def test_another_gateway(stage: Stage) -> None:
    """What was rehearsed with the old gateway is not for the new one."""
    (write_id,) = await rehearsed(stage, "Sun")
    stage.entry.runtime_data.log.writes[0]["serial"] = "122000000001"
    assert "was rehearsed with gateway 122000000001" in await refused(stage, write_id)


async def test_what_was_too_long(stage: Stage) -> None:
    """A document of which only the start was kept is not sent in part."""
    await stage.begin()
    await stage.write("Sun", data=day("Sun") | {"more": "x" * 70_000}, merge=False)
    await stage.end_rehearsal()
    (row,) = await stage.rows()
    assert "doesn't have everything" in await refused(stage, row["id"])
    assert stage.written == []


async def test_a_number_of_many_digits(stage: Stage) -> None:
    """What can't be kept to its last digit is not sent as something else."""
    await stage.begin()
    await stage.write("Sun", data=day("Sun") | {"id": 2**70}, merge=False)
    await stage.end_rehearsal()
    (row,) = await stage.rows()
    assert "doesn't have everything" in await refused(stage, row["id"])


async def test_without_a_body(stage: Stage) -> None:
    """A DELETE that names nothing is sent as it was rehearsed."""
    (write_id,) = await rehearsed(stage, "Sun", method="DELETE", data=None, merge=False)
    # This page refuses it, after it has left.
    assert "with status 405" in await refused(stage, write_id)
    assert [row["method"] for row in await stage.rows()] == ["DELETE", "DELETE"]


@pytest.mark.parametrize(
    ("fields", "body", "content_type"),
    [
        (
            {"content_type": "form", "data": {"a b": "1&2", "c": 3}},
            b"a+b=1%262&c=3",
            "application/x-www-form-urlencoded",
        ),
        ({"content_type": "json", "data": [1, {"a": None}]}, None, "application/json"),
        ({"data": {}}, b"{}", None),
        ({"data": {"soc": 0.000099, "x": 1.0}}, None, None),
    ],
)
async def test_the_same_leaves_as_without_a_rehearsal(
    stage: Stage, fields: dict[str, Any], body: bytes | None, content_type: str | None
) -> None:
    """Method, body and type are those of the call that was rehearsed, byte by byte."""
    given = {"merge": False} | fields
    await stage.begin()
    await outcome(stage.write("Sun", **given))
    await stage.end_rehearsal()
    (row,) = await stage.rows()
    await outcome(send(stage, row["id"]))
    await outcome(stage.write("Sun", **given))
    sent, direct = stage.gateway.journal.writes
    assert (sent.method, sent.target, sent.body) == (
        direct.method,
        direct.target,
        direct.body,
    )
    assert sent.headers.get("Content-Type") == direct.headers.get("Content-Type")
    assert body is None or sent.body == body
    assert content_type is None or sent.headers["Content-Type"] == content_type

"""A write to several gateways: looked at together, sent one after the other."""

import asyncio
from typing import Any

from homeassistant.core import Event, callback
from homeassistant.exceptions import ServiceValidationError
import pytest

from gateway_simulator import faults
from tests.integration.helpers import disable, refusal
from tests.waiting import until
from tests.writes.support import REFUSED, SENT, SETTINGS, TESTED

from .site import Site

WRITES = {"method": "POST", "path": SETTINGS}


def _events(site: Site, kind: str) -> list[Event[Any]]:
    """Return a list that gets the events of a kind."""
    events: list[Event[Any]] = []
    site.hass.bus.async_listen(kind, callback(lambda event: events.append(event)))  # noqa: PLW0108
    return events


async def test_all(site: Site) -> None:
    """Each is written once, proved, recorded as its own, and told."""
    sent = _events(site, SENT)
    reply = await site.send()
    await site.hass.async_block_till_done()
    assert list(reply) == [*site.ids, "outcomes", "metadata"]
    assert reply["outcomes"] == dict.fromkeys(site.ids, "verified")
    assert reply["metadata"] == {"names": site.titles}
    for number, entry in enumerate(site.entries):
        assert reply[entry.entry_id]["verification"]["verified"] is True
        assert site.day(number) == "Sun"
        (write,) = entry.runtime_data.log.writes
        assert write["verified"] is True
    assert [event.data["entry"] for event in sent] == site.ids
    assert site.written() == [1, 1, 1]


async def test_one_after_the_other(site: Site) -> None:
    """The next one gets nothing until the one before is proved."""
    site.gateways[0].faults.add(SETTINGS, faults.ApplyAfter(1.2))
    writing = asyncio.create_task(site.send(verify_seconds=20))
    await until(lambda: site.written()[0])
    await asyncio.sleep(0.4)
    assert site.written() == [1, 0, 0]
    assert (await writing)["outcomes"] == dict.fromkeys(site.ids, "verified")
    proved = site.gateways[0].journal.requests[-1].at
    assert site.gateways[1].journal.writes[0].at >= proved


@pytest.mark.parametrize("verify", [False, "off"])
@pytest.mark.parametrize("test_mode", [True, False])
async def test_without_verify(site: Site, *, verify: Any, test_mode: bool) -> None:
    """It is refused, in test mode too."""
    text = await refusal(
        site.send(verify=verify, test_mode=test_mode),
        "several_without_verify",
        callers_mistake=True,
    )
    assert all(title in text for title in site.titles.values())
    assert site.counts() == [0, 0, 0]


async def test_test_mode(site: Site) -> None:
    """It shows each, and writes nothing."""
    reply = await site.send(test_mode=True, compare=True)
    assert list(reply) == [*site.ids, "metadata"]
    for entry_id in site.ids:
        (change,) = reply[entry_id]["comparison"]["changes"]
        assert change["to"] == "Sun"
    assert site.written() == [0, 0, 0]


async def test_test_mode_with_one_off(site: Site) -> None:
    """It fails as the call itself would, or tells it beside the others."""
    await disable(site.hass, site.entries[1])
    fields = {"config_entry_id": site.ids, "test_mode": True}
    await refusal(site.send(**fields), "entry_disabled", callers_mistake=True)
    reply = await site.send(**fields, continue_on_error=True)
    assert list(reply) == [site.ids[0], site.ids[2], "errors", "metadata"]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"risk_acknowledged": False}, "risk_not_acknowledged"),
        ({"endpoint": "//x"}, "endpoint_"),
        ({"method": "GET"}, "method_"),
        ({"verify": "perhaps"}, "not_a_choice"),
        ({"verify_seconds": 500}, "seconds_out_of_range"),
    ],
)
async def test_mistakes_in_the_call(
    site: Site, fields: dict[str, Any], key: str
) -> None:
    """They are found once, before any gateway is asked."""
    with pytest.raises(ServiceValidationError) as caught:
        await site.send(**fields)
    assert str(caught.value.translation_key).startswith(key)
    assert site.counts() == [0, 0, 0]


async def test_the_last_one_is_off(site: Site) -> None:
    """All are looked at before the first write leaves, so that none gets one."""
    await site.gateways[2].stop()
    text = await refusal(site.send(), "cannot_connect_refused")
    assert site.entries[2].title in text
    assert site.written() == [0, 0, 0]


async def test_the_last_one_is_off_and_may_be(site: Site) -> None:
    """By choice, the others get it, and the reply says what became of each."""
    await site.gateways[2].stop()
    reply = await site.send(continue_on_error=True)
    assert reply["outcomes"] == dict(
        zip(site.ids, ["verified", "verified", "not_sent"], strict=True)
    )
    assert list(reply["errors"]) == [site.ids[2]]
    assert [site.day(number) for number in (0, 1)] == ["Sun", "Sun"]


async def test_the_last_one_is_locked(site: Site) -> None:
    """A lock of one is seen before the first write, and told to its owner as ever."""
    site.hass.config_entries.async_update_entry(
        site.entries[2], options={"who_may_send": "nobody"}
    )
    await site.hass.async_block_till_done()
    refused = _events(site, REFUSED)
    await refusal(site.send(), "locked_for_everybody", callers_mistake=True)
    await site.hass.async_block_till_done()
    assert site.written() == [0, 0, 0]
    assert [event.data["entry"] for event in refused] == [site.ids[2]]
    assert site.entries[2].runtime_data.refusals == 1


async def test_new_firmware_waits_for_its_owner(site: Site) -> None:
    """That of one gateway keeps the others from being written."""
    site.hass.config_entries.async_update_entry(
        site.entries[1], options={"confirm_firmware": True}
    )
    await site.send(config_entry_id=[site.ids[1]])
    site.gateways[1].set_firmware("8.2.4999")
    await site.hass.config_entries.async_reload(site.ids[1])
    await refusal(
        site.send(data={"exercise_config": {"day": "Mon"}}),
        "firmware_not_confirmed",
        callers_mistake=True,
    )
    assert site.written() == [0, 1, 0]


async def test_one_refuses(site: Site) -> None:
    """The row stops there; the error says what became of each."""
    site.gateways[1].faults.add(_is_write, faults.Fixed(400, '{"err": "no"}'))
    text = await refusal(site.send(), "stopped_at")
    first, second, third = site.titles.values()
    assert f"stopped at {second}" in text
    assert f"verified before: {first}." in text
    assert f"Not sent to: {third}" in text
    assert site.written() == [1, 1, 0]


async def test_one_refuses_and_may(site: Site) -> None:
    """By choice, the row goes on."""
    site.gateways[1].faults.add(_is_write, faults.Fixed(400, '{"err": "no"}'))
    reply = await site.send(continue_on_error=True)
    assert list(reply["outcomes"].values()) == ["verified", "failed", "verified"]
    error = reply["errors"][site.ids[1]][SETTINGS]
    assert (error["key"], error["status"]) == ("refused_content", 400)
    assert list(reply) == [site.ids[0], site.ids[2], "outcomes", "errors", "metadata"]


async def test_one_does_not_take_it(site: Site) -> None:
    """What is not proved stops the row, whatever the gateway has said."""
    site.gateways[0].faults.add(_is_write, faults.IgnoreWrite())
    text = await refusal(site.send(), "stopped_at")
    assert "does not show the change" in text
    assert site.written() == [1, 0, 0]
    reply = await site.send(continue_on_error=True)
    assert list(reply["outcomes"].values()) == ["not_verified", "verified", "verified"]
    assert reply[site.ids[0]]["verification"]["verified"] is False
    strict = await site.send(continue_on_error=True, verify="strict")
    assert strict["outcomes"][site.ids[0]] == "not_verified"
    assert strict["errors"][site.ids[0]][SETTINGS]["key"] == "not_verified"


async def test_a_reply_is_lost(site: Site) -> None:
    """Whether it was carried out is unknown, it isn't repeated, and the row stops."""
    site.gateways[0].faults.add(_is_write, faults.DropAfterApplying())
    text = await refusal(site.send(), "stopped_at")
    assert "unknown" in text
    assert site.written() == [1, 0, 0]
    reply = await site.send(continue_on_error=True)
    assert reply["outcomes"][site.ids[0]] == "unknown"


async def test_cancelled(site: Site) -> None:
    """What has left is recorded, and the others get nothing."""
    site.gateways[0].faults.add(_is_write, faults.Delay(1.5))
    writing = asyncio.create_task(site.send())
    await until(lambda: site.written()[0])
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await asyncio.sleep(2)
    await site.hass.async_block_till_done()
    assert site.written() == [1, 0, 0]
    assert len(site.entries[0].runtime_data.log.writes) == 1


async def test_unloaded_meanwhile(site: Site) -> None:
    """One that is gone when its turn comes is told as that."""
    site.gateways[0].faults.add(SETTINGS, faults.Delay(0.8))
    writing = asyncio.create_task(site.send(verify_seconds=10))
    await until(lambda: site.written()[0])
    await disable(site.hass, site.entries[1])
    with pytest.raises(Exception, match="disabled"):
        await writing
    assert site.written() == [1, 0, 0]


async def test_named_twice(site: Site) -> None:
    """It is written once."""
    reply = await site.send(config_entry_id=[site.ids[0], site.ids[0]])
    assert reply["outcomes"] == {site.ids[0]: "verified"}
    assert site.written() == [1, 0, 0]


async def test_single_call_as_ever(site: Site) -> None:
    """A single ID needs no `verify` and has the reply that it had."""
    reply = await site.send(config_entry_id=site.ids[0], verify=False)
    assert list(reply) == [SETTINGS]


async def test_without_reply(site: Site) -> None:
    """A call that wants no reply writes all the same."""
    fields = {
        "config_entry_id": "all",
        "endpoint": SETTINGS,
        "method": "POST",
        "data": {"exercise_config": {"day": "Mon"}},
        "merge": True,
        "verify": True,
        "risk_acknowledged": True,
    }
    domain = "enphase_envoy_raw_data"
    await site.hass.services.async_call(domain, "send_data", fields, blocking=True)
    assert site.written() == [1, 1, 1]


def _is_write(request: Any) -> bool:
    """Return whether a request is a write."""
    return bool(request.method == "POST")


async def test_the_look_before_is_no_test(site: Site) -> None:
    """A real write leaves no line that says that nothing was sent."""
    tested = _events(site, TESTED)
    await site.send()
    await site.hass.async_block_till_done()
    assert tested == []


async def test_a_gateway_fails_on_it(site: Site) -> None:
    """It may have carried it out all the same, so nobody can say."""
    site.gateways[1].faults.add(SETTINGS, faults.Fixed(500, "no"), method="POST")
    reply = await site.send(continue_on_error=True)
    assert reply["outcomes"][site.ids[1]] == "unknown"

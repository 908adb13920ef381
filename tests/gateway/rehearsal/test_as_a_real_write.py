"""A rehearsed write meets all that a real one does, and is answered like one."""

from dataclasses import replace

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    Json,
    Rehearsal,
    Reply,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidData,
    TimedOut,
    WrongGateway,
)
from gateway_simulator.faults import Delay, Fixed

from ..conftest import Connect, Start
from ..merging.test_merge import object_to
from ..support import DPEL, FAST, SETTINGS, CloseAfter, Happens, asked
from .conftest import Stage

STARTS = "/ivp/ensemble/gen_wiring_test"
"""A read of it may start something."""

REPORT = "/ivp/peb/reportsettings"
PMU = "/admin/lib/admin_pmu_display.json"
DATA: Json = {"exercise_config": {"day": "Sun"}}
POST = Write(method="POST", endpoint=SETTINGS, body=build_body(DATA, "POST"))


async def test_the_reply_shows_what_was_sent(stage: Stage) -> None:
    """Gateways often answer so; it is JSON, whatever the page is."""
    outcome = await stage.client.write(POST)
    assert isinstance(outcome.result, Reply)
    assert outcome.result.value() == DATA
    assert outcome.result.rehearsed
    assert outcome.result.response.content_type == CONTENT_TYPE_JSON
    assert (outcome.status, outcome.result.status) == (200, 200)


async def test_what_a_merge_does_not_name_stays(stage: Stage) -> None:
    """The page keeps it, though the write doesn't send it."""
    stage.gateway.faults.add(REPORT, Fixed(200, '{"a": {"b": 1, "c": 2}, "d": 3}'))
    body = build_body({"a": {"b": 5}}, "PUT")
    outcome = await stage.client.write(
        Write(method="PUT", endpoint=REPORT, body=body, merge=True)
    )
    assert outcome.body.value == {"a": {"b": 5, "c": 2}}
    shown = (await stage.client.read(REPORT)).value()
    assert shown == {"a": {"b": 5, "c": 2}, "d": 3}


async def test_fields_of_a_form_are_shown_as_the_page_has_them(stage: Stage) -> None:
    """They were sent as texts."""
    stage.gateway.faults.add(PMU, Fixed(200, '{"n": 5, "m": 1}'))
    body = build_body({"fname": "accept", "n": "7"}, "POST", CONTENT_TYPE_FORM)
    outcome = await stage.client.write(Write(method="POST", endpoint=PMU, body=body))
    assert outcome.effect_known
    assert (await stage.client.read(PMU)).value() == {"n": 7, "m": 1}


async def test_a_page_that_is_silent_takes_no_rehearsal(stage: Stage) -> None:
    """It has as long as for a real write."""
    stage.gateway.faults.add(SETTINGS, Delay(5))
    with pytest.raises(TimedOut) as caught:
        await stage.client.write(POST)
    assert caught.value.limit == FAST.write
    assert stage.client.rehearsal.writes == []


async def test_a_guard_stops_a_rehearsal(stage: Stage) -> None:
    """It knows the firmware, as for a real write."""
    with pytest.raises(InvalidData) as caught:
        await stage.client.write(replace(POST, approve=object_to))
    assert caught.value.detail == stage.gateway.firmware
    assert stage.client.rehearsal.writes == []


async def test_another_gateway_right_after_it_was_asked(stage: Stage) -> None:
    """With a copied certificate, too: its page says nothing of the right one."""
    await stage.client.read(SETTINGS)
    stage.gateway.journal.clear()
    stage.gateway.faults.add(
        "/info", Happens(lambda: stage.gateway.set_serial("999999999999")), times=1
    )
    stage.gateway.faults.add("/info", CloseAfter(), times=1)
    with pytest.raises(WrongGateway):
        await stage.client.write(POST)
    assert asked(stage.gateway.journal) == ["GET /info"] * 2
    assert stage.client.rehearsal.writes == []


async def test_what_it_reads_belongs_to_its_rehearsal(stage: Stage) -> None:
    """To its end, even if the rehearsal ends at the beginning of its turn."""
    await stage.client.write(replace(POST, merge=True))
    outcome = await stage.client.write(
        replace(POST, merge=True, began=lambda _: stage.end())
    )
    assert not stage.is_on
    assert outcome.rehearsed
    assert outcome.before
    assert outcome.before.rehearsed


async def test_its_effect_is_that_in_its_rehearsal(stage: Stage) -> None:
    """On a page that has become a document by what was rehearsed before."""
    stage.gateway.faults.add(DPEL, Fixed(200, "[1]"))
    first = Write(method="POST", endpoint=DPEL, body=build_body({"a": 1}, "POST"))
    assert not (await stage.client.write(first)).effect_known
    second = replace(first, began=lambda _: stage.end())
    assert (await stage.client.write(second)).effect_known


async def test_an_old_login_needs_no_check(start: Start, connect: Connect) -> None:
    """Before firmware 7, no page is there for that, and none is tried instead."""
    gateway = await start("5.0")
    client = connect(gateway, rehearsal=Rehearsal(lambda: True))
    await client.write(replace(POST, endpoint=STARTS))
    assert set(asked(gateway.journal)) == {"GET /info"}

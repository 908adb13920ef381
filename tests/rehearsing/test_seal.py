"""Whatever asks for it: while a rehearsal is on, nothing that writes leaves."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.enphase_envoy_raw_data.gateway import Write, build_body
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from custom_components.enphase_envoy_raw_data.gateway.errors import Rehearsing
from custom_components.enphase_envoy_raw_data.restoring import Pending
from tests.integration.helpers import DOMAIN, INVERTERS, TEXTS, call
from tests.integration.repair import Repair
from tests.writes.support import SETTINGS, outcome, over_http

from .stage import MARK, Stage, day

PLAIN: Final[list[dict[str, Any]]] = [
    {"data": day("Sun")},
    {"data": day("Sun"), "method": "PUT"},
    {"data": {"a": "b"}, "content_type": "form"},
    {"data": day("Sun"), "merge": True, "verify": "strict"},
    {"data": day("Sun"), "merge": True, "restore_after": {"minutes": 15}},
    {"data": day("Sun"), "refresh_core": True, "test_mode": True},
    {"method": "DELETE"},
    {"method": "DELETE", "data": day("Sun")},
    {"data": day("Sun"), "config_entry_id": "all", "continue_on_error": True},
]


async def send(stage: Stage) -> None:
    """Call `send_data` in all its ways, for every page that can be written."""
    for fields in PLAIN:
        await outcome(stage.write("Sun", **{"merge": False} | fields))
    given: dict[str, Any] = {
        "config_entry_id": stage.entry.entry_id,
        "risk_acknowledged": True,
    }
    for known in catalogue().to_write():
        for method, data in (known.write.examples if known.write else {}).items():
            about: dict[str, Any] = {"endpoint": known.endpoint, "method": method}
            if data is not None:
                about["data"] = data
            await outcome(call(stage.hass, "send_data", **given | about))


async def put_back(stage: Stage) -> None:
    """Call `restore_data` for everything in the record."""
    for row in await stage.rows():
        for fields in ({"write_id": row["id"]}, {"endpoint": row["endpoint"]}):
            await outcome(stage.put_back(**fields))
            await outcome(stage.put_back(**fields, test_mode=True, compare=True))


async def send_for_real(stage: Stage) -> None:
    """Call `send_rehearsed` for everything in the record."""
    for row in await stage.rows():
        await outcome(
            call(
                stage.hass,
                "send_rehearsed",
                config_entry_id=stage.entry.entry_id,
                write_id=row["id"],
                risk_acknowledged=True,
            )
        )


async def read(stage: Stage) -> None:
    """Call `read_data`."""
    await call(
        stage.hass,
        "read_data",
        config_entry_id=stage.entry.entry_id,
        endpoint=[INVERTERS, SETTINGS],
        metadata=True,
    )


def named(action: str, **fields: Any) -> Callable[[Stage], Awaitable[Any]]:
    """Return a call of an action for the gateway."""

    def start(stage: Stage) -> Awaitable[Any]:
        return outcome(
            call(stage.hass, action, config_entry_id=stage.entry.entry_id, **fields)
        )

    return start


ACTIONS: Final[dict[str, Callable[[Stage], Awaitable[Any]]]] = {
    "list_endpoints": named("list_endpoints", probe=True),
    "list_writes": named("list_writes"),
    "read_data": read,
    "record_gateway": named("record_gateway"),
    "restore_data": put_back,
    "send_data": send,
    "send_rehearsed": send_for_real,
}
"""Each action, called in the ways that could write."""


async def test_every_action(stage: Stage) -> None:
    """Those that write, and those that only seem to read."""
    assert set(ACTIONS) == set(stage.hass.services.async_services_for_domain(DOMAIN))
    await stage.write("Fri", verify=True)
    await stage.begin()
    stage.gateway.journal.clear()
    # First what writes, so that there is something to put back and to send.
    for action in ("send_data", *sorted(ACTIONS, reverse=True)):
        await ACTIONS[action](stage)
        assert stage.gateway.journal.writes == [], action
    assert len(stage.entry.runtime_data.client.rehearsal.writes) > 20
    assert len([row for row in await stage.rows() if row.get("rehearsed")]) > 20
    await stage.later(minutes=16)
    assert stage.gateway.journal.writes == []
    # All of it is gone at the end.
    await stage.end_rehearsal()
    assert await stage.shown_day() == stage.day == "Fri"
    await stage.later(hours=2)
    assert stage.gateway.journal.writes == []


@pytest.mark.parametrize("kind", ["real", "rehearsed"])
@pytest.mark.parametrize("answer", ["put_back", "leave"])
@pytest.mark.parametrize("issue", ["restore_conflict", "restore_refused"])
@over_http
async def test_every_repair_that_writes(
    stage: Stage,
    hass_client: ClientSessionGenerator,
    issue: str,
    answer: str,
    kind: str,
) -> None:
    """Its answer writes nothing as long as the rehearsal is on."""
    assert await async_setup_component(stage.hass, "repairs", {})
    if kind == "rehearsed":
        await stage.begin()
    await stage.for_a_while("Sun")
    stage.gateway.journal.clear()
    (pending,) = stage.pending
    obstacle = "conflict" if issue == "restore_conflict" else "unsure"
    stage.restores.put(pending.to_owner(obstacle, "why"))
    await stage.restores.async_keep()
    if kind == "real":
        await stage.begin()
    await stage.restart(minutes=1)
    client = await hass_client()
    repair = await Repair.begin(stage.hass, client, issue)
    await repair.choose(answer)
    await stage.later(minutes=1)
    await stage.later(hours=1)
    assert stage.gateway.journal.writes == []
    await stage.end_rehearsal()
    await stage.later(hours=1)
    assert stage.day == "Sat" if kind == "rehearsed" or answer == "put_back" else "Sun"
    assert stage.pending == []
    assert len(stage.gateway.journal.writes) == (
        kind == "real" and answer == "put_back"
    )


def test_other_repairs_write_nothing() -> None:
    """Each is about a login, a firmware, a certificate or the rehearsal itself."""
    assert set(TEXTS["issues"]) == {
        "certificate_changed",
        "certificate_changed_refused",
        "code_wanted",
        "firmware_changed",
        "firmware_changed_waits",
        "rehearsal_goes_on",
        "restore_conflict",
        "restore_overdue",
        "restore_refused",
        "role_lost",
        "token_ending",
        "token_expired",
        "wrong_gateway",
    }


async def test_what_is_due_for_real(stage: Stage) -> None:
    """A restore that is under way when the rehearsal begins is refused on its way."""
    await stage.for_a_while("Sun")
    (pending,) = stage.pending
    assert isinstance(pending, Pending)
    stage.gateway.journal.clear()
    now = stage.clock.now().isoformat()
    options = {"rehearse": True, "rehearsal_since": now}
    stage.hass.config_entries.async_update_entry(stage.entry, options=options)
    await stage.later(hours=2)
    assert set(stage.issues) == {"restore_overdue"}
    assert stage.gateway.journal.writes == []
    await stage.restart(hours=1)
    assert stage.gateway.journal.writes == []
    await stage.end_rehearsal()
    await stage.later(minutes=1)
    assert stage.day == "Sat"


async def test_the_client_itself(stage: Stage) -> None:
    """Who has the client can't write with it, and no method gets past the wire."""
    await stage.begin()
    client = stage.entry.runtime_data.client
    for method in ("PUT", "POST", "DELETE"):
        body = build_body({"a": 1}, method)
        await client.write(Write(method=method, endpoint=SETTINGS, body=body))
    for method in ("PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "get"):
        with pytest.raises(Rehearsing):
            await client._transport.exchange(  # noqa: SLF001 - the last door
                method,
                URL(f"https://{stage.gateway.host}{SETTINGS}"),
                headers={},
                limit=1,
            )
    assert stage.gateway.journal.writes == []


async def test_the_entry_is_reloaded_meanwhile(
    hass: HomeAssistant, stage: Stage
) -> None:
    """No moment of a reload lets anything out."""
    await stage.begin()
    await stage.write("Sun")
    for _ in range(3):
        reload = hass.async_create_task(
            hass.config_entries.async_reload(stage.entry.entry_id)
        )
        with suppress(HomeAssistantError):
            await stage.write("Mon")
        assert await reload
    assert stage.gateway.journal.writes == []
    assert stage.entry.title.endswith(MARK)

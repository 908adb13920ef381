"""A recording of a gateway that restarts, loses its login, hangs or is off."""

import asyncio
from collections import Counter
from pathlib import Path
import threading

from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data.recording import recorder
from gateway_simulator import CloudSimulator, GatewaySimulator, TokenAuthority, faults
from tests.integration.helpers import CHECK, by_hand, load, make_entry, refusal, set_up
from tests.waiting import until

from .support import PAGES, opened, record


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often whether a gateway is back."""
    monkeypatch.setattr(recorder, "_PAUSE", 0.1)


def set_default(monkeypatch: pytest.MonkeyPatch, name: str, seconds: float) -> None:
    """Give a recording other times than it has by default."""
    defaults = recorder.record.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, name, seconds)


async def _asked(gateway: GatewaySimulator, number: int) -> None:
    """Wait until so many pages were asked."""
    await until(lambda: len(gateway.journal.requests) >= number)


async def test_restart_and_lost_login(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    cloud: CloudSimulator,
    configuration: Path,
) -> None:
    """What was under way is lost, and the rest is recorded with a new login."""
    gateway.faults.add(None, faults.Delay(0.02))
    entry = await load(hass, gateway)
    task = hass.async_create_task(record(hass, entry))
    await _asked(gateway, 20)
    # After it, the gateway takes the tokens of another key.
    other = TokenAuthority()
    gateway.login._authority = other  # noqa: SLF001 - no other way to change it
    cloud.authority = other
    await gateway.restart(down_for=1.0)
    reply = await task
    lost = [page for page in reply["pages"] if page["status"] is None]
    assert len(lost) <= 2
    assert {page["reason"] for page in lost} <= {"ConnectionLost", "CutOff", "TimedOut"}
    assert reply["asked"] == PAGES
    assert gateway.journal.max_in_flight == 1
    pages = Counter(
        request.target
        for request in gateway.journal.requests
        if request.target not in ("/info", CHECK)
    )
    # One page met the login that was lost, and was asked again with the new one.
    assert sum(count - 1 for count in pages.values()) <= 2
    file = opened(Path(reply["file"]))
    assert file.pages["/production.json"]["status"] == 200
    assert gateway.serial not in file.text


async def test_login_that_nobody_renews(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """The recording ends with what there is, and says what was not asked."""
    gateway.faults.add(None, faults.Delay(0.01))
    entry = make_entry(hass, gateway, by_hand(gateway))
    await set_up(hass, entry)
    gateway.journal.clear()
    task = hass.async_create_task(record(hass, entry))
    await _asked(gateway, 40)
    gateway.faults.add(lambda request: request.path != "/info", faults.Unauthorized())
    reply = await task
    # Refusals that were to be expected don't end it at once.
    assert 30 < reply["answered"] < PAGES
    assert reply["asked"] < PAGES
    assert {page["reason"] for page in reply["pages"]} == {None, "not_asked"}
    file = opened(Path(reply["file"]))
    assert file.index["pages"][-1]["reason"] == "not_asked"


async def test_gateway_that_is_off(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is recorded, and the error says why."""
    entry = await load(hass, gateway)
    set_default(monkeypatch, "patience", 0.3)
    await gateway.stop()
    text = await refusal(record(hass, entry), "cannot_connect_refused")
    assert "refuses the connection" in text
    folder = configuration / "enphase_envoy_raw_data" / "recordings"
    assert await hass.async_add_executor_job(lambda: list(folder.iterdir())) == []


async def test_another_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Pages of two gateways are never in one file."""
    gateway.faults.add(None, faults.Delay(0.02))
    entry = await load(hass, gateway)
    task = hass.async_create_task(record(hass, entry))
    await _asked(gateway, 10)
    gateway.set_serial("122333444555")
    await gateway.restart(down_for=0.2)
    await refusal(task, "wrong_gateway")
    folder = configuration / "enphase_envoy_raw_data" / "recordings"
    assert await hass.async_add_executor_job(lambda: list(folder.iterdir())) == []


async def test_pages_that_fail(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is told with its reason; the others are recorded."""
    monkeypatch.setattr(recorder, "_PAGE_LIMIT", 1.5)
    gateway.faults.add("/home", faults.Delay(30))
    gateway.faults.add("/inv", faults.DropBeforeReply())
    gateway.faults.add("/ivp/meters", faults.HugeBody(9_000_000))
    gateway.faults.add("/ivp/ui", faults.HugeBody(3_000_000))
    gateway.faults.add("/ivp/ss", faults.Fixed(200, body=b"\x00\x01\xff\xfe\x00" * 9))
    gateway.faults.add("/ivp/sc/status", faults.busy())
    entry = await load(hass, gateway)
    reply = await record(hass, entry)
    pages = {page["endpoint"]: page for page in reply["pages"]}
    assert pages["/home"]["reason"] == "TimedOut"
    assert pages["/inv"]["reason"] == "ConnectionLost"
    assert pages["/ivp/meters"]["reason"] == "ReplyTooLarge"
    assert pages["/ivp/ui"]["left_out"] == "too_large"
    assert pages["/ivp/ss"]["left_out"] == "binary"
    assert pages["/ivp/sc/status"]["status"] == 503
    assert reply["answered"] == PAGES - 3
    file = opened(Path(reply["file"]))
    assert b"busy" in file.body("/ivp/sc/status")
    assert file.body("/ivp/ui") == file.body("/ivp/ss") == b""


async def test_time_is_over(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was not asked in time is said; the file has the rest."""
    set_default(monkeypatch, "limit", 1.5)
    gateway.faults.add(None, faults.Delay(0.1))
    entry = await load(hass, gateway)
    reply = await record(hass, entry)
    assert 0 < reply["answered"] < PAGES
    assert reply["pages"][-1]["reason"] == "not_asked"


async def test_unloaded_meanwhile(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """The call ends with words, and no half of a file stays."""
    gateway.faults.add(None, faults.Delay(0.05))
    entry = await load(hass, gateway)
    task = hass.async_create_task(record(hass, entry))
    await _asked(gateway, 5)
    await hass.config_entries.async_unload(entry.entry_id)
    await refusal(task, "closed")
    folder = configuration / "enphase_envoy_raw_data" / "recordings"
    assert await hass.async_add_executor_job(lambda: list(folder.iterdir())) == []


async def test_unloaded_while_the_gateway_is_off(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is on its way then, so nobody waits until it would be tried again."""
    monkeypatch.setattr(recorder, "_PAUSE", 60)
    gateway.faults.add(None, faults.Delay(0.05))
    entry = await load(hass, gateway)
    counters = entry.runtime_data.client.counters
    task = hass.async_create_task(record(hass, entry))
    await _asked(gateway, 5)
    failures = counters.failures
    await gateway.stop()
    # The page that was under way, and the one after it.
    await until(lambda: counters.failures >= failures + 2)
    async with asyncio.timeout(5):
        await hass.config_entries.async_unload(entry.entry_id)
        await refusal(task, "closed")


async def test_cancelled(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Who gives up leaves nothing behind, and may record again."""
    gateway.faults.add(None, faults.Delay(0.05))
    entry = await load(hass, gateway)
    task = hass.async_create_task(record(hass, entry))
    await _asked(gateway, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gateway.faults.clear()
    assert (await record(hass, entry))["answered"] == PAGES


async def test_file_that_fails_after_somebody_gave_up(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nobody waits for it any more, so nothing of it stands in the log."""
    begun, goes_on = asyncio.Event(), threading.Event()

    def fail(*_: object) -> None:
        hass.loop.call_soon_threadsafe(begun.set)
        goes_on.wait(30)
        raise OSError

    monkeypatch.setattr(recorder, "write_recording", fail)
    entry = await load(hass, gateway)
    task = hass.async_create_task(record(hass, entry))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    await hass.async_block_till_done()
    assert "exception" not in caplog.text

"""A write goes to the right gateway or nowhere."""

import asyncio
from functools import partial

from homeassistant.core import HomeAssistant
import pytest

from custom_components.enphase_envoy_raw_data import entry as entry_module
from custom_components.enphase_envoy_raw_data.gateway import GatewayClient, Limits
from gateway_simulator import GatewaySimulator, faults
from gateway_simulator.wire import Tickets
from tests.gateway.support import CloseAfter
from tests.integration.helpers import TARIFF, load, read, refusal

from ..support import CHANGE, INFO, SETTINGS, asked, hear, write

ASKED = f"GET {INFO}"
WRITTEN = f"POST {SETTINGS}"
OTHER = "122333444555"

TICKETS = pytest.mark.parametrize("tickets", Tickets)


@pytest.fixture
def short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 0.6 seconds without a reply count as 10 minutes."""
    limits = Limits(silence=0.6)
    monkeypatch.setattr(
        entry_module, "GatewayClient", partial(GatewayClient, limits=limits)
    )


def test_silence() -> None:
    """Ten minutes without a word make a gateway a stranger."""
    assert Limits().silence == 600


async def test_known_connection(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """While the connection is kept alive, nothing is asked beside the writes."""
    entry = await load(hass, gateway)
    await write(hass, entry, data=CHANGE)
    await read(hass, entry, SETTINGS)
    await write(hass, entry, data=CHANGE)
    assert asked(gateway) == [WRITTEN, f"GET {SETTINGS}", WRITTEN]


@TICKETS
async def test_new_connection(
    hass: HomeAssistant, gateway: GatewaySimulator, tickets: Tickets
) -> None:
    """On a connection that was made anew, the gateway says who it is: once.

    Unless it resumes the session in which it has said so, which it alone can.
    """
    gateway.tickets = tickets
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, CloseAfter(), method="GET")
    await read(hass, entry, SETTINGS)
    gateway.journal.clear()
    await write(hass, entry, data=CHANGE)
    await write(hass, entry, data=CHANGE)
    first = [] if tickets is Tickets.TAKEN else [ASKED]
    assert asked(gateway) == [*first, WRITTEN, WRITTEN]


async def test_connection_made_by_a_read(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A read that made the connection has not asked who is there."""
    entry = await load(hass, gateway)
    await gateway.restart()
    await read(hass, entry, SETTINGS)
    await write(hass, entry, data=CHANGE)
    assert asked(gateway) == [f"GET {SETTINGS}", ASKED, WRITTEN]


@pytest.mark.parametrize("spoken", [True, False])
async def test_restart(
    hass: HomeAssistant, gateway: GatewaySimulator, spoken: bool
) -> None:
    """After a restart it is asked again, once, be it the first write or not."""
    entry = await load(hass, gateway)
    if spoken:
        await write(hass, entry, data=CHANGE)
    await gateway.restart()
    gateway.journal.clear()
    await write(hass, entry, data=CHANGE)
    await write(hass, entry, data=CHANGE)
    assert asked(gateway) == [ASKED, WRITTEN, WRITTEN]


async def test_restart_before_a_merge(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The read of a merge may make the connection; it is asked all the same."""
    entry = await load(hass, gateway)
    await gateway.restart()
    await write(hass, entry, data=CHANGE, merge=True)
    before = asked(gateway)[: asked(gateway).index(WRITTEN)]
    assert before.count(ASKED) == 1, before
    assert before.count(f"GET {SETTINGS}") == 1


@pytest.mark.parametrize("merge", [False, True])
@pytest.mark.parametrize("spoken", [False, True])
async def test_other_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator, *, merge: bool, spoken: bool
) -> None:
    """Another serial at the address gets no write, even if it would take it."""
    entry = await load(hass, gateway)
    if spoken:
        await read(hass, entry, SETTINGS)
    heard = hear(hass)
    own = gateway.serial
    await gateway.stop()
    gateway.set_serial(OTHER)
    # Without that its login would refuse us, too.
    gateway.faults.add(
        SETTINGS, faults.Fixed(200, '{"exercise_config": {"day": "Sat"}}')
    )
    await gateway.start()
    for _ in range(2):
        text = await refusal(
            write(hass, entry, data=CHANGE, merge=merge), "wrong_gateway"
        )
        assert OTHER in text
        assert own in text
    assert gateway.journal.writes == []
    assert not heard
    assert not entry.runtime_data.log.writes

    await gateway.stop()
    gateway.set_serial(own)
    await gateway.start()
    gateway.journal.clear()
    await write(hass, entry, data=CHANGE)
    assert asked(gateway) == [ASKED, WRITTEN]


@TICKETS
async def test_connection_lost_during_a_merge(
    hass: HomeAssistant, gateway: GatewaySimulator, tickets: Tickets
) -> None:
    """If the connection goes between the read and the write, it is asked again.

    Unless the next one resumes the session in which it has told.
    """
    gateway.tickets = tickets
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, CloseAfter(), method="GET")
    await write(hass, entry, data=CHANGE, merge=True)
    again = [] if tickets is Tickets.TAKEN else [ASKED]
    assert asked(gateway) == [f"GET {SETTINGS}", *again, WRITTEN]


@TICKETS
async def test_login_refused_on_the_way(
    hass: HomeAssistant, gateway: GatewaySimulator, tickets: Tickets
) -> None:
    """A write that is sent again after a 401 goes to the same known gateway.

    It has to say so again, but for a session that it alone can resume.
    """
    gateway.tickets = tickets
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, CloseAfter())
    gateway.faults.add(SETTINGS, faults.UnauthorizedUntilLogin())
    await write(hass, entry, data=CHANGE)
    requests = asked(gateway)
    assert requests.count(WRITTEN) == 2
    last = len(requests) - 1
    assert requests[last] == WRITTEN
    again = requests[requests.index(WRITTEN) : last].count(ASKED)
    assert again == (0 if tickets is Tickets.TAKEN else 1), requests


@pytest.mark.usefixtures("short_silence")
async def test_after_silence(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """No silence is long enough to ask it again over the connection that it keeps.

    It was asked before, when a connection was kept for 15 seconds. Another device
    can't take over a connection, though, however long it was silent.
    """
    entry = await load(hass, gateway)
    await asyncio.sleep(0.7)
    await write(hass, entry, data=CHANGE)
    await write(hass, entry, data=CHANGE)
    assert asked(gateway) == [WRITTEN, WRITTEN]


@pytest.mark.usefixtures("short_silence")
async def test_reads_break_the_silence(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A gateway that is read all the time is no stranger."""
    entry = await load(hass, gateway)
    for _ in range(4):
        await asyncio.sleep(0.2)
        await read(hass, entry, SETTINGS)
    await write(hass, entry, data=CHANGE)
    assert asked(gateway) == [f"GET {SETTINGS}"] * 4 + [WRITTEN]


@pytest.mark.parametrize("gateway", ["5.0"], indirect=True)
async def test_connection_that_is_never_kept(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Firmware that closes each connection is asked before each write."""
    entry = await load(hass, gateway)
    tariff = (await read(hass, entry, TARIFF))["tariff"]
    for _ in range(2):
        gateway.journal.clear()
        await write(hass, entry, TARIFF, method="PUT", data={"tariff": tariff})
        requests = asked(gateway)
        assert requests[0] == ASKED
        assert requests.count(ASKED) == 1
        # A login by digest may be challenged first, which changes nothing.
        assert set(requests[1:]) == {f"PUT {TARIFF}"}
        applied = [request.applied for request in gateway.journal.writes]
        assert applied.count(True) == 1


async def test_other_address(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """At a new address the gateway says who it is before anything is written."""
    entry = await load(hass, gateway)
    async with GatewaySimulator("8.3") as moved:
        flow = await entry.start_reconfigure_flow(hass)
        result = await hass.config_entries.flow.async_configure(
            flow["flow_id"], {**entry.data, "host": moved.host}
        )
        assert result["reason"] == "reconfigure_successful", result
        await hass.async_block_till_done()
        gateway.journal.clear()
        await write(hass, entry, data=CHANGE)
        assert asked(gateway) == []
        assert ASKED in asked(moved)
        assert asked(moved)[-1] == WRITTEN
        assert len(moved.journal.writes) == 1

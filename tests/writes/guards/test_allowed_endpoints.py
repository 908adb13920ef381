"""With an allow-list, only what is in it can be written."""

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import load, read, refusal

from ..support import DPEL, SETTINGS, asked, choose, option_name, outcome, write


@pytest.mark.parametrize(
    ("patterns", "endpoint", "allowed"),
    [
        ([SETTINGS], SETTINGS, True),
        ([SETTINGS], f"{SETTINGS}?x=1", True),
        ([SETTINGS], f"{SETTINGS}.json", False),
        ([SETTINGS], DPEL, False),
        ([SETTINGS], f"{SETTINGS}/more", False),
        ([SETTINGS], f"/x{SETTINGS}", False),
        ([SETTINGS, DPEL], DPEL, True),
        (["/ivp/ss/*"], SETTINGS, True),
        (["/ivp/ss/*"], "/ivp/peb/newscan", False),
        (["/ivp/mod/*/mode/power"], "/ivp/mod/603980032/mode/power", True),
        (["/ivp/mod/*/mode/power"], "/ivp/mod/603980032/mode/other", False),
        (["/admin/lib/tariff.json"], "/admin/lib/tariff", False),
        (["/*"], SETTINGS, True),
        ([f"{SETTINGS}?x=1"], SETTINGS, False),
        ([f"{SETTINGS}?x=1"], f"{SETTINGS}?x=1", True),
        ([f"{SETTINGS}?x=1"], f"{SETTINGS}?x=2", False),
        (["/ivp/ss/x"], "/ivp/ss/X", False),
        (["/ivp/ss/x"], "/ivp/ss/x.rb", False),
        (["/ivp/ss/x"], "/ivp/ss/x;a=1", False),
        (["/ivp/ss/x"], "/ivp//ss/x", False),
        (["/ivp/ss/x"], "/ivp/ss/%78", False),
        (["/ivp/ss/x"], "/ivp/ss/x%3Fy=1", False),
        (["/ivp/ss/[x]"], "/ivp/ss/x", False),
        (["/ivp/ss/[x]"], "/ivp/ss/[x]", True),
        (["/ivp/ss"], SETTINGS, False),
    ],
)
async def test_list(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    *,
    patterns: list[str],
    endpoint: str,
    allowed: bool,
) -> None:
    """A star stands for any text; what is not in the list is refused by name."""
    entry = await load(hass, gateway)
    gateway.faults.add(None, faults.Fixed(200, "{}"))
    await choose(hass, entry, allowed_endpoints=patterns)
    if allowed:
        await write(hass, entry, endpoint, data={})
        assert asked(gateway) == [f"POST {endpoint}"]
        return
    text = await refusal(
        write(hass, entry, endpoint, data={}), "locked_by_list", callers_mistake=True
    )
    assert endpoint in text
    assert option_name("allowed_endpoints") in text
    assert gateway.journal.requests == []
    assert entry.runtime_data.refusals == 1


async def test_empty_list(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """Without a list there is no limit."""
    entry = await load(hass, gateway)
    await choose(hass, entry, allowed_endpoints=[DPEL])
    assert await outcome(write(hass, entry, data={})) == "locked_by_list"
    await choose(hass, entry, allowed_endpoints=[])
    await write(hass, entry, data={})
    assert len(gateway.journal.writes) == 1


async def test_reads_and_test_mode(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The list is about writes only."""
    entry = await load(hass, gateway)
    await choose(hass, entry, allowed_endpoints=[DPEL])
    await read(hass, entry, SETTINGS)
    reply = await write(hass, entry, data={"a": 1}, test_mode=True)
    assert reply.pop("test_mode")
    assert reply == {SETTINGS: {"a": 1}}
    assert entry.runtime_data.refusals == 0

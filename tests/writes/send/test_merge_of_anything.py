"""Whatever a page and a patch are: what is sent loses nothing, and the proof tells."""

from typing import Any

from homeassistant.core import HomeAssistant
from hypothesis import HealthCheck, given, settings, strategies as st
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.gateway.document import to_json
from gateway_simulator import GatewaySimulator, faults
from tests.gateway.merge_cases import DOCUMENTS, VALUES, Case, cases, without_one

from ..support import PARTS, asked, outcome, write

often = settings(
    deadline=None,
    max_examples=60,
    # Only the journal and the faults change, and each example begins them anew.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def show(gateway: GatewaySimulator, page: Any, then: Any) -> None:
    """Have a page shown once, and another one from then on."""
    gateway.faults.clear()
    gateway.faults.add(PARTS, faults.Fixed(200, to_json(page)), method="GET", times=1)
    gateway.faults.add(PARTS, faults.Fixed(200, to_json(then)))
    gateway.journal.clear()


@often
@given(case=cases(), data=st.data())
async def test_what_fits(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    case: Case,
    data: st.DataObject,
) -> None:
    """To the byte what was named has changed; if anything goes, it isn't proved."""
    call: dict[str, Any] = {"data": case.patch, "merge": True, "verify": True}
    call["verify_seconds"] = 0
    show(gateway, case.current, case.whole)
    reply = await write(hass, entry, PARTS, **call)
    assert asked(gateway) == [f"GET {PARTS}", f"POST {PARTS}", f"GET {PARTS}"]
    assert gateway.journal.writes[0].body == to_json(case.sent)
    assert reply["verification"]["verified"] is True
    assert reply["verification"]["differences"] == []
    if case.whole:
        show(gateway, case.current, without_one(data.draw, case.whole))
        reply = await write(hass, entry, PARTS, **call)
        assert reply["verification"]["verified"] is False


@often
@given(page=DOCUMENTS, patch=VALUES, add=st.booleans())
async def test_what_may_not_fit(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    page: Any,
    patch: Any,
    add: bool,
) -> None:
    """What is refused is refused before anything is sent, in test mode too."""
    call: dict[str, Any] = {"data": patch, "merge": True, "merge_add": add}
    show(gateway, page, page)
    reply = await outcome(write(hass, entry, PARTS, **call))
    if not isinstance(reply, str):
        assert asked(gateway) == [f"GET {PARTS}", f"POST {PARTS}"]
        return
    assert reply.startswith("data_")
    assert gateway.journal.writes == []
    show(gateway, page, page)
    assert await outcome(write(hass, entry, PARTS, **call, test_mode=True)) == reply
    assert gateway.journal.writes == []

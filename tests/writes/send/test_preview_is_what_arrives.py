"""What the preview shows is what arrives, byte for byte, whatever the data."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from hypothesis import HealthCheck, given, settings, strategies as st
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults

from ..support import PARTS, outcome, write

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
KEYS = st.sampled_from("abc") | TEXT
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)
FORMS = st.dictionaries(KEYS, PLAIN, max_size=4)

often = settings(
    deadline=None,
    max_examples=60,
    # Only the journal and the faults change, and each example begins them anew.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


async def compare_with_wire(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    page: Any,
    **call: Any,
) -> bool:
    """Preview a call and make it; return whether it was sent at all."""
    gateway.faults.clear()
    gateway.faults.add(PARTS, faults.Fixed(200, json.dumps(page)))
    gateway.journal.clear()
    shown = await outcome(
        write(hass, entry, PARTS, test_mode=True, compare=True, **call)
    )
    assert not gateway.journal.writes
    reply = await outcome(write(hass, entry, PARTS, **call))
    if isinstance(shown, str):
        assert reply == shown
        assert not gateway.journal.writes
        return False
    (request,) = gateway.journal.writes
    comparison = shown["comparison"]
    assert request.body == comparison["body"].encode()
    assert request.method == comparison["method"]
    assert request.target == comparison["address"]
    for name, value in comparison["headers"].items():
        assert request.headers.get_all(name) == [value]
    return True


@often
@given(data=OBJECTS | st.lists(VALUES, max_size=3), kind=st.sampled_from(["json", ""]))
async def test_json(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    data: Any,
    kind: str,
) -> None:
    """Objects and lists, as JSON or without a label, are sent as shown."""
    assert await compare_with_wire(
        hass, gateway, entry, {}, data=data, content_type=kind or "default"
    )
    assert gateway.journal.writes[0].json() == data


@often
@given(data=FORMS)
async def test_form(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, data: Any
) -> None:
    """Form fields are sent as shown."""
    assert await compare_with_wire(
        hass, gateway, entry, {}, data=data, content_type="form"
    )


@often
@given(page=OBJECTS, data=OBJECTS, kind=st.sampled_from(["json", "form", "default"]))
async def test_merge(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    page: Any,
    data: Any,
    kind: str,
) -> None:
    """A merge is sent as shown; what the preview refuses, the write refuses."""
    await compare_with_wire(
        hass, gateway, entry, page, data=data, merge=True, content_type=kind
    )


@often
@given(page=OBJECTS.filter(bool), new=st.dictionaries(KEYS, TEXT, min_size=1))
async def test_merge_of_what_fits(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    page: Any,
    new: Any,
) -> None:
    """A merge beside what is there is always sent."""
    data = {f"new {key}": value for key, value in new.items()}
    assert await compare_with_wire(hass, gateway, entry, page, data=data, merge=True)
    assert gateway.journal.writes[0].json() == data

"""No endpoint leads anywhere but where it says, to the last byte."""

from typing import Any

from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator

from .strategies import VALUES, endpoints
from .support import answer

METHODS = st.sampled_from(["GET", "PUT", "POST", "DELETE"])


@pytest.mark.parametrize("kind", ["text", "any"])
@given(data=st.data(), method=METHODS)
async def test_nothing_leaves_for_elsewhere(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    bystander: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    kind: str,
    data: st.DataObject,
    method: str,
) -> None:
    """What is accepted arrives byte for byte; the rest leaves no request at all."""
    elsewhere = endpoints(bystander.host, f"//{bystander.host}/", f"@{bystander.host}")
    endpoint: Any = data.draw(elsewhere if kind == "text" else VALUES)
    fields = {"config_entry_id": entry.entry_id, "endpoint": endpoint}
    gateway.journal.clear()
    if method == "GET":
        reply = await answer(hass, "read_data", fields)
    else:
        written = {"method": method, "data": {"a": 1}, "risk_acknowledged": True}
        reply = await answer(hass, "send_data", fields | written)
    assert not bystander.journal.requests
    if reply is None:
        assert not gateway.journal.requests
        return
    wanted = endpoint if isinstance(endpoint, list) else [endpoint]
    assert [request.target for request in gateway.journal.requests] == list(reply)
    assert list(reply) == list(dict.fromkeys(str(given) for given in wanted))
    for request in gateway.journal.requests:
        assert request.method == method
        assert request.headers.get_all("Host") == [gateway.host]

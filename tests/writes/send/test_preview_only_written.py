"""The preview of what can't be read shows what would be sent all the same."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import TEXTS, load, refusal

from ..support import STREAM, asked, load_as_installer, write

PROFILE = "/installer/agf/set_profile.json"
ONLY_WRITTEN = TEXTS["common"]["preview_only_written"]


def shown(reply: Any, endpoint: str, data: Any, method: str) -> str:
    """Return the reason of a preview in which nothing could be read."""
    body = json.dumps(data, separators=(",", ":"))
    comparison = reply["comparison"]
    assert reply[endpoint] == data
    assert comparison["method"] == method
    assert comparison["address"] == endpoint
    assert comparison["body"] == body
    assert comparison["headers"]["Content-Length"] == str(len(body))
    for name in ("current", "changes", "left_out"):
        assert comparison[name] is None
    return str(comparison["reason"])


@pytest.mark.parametrize(
    ("endpoint", "method", "data"),
    [
        (STREAM, "POST", {"enable": 1}),
        (PROFILE, "PUT", {"selected_profile": "x"}),
    ],
)
async def test_page_that_is_only_written(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    endpoint: str,
    method: str,
    data: dict[str, Any],
) -> None:
    """It has method, headers and body, no `current`, and the reason."""
    entry = await load_as_installer(hass, gateway)
    fields: dict[str, Any] = {
        "method": method,
        "data": data,
        "test_mode": True,
        "compare": True,
    }
    reply = await write(hass, entry, endpoint, **fields)
    assert shown(reply, endpoint, data, method) == ONLY_WRITTEN
    assert reply["comparison"]["would_be_refused"] is None
    assert asked(gateway) == [f"GET {endpoint}"]
    assert gateway.journal.writes == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (faults.Fixed(404, '{"err": "404 - Not Found"}'), "no endpoint"),
        (faults.Fixed(405, '{"err": "405 - Method Not Allowed"}'), "not for this"),
        (faults.Fixed(301, "", {"Location": "/error"}), "error page"),
        (faults.Fixed(403, "no"), "does not allow"),
        (faults.Fixed(500, "no"), "failed on"),
        (faults.Fixed(200, b"\x00\xff"), "neither JSON nor text"),
    ],
)
async def test_page_that_is_not_known(
    hass: HomeAssistant, gateway: GatewaySimulator, fault: faults.Fault, words: str
) -> None:
    """Nobody knows whether it can be written, so the reason is the gateway's."""
    entry = await load_as_installer(hass, gateway)
    page, data = "/ivp/of/nobody", {"a": 1}
    gateway.faults.add(page, fault)
    reply = await write(hass, entry, page, data=data, test_mode=True, compare=True)
    assert words in shown(reply, page, data, "POST")


async def test_lock(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """It still says which lock would refuse it."""
    entry = await load_as_installer(hass, gateway)
    page = "/ivp/zb/reset_device"
    reply = await write(hass, entry, page, data={}, test_mode=True, compare=True)
    assert "is locked" in reply["comparison"]["would_be_refused"]
    assert reply["comparison"]["current"] is None


async def test_merge_has_to_read(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """There is nothing to lay the data over."""
    entry = await load_as_installer(hass, gateway)
    call = write(
        hass,
        entry,
        STREAM,
        data={"enable": 1},
        test_mode=True,
        compare=True,
        merge=True,
    )
    await refusal(call, "refused_method")


async def test_gateway_that_is_silent(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Then a preview would say nothing of the gateway's page."""
    entry = await load(hass, gateway)
    await gateway.stop()
    call = write(hass, entry, STREAM, data={}, test_mode=True, compare=True)
    await refusal(call, "cannot_connect_refused")

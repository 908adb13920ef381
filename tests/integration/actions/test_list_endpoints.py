"""The action `list_endpoints`: the catalogue, and what a gateway answers of it."""

import logging
from typing import Any

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.json import json_bytes
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from gateway_simulator import GatewaySimulator, faults, replica_names

from ..helpers import (
    CHECK,
    DOMAIN,
    INVERTERS,
    by_hand,
    call,
    load,
    read,
    reauths,
    refusal,
)

ACTION = "list_endpoints"
TOTAL = len(catalogue().endpoints)


async def _probe(
    hass: HomeAssistant, entry: MockConfigEntry, search: str = ""
) -> dict[str, Any]:
    """Return the reply of a probe."""
    reply: dict[str, Any] = await call(
        hass, ACTION, config_entry_id=entry.entry_id, search=search, probe=True
    )
    assert json_bytes(reply)
    return reply


def _by_endpoint(reply: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the probe says of each endpoint."""
    return {one["endpoint"]: one["probe"] for one in reply["endpoints"]}


async def test_without_any_entry(hass: HomeAssistant) -> None:
    """The list needs no gateway, and a caller has to want the reply."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert hass.services.supports_response(DOMAIN, ACTION) is SupportsResponse.ONLY
    reply = await call(hass, ACTION)
    assert list(reply) == ["endpoints"]
    assert len(reply["endpoints"]) == TOTAL
    assert json_bytes(reply)
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(DOMAIN, ACTION, {}, blocking=True)


async def test_search(hass: HomeAssistant) -> None:
    """An endpoint comes with all that a caller needs to use it."""
    assert await async_setup_component(hass, DOMAIN, {})
    reply = await call(hass, ACTION, search="Production ON off")
    (found,) = reply["endpoints"]
    assert found["endpoint"] == "/ivp/mod/603980032/mode/power"
    assert found["methods"] == ["GET", "PUT"]
    assert found["role"] == "installer"
    assert found["write"]["risk"] == "high"
    assert found["write"]["locked"] is False
    assert found["write"]["examples"] == {"PUT": {"length": 1, "arr": [1]}}
    assert "probe" not in found
    assert (await call(hass, ACTION, search="nothing of the kind"))["endpoints"] == []
    (locked,) = (await call(hass, ACTION, search="decommission"))["endpoints"]
    assert locked["write"]["locked"] is True
    assert locked["write"]["examples"] == {}


async def test_an_unknown_field(hass: HomeAssistant) -> None:
    """A misspelled field is refused."""
    assert await async_setup_component(hass, DOMAIN, {})
    with pytest.raises(vol.Invalid, match="serach"):
        await call(hass, ACTION, serach="x")


@pytest.mark.parametrize("gateway", replica_names(), indirect=True)
async def test_probe(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Each gateway answers what it has, is only read, and the log shows progress."""
    caplog.set_level(logging.INFO, logger=f"custom_components.{DOMAIN}")
    entry = await load(hass, gateway)
    reply = await _probe(hass, entry)

    outcomes = _by_endpoint(reply)
    assert len(outcomes) == TOTAL
    answered = {name for name, one in outcomes.items() if one["answered"]}
    documents = {*gateway.device.documents}
    assert {"/info", "/api/v1/production"} <= answered
    assert documents & answered >= {INVERTERS}
    for one in outcomes.values():
        assert list(one) == [
            *("answered", "status", "kind", "bytes", "milliseconds", "reason")
        ]
        if one["answered"]:
            assert one["status"] == 200
            assert one["kind"] in ("json", "xml", "html", "text", "stream", "empty")
            assert (one["bytes"] > 0) is (one["kind"] != "empty")
            assert one["milliseconds"] >= 0
            assert one["reason"] is None
        else:
            assert one["kind"] is one["bytes"] is one["milliseconds"] is None
            assert one["reason"] or one["status"] > 300
    summary = reply["probe"]
    assert summary["gateway"] == entry.title
    assert summary["firmware"] == gateway.firmware
    assert summary["account"] in ("owner", "installer")
    assert summary["answered"] == len(answered)
    assert summary["asked"] > summary["answered"]
    assert summary["seconds"] < summary["limit"] == 300
    assert {request.method for request in gateway.journal.requests} == {"GET"}
    progress = [one for one in caplog.messages if one.startswith("Probing")]
    assert progress == [f"Probing {entry.title}: {summary['asked']} endpoints"]


@pytest.mark.parametrize("gateway", ["3.9", "3.18"], indirect=True)
async def test_a_page_that_says_that_it_is_none(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Firmware 3 says so with a success, which a probe takes for no answer."""
    entry = await load(hass, gateway)
    outcome = _by_endpoint(await _probe(hass, entry, "/inventory"))["/inventory"]
    assert outcome["answered"] is False
    assert outcome["status"] == 200
    assert "said “Page Not Found" in outcome["reason"]
    assert "Page Not Found" in await read(hass, entry, "/inventory")


JSON_LABEL = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "answered", "kind"),
    [
        (b'{"a": 1}', True, "json"),
        (b"<device><sn/></device>", True, "xml"),
        (b"  \n<html><body>Home</body></html>", True, "html"),
        (b"OK", True, "text"),
        (b'data: {"a": 1}\n\n', True, "stream"),
        (b"\x00\x01\xff", True, "binary"),
        (b"", True, "empty"),
        (b"  \n<html><title>Page Not Found</title></html>", False, None),
        (b"\xef\xbb\xbf  <h1>Page Not Found</h1>", False, None),
    ],
)
async def test_kind(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    body: bytes,
    *,
    answered: bool,
    kind: str | None,
) -> None:
    """What came is told by its body, whatever the gateway calls it."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.Fixed(200, body, JSON_LABEL))
    outcome = _by_endpoint(await _probe(hass, entry, "home"))["/home"]
    assert (outcome["answered"], outcome["kind"]) == (answered, kind)
    assert outcome["status"] == 200


async def test_kind_of_a_stream(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A live stream is one, and a page of the identity is XML."""
    entry = await load(hass, gateway, token=gateway.token("installer"))
    outcomes = _by_endpoint(await _probe(hass, entry))
    kinds = {endpoint: outcomes[endpoint]["kind"] for endpoint in outcomes}
    assert kinds["/stream/meter"] == "stream"
    assert kinds["/info"] == "xml"
    assert kinds["/api/v1/production"] == "json"


async def test_what_is_not_asked(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Each of these says why."""
    entry = await load(hass, gateway)
    outcomes = _by_endpoint(await _probe(hass, entry))
    for endpoint, reason in {
        "/installer/pcu_comm_check": "may start a communication test",
        CHECK: "part of the login",
        "/ivp/ss/gen_delete": "not known to be read",
        "/ivp/meters/{eid}": "curly brackets",
    }.items():
        assert outcomes[endpoint]["status"] is None
        assert reason in outcomes[endpoint]["reason"]
        # A page that this account may not read has the client check its login.
        assert gateway.journal.count(path=endpoint) == 0 or endpoint == CHECK


async def test_a_page_that_does_not_answer(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """What happened stands there in words, and the others are asked all the same."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.DropBeforeReply())
    outcomes = _by_endpoint(await _probe(hass, entry, "home"))
    assert outcomes["/home"]["status"] is None
    assert "closed the connection" in outcomes["/home"]["reason"]
    assert outcomes["/home.json"]["answered"]


async def test_time_is_over(
    hass: HomeAssistant, gateway: GatewaySimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be asked in the time says so."""
    monkeypatch.setattr(
        f"custom_components.{DOMAIN}.actions.list_endpoints.LONGEST_PROBE", 0
    )
    entry = await load(hass, gateway)
    reply = await _probe(hass, entry, "home")
    assert {one["reason"] for one in _by_endpoint(reply).values()} == {
        "No time was left"
    }
    assert reply["probe"]["asked"] == 0
    assert gateway.journal.count() == 0


async def test_probe_without_a_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The only one needs no name."""
    entry = await load(hass, gateway)
    reply = await call(hass, ACTION, probe=True, search="battery")
    assert reply["probe"]["gateway"] == entry.title
    await refusal(
        call(hass, ACTION, probe=True, config_entry_id="x"),
        "entry_not_found",
        callers_mistake=True,
    )


async def test_a_gateway_that_is_off(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The call ends at once with the words that a read has."""
    entry = await load(hass, gateway)
    await gateway.stop()
    await refusal(_probe(hass, entry), "cannot_connect_refused")


async def test_a_dead_token(hass: HomeAssistant, gateway: GatewaySimulator) -> None:
    """A login that is dead asks for a new one."""
    entry = await load(hass, gateway, **by_hand(gateway))
    gateway.faults.add(lambda request: request.path != "/info", faults.Unauthorized())
    await refusal(_probe(hass, entry), "token_refused")
    assert len(reauths(hass)) == 1


@pytest.mark.parametrize(
    ("endpoint", "similar"),
    [
        ("/api/v1/productoin", "/api/v1/production"),
        ("/ivp/ss/dpell", "/ivp/ss/dpel"),
        ("/nothing/like/it", "—"),
    ],
)
async def test_similar_endpoints(
    hass: HomeAssistant, gateway: GatewaySimulator, endpoint: str, similar: str
) -> None:
    """The error for an endpoint that isn't there names those that may be meant."""
    entry = await load(hass, gateway)
    key = "refused_not_found" if endpoint.startswith("/ivp/") else "redirected_to_error"
    text = await refusal(read(hass, entry, endpoint), key)
    assert f"similar names: {similar}. " in text
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=[endpoint],
        continue_on_error=True,
    )
    assert reply["errors"][endpoint]["reason"] == text

"""What the page asks for beside the actions, and who may."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    TOPICS,
    catalogue,
    topic_of,
)
from gateway_simulator import GatewaySimulator
from tests.writes.support import over_http

from ..helpers import (
    DOMAIN,
    INVERTERS,
    call,
    entry_data,
    load,
    make_entry,
    set_up,
    title_of,
)
from .support import COMMANDS, Page, opened

pytestmark = over_http


@pytest.mark.parametrize("command", COMMANDS)
async def test_nobody_else_may_ask(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    gateway: GatewaySimulator,
    command: str,
) -> None:
    """A user who is no administrator learns nothing, and starts nothing."""
    entry = await load(hass, gateway)
    page = Page(await hass_ws_client(hass, hass_read_only_access_token))
    fields = COMMANDS[command]
    if "entry_id" in fields:
        fields = {"entry_id": entry.entry_id}
    answer = await page.ask(command, **fields)
    assert answer["success"] is False
    assert answer["error"]["code"] == "unauthorized"
    assert gateway.journal.count() == 0


async def test_gateways(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """The page hears how a gateway is, and of each change; nothing is secret."""
    entry = await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    await page.start("gateways")
    assert (await page.hear())["success"]
    (told,) = (await page.event())["gateways"]
    assert told == {
        "id": entry.entry_id,
        "title": title_of(gateway),
        "serial": gateway.serial,
        "recording": False,
        "rehearsing": False,
        "state": "loaded",
        "reason": None,
        "firmware": gateway.firmware,
        "account": "owner",
        "who_may_send": "administrators",
        "opened_pages": [],
        "allowed_endpoints": [],
        "probe": None,
    }
    hass.config_entries.async_update_entry(entry, options={"who_may_send": "nobody"})
    (told,) = (await page.event())["gateways"]
    assert told["who_may_send"] == "nobody"
    await call(
        hass,
        "list_endpoints",
        config_entry_id=entry.entry_id,
        search=INVERTERS,
        probe=True,
    )
    (told,) = (await page.event())["gateways"]
    assert told["probe"]["answers"] == {INVERTERS: True}
    assert (told["probe"]["firmware"], told["probe"]["account"]) == (
        gateway.firmware,
        "owner",
    )
    for on in (True, False):
        options = {"rehearse": True} if on else {}
        hass.config_entries.async_update_entry(entry, options=options)
        while told["rehearsing"] != on or told["title"].endswith(")") != on:
            (told,) = (await page.event())["gateways"]
    secrets = {entry.data["token"], entry.data["password"], entry.data["host"]}
    assert not [secret for secret in secrets if secret in str(told)]


async def test_states(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """A gateway that is not loaded has a state and, if known, a reason."""
    assert await async_setup_component(hass, DOMAIN, {})
    await gateway.stop()
    entry = await set_up(hass, make_entry(hass, gateway, entry_data(gateway)))
    page = await opened(hass, hass_ws_client)
    number = await page.start("gateways")
    await page.hear()
    (told,) = (await page.event())["gateways"]
    assert told["state"] == "setup_retry"
    assert told["reason"]
    assert (told["firmware"], told["account"]) == (None, None)
    await page.stop(number)
    assert (await page.hear())["success"]
    await hass.config_entries.async_remove(entry.entry_id)
    # Nothing more is told of it.
    assert (await page.ask("search", text="battery"))["success"]


async def test_others_are_not_told(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """Entries of other integrations are none of the page's business."""
    await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    await page.start("gateways")
    await page.hear()
    await page.event()
    other = make_entry(hass, gateway)
    object.__setattr__(other, "domain", "sun")
    hass.config_entries.async_update_entry(other, title="Other")
    assert (await page.ask("search", text="battery"))["type"] == "result"


async def test_catalogue(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """Every endpoint is listed once, by topic, with what it takes to mark it."""
    await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    result = (await page.ask("catalogue", language="de-CH"))["result"]
    listed: dict[str, Any] = {one["path"]: one for one in result["endpoints"]}
    assert list(listed) == [known.path for known in catalogue().endpoints]
    assert len(listed) == len(result["endpoints"])
    assert {one["topic"] for one in listed.values()} == set(result["topics"])
    assert result["topics"] == list(TOPICS)

    inverters = listed[INVERTERS]
    assert inverters["name"] == "Leistung der Wechselrichter"
    assert (inverters["topic"], inverters["write"]) == ("inverters", None)
    assert inverters["probable"] is inverters["readable"] is True

    # The text keeps what a number in JavaScript would lose.
    limit = listed["/ivp/ss/dpel"]["write"]
    assert '"limit_value_W": 50.0' in limit["examples"]["POST"]
    assert (limit["locked"], limit["locked_page"]) == (False, None)
    assert listed["/ivp/peb/newscan"]["write"]["examples"]["DELETE"] == ""

    # What the gateway makes by itself, and pages that are written in another form.
    assert listed["/admin/lib/tariff"]["write"]["own"] == ["schedule"]
    assert limit["own"] == []
    for path, as_shown in (
        ("/ivp/ss/dpel", True),
        ("/ivp/mod/603980032/mode/power", False),
        ("/ivp/ss/dry_contact_settings", False),
    ):
        shown = [
            one["write"]["as_shown"]
            for one in listed.values()
            if path in (one["path"], one["endpoint"])
        ]
        assert shown == [as_shown], path

    generator = listed["/ivp/ss/gen_mode"]["write"]
    assert generator["choices"] == {"gen_cmd": ["auto", "on", "off"]}
    assert limit["choices"] == {}

    tunnel = listed["/admin/lib/dba.json"]["write"]
    assert (tunnel["locked"], tunnel["locked_page"]) == (True, "/admin/lib/dba.json")


async def test_search(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, gateway: GatewaySimulator
) -> None:
    """The search is that of the action, in the words of several languages."""
    await load(hass, gateway)
    page = await opened(hass, hass_ws_client)
    found = (await page.ask("search", text="Notstromaggregat"))["result"]["paths"]
    assert "/ivp/ss/gen_mode" in found
    assert INVERTERS not in found
    assert len((await page.ask("search", text=""))["result"]["paths"]) == len(
        catalogue().endpoints
    )
    answer = await page.ask("search", text="x" * 201)
    assert answer["error"]["code"] == "invalid_format"


def test_topics() -> None:
    """Each topic is about something, and each rule has an endpoint."""
    topics = [topic_of(known.path) for known in catalogue().endpoints]
    assert set(topics) == set(TOPICS)
    assert max(map(topics.count, TOPICS)) < len(topics) / 3
    assert topic_of("/an/own/path") == "gateway"

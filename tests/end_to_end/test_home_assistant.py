"""The integration in a real Home Assistant, used over its own API."""

import asyncio
from collections.abc import AsyncIterator
import re

import pytest

from demo.gateway import AddError, Gateway, Login, add_gateway, wait_until_loaded
from demo.home import (
    DOMAIN,
    ApiError,
    CloudAddresses,
    HomeAssistant,
    HomeAssistantApi,
    Json,
)
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, faults

from .owner import OWNER

INVERTERS = "/api/v1/production/inverters"

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def home(cloud: CloudSimulator) -> AsyncIterator[HomeAssistant]:
    """Start Home Assistant and make sure that nothing of ours spoils its log."""
    addresses = CloudAddresses(login_url=cloud.login_url, token_url=cloud.token_url)
    async with HomeAssistant(cloud=addresses, usual_port=0) as home_assistant:
        await home_assistant.start()
        yield home_assistant
        await home_assistant.stop()
        log = home_assistant.log()
        complaints = "\n".join(home_assistant.complaints())
    assert not re.findall(rf".* ERROR .*\[custom_components\.{DOMAIN}.*", log)
    assert f"custom_components/{DOMAIN}" not in log, "part of a traceback"
    assert not re.findall(r"(?i).*(?:deprecat|will stop working).*", complaints)


def form(gateway: GatewaySimulator, password: str) -> Json:
    """Return the first form, filled in."""
    return {
        "host": gateway.host,
        "username": OWNER.email,
        "password": password,
        "use_manual_token": False,
    }


async def read(api: HomeAssistantApi, entry_id: str) -> Json:
    """Read the inverters."""
    reply: Json = await api.call_action(
        DOMAIN, "read_data", {"config_entry_id": entry_id, "endpoint": INVERTERS}
    )
    return reply


async def start_adding(api: HomeAssistantApi) -> Json:
    """Select Add integration, and a gateway in the menu."""
    flow = await api.start_flow(DOMAIN)
    assert (flow["type"], flow["step_id"]) == ("menu", "start")
    form: Json = await api.submit_flow(flow["flow_id"], {"next_step_id": "enter"})
    return form


async def test_life_of_an_entry(
    home: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """Add a gateway, use it, restart, log in anew and remove it."""
    api = home.api

    # A wrong password is an error at the form, which can be filled in again.
    flow = await start_adding(api)
    assert (flow["type"], flow["step_id"]) == ("form", "user")
    flow = await api.submit_flow(flow["flow_id"], form(gateway, "wrong"))
    assert (flow["type"], flow["step_id"]) == ("form", "user")
    assert list(flow["errors"]) == ["password"]
    flow = await api.submit_flow(flow["flow_id"], form(gateway, OWNER.password))
    assert flow["type"] == "create_entry"
    assert flow["title"] == f"Envoy-raw-data {gateway.serial}"
    entry_id = flow["result"]["entry_id"]
    assert len((await read(api, entry_id))[INVERTERS]) == 24

    # A restart uses the stored token and asks for no more than it needs.
    cloud.journal.clear()
    gateway.journal.clear()
    await home.restart()
    entries = await api.entries(DOMAIN)
    assert [entry["state"] for entry in entries] == ["loaded"]
    received = [request.path for request in gateway.journal.requests]
    assert received == ["/info", "/auth/check_jwt"]
    assert len((await read(api, entry_id))[INVERTERS]) == 24
    assert cloud.journal.requests == []

    # A login that is dead on both sides asks the user to log in anew.
    cloud.add(Account(OWNER.email, "new secret"))
    refused = gateway.faults.add(
        lambda request: request.path != "/info", faults.Unauthorized()
    )
    async with api.subscribed("config_entries/flow/subscribe") as flows:
        await flows.get()
        with pytest.raises(ApiError):
            await read(api, entry_id)
        async with asyncio.timeout(10):
            [started] = await flows.get()
    assert started["type"] == "added"
    flow = await api.show_flow(started["flow_id"])
    assert (flow["type"], flow["step_id"]) == ("form", "reauth_confirm")
    assert gateway.serial in flow["description_placeholders"]["gateway"]
    gateway.faults.remove(refused)
    flow = await api.submit_flow(flow["flow_id"], form(gateway, "new secret"))
    assert (flow["type"], flow["reason"]) == ("abort", "reauth_successful")
    assert await api.flows(DOMAIN) == []
    # The new login takes a reload, which ends after the form.
    await wait_until_loaded(api, entry_id)
    assert len((await read(api, entry_id))[INVERTERS]) == 24

    # Removed is removed, and the actions say so.
    async with api.subscribed("config_entries/subscribe") as events:
        await events.get()
        await api.remove_entry(entry_id)
        async with asyncio.timeout(10):
            while (change := (await events.get())[0])["type"] != "removed":
                pass
    assert change["entry"]["entry_id"] == entry_id
    assert await api.entries(DOMAIN) == []
    with pytest.raises(ApiError) as refusal:
        await read(api, entry_id)
    assert refusal.value.code == "service_validation_error"


async def test_token_by_hand(
    home: HomeAssistant, gateway: GatewaySimulator, cloud: CloudSimulator
) -> None:
    """A token of the user's own needs no cloud; a wrong one is explained in words."""
    for_other = gateway.token(serial="999999999999")
    with pytest.raises(AddError, match=r"999999999999.*" + gateway.serial):
        await add_gateway(home.api, Gateway(gateway.host, Login(token=for_other)))

    login = Login(token=gateway.token())
    entry_id = await add_gateway(home.api, Gateway(gateway.host, login))

    assert len((await read(home.api, entry_id))[INVERTERS]) == 24
    assert cloud.journal.requests == []

    with pytest.raises(AddError, match="set up already"):
        await add_gateway(home.api, Gateway(gateway.host, login))

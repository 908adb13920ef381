"""Writes to relays, contacts, generator and batteries."""

import aiohttp

from gateway_simulator import GatewaySimulator

from .helpers import Talk

_CONTACTS = "/ivp/ensemble/dry_contacts"
_RELAY = "/ivp/ensemble/relay"


async def test_contacts(talk: Talk) -> None:
    """One relay moves, the others stay."""
    body = {"dry_contacts": {"id": "NC2", "status": "open"}}
    assert (await talk.write("POST", _CONTACTS, body)).status == 200
    states = (await talk.read(_CONTACTS))["dry_contacts"]
    assert {entry["id"]: entry["status"] for entry in states} == {
        "NC1": "closed",
        "NC2": "open",
        "NO1": "closed",
        "NO2": "closed",
    }


async def test_contacts_follow_later(client: aiohttp.ClientSession) -> None:
    """Hardware takes its time."""
    async with GatewaySimulator("8.2", follow_after=3) as gateway:
        talk = Talk(client, gateway)
        body = {"dry_contacts": {"id": "NC1", "status": "open"}}
        await talk.write("POST", _CONTACTS, body)
        before = await talk.read(_CONTACTS)
        gateway.advance(3)
        after = await talk.read(_CONTACTS)
    assert before["dry_contacts"][0]["status"] == "closed"
    assert after["dry_contacts"][0]["status"] == "open"
    assert talk.applied() == [True]


async def test_contact_rules(talk: Talk) -> None:
    """The rules of one contact are replaced by what is sent."""
    page = "/ivp/ss/dry_contact_settings"
    rules = (await talk.read(page))["dry_contacts"]
    changed = {**rules[1], "load_name": "Pool pump"}
    assert (await talk.write("POST", page, {"dry_contacts": changed})).status == 200
    assert (await talk.read(page))["dry_contacts"] == [rules[0], changed, *rules[2:]]
    assert talk.gateway.journal.writes[-1].left_out == ()


async def test_half_the_rules_of_a_contact(talk: Talk) -> None:
    """A real gateway may crash of them; the journal has what is missing."""
    page = "/ivp/ss/dry_contact_settings"
    rules = (await talk.read(page))["dry_contacts"]
    partial = {"id": "NC1", "soc_low": 20.0}
    reply = await talk.write("POST", page, {"dry_contacts": partial})
    assert (reply.status, reply.json()) == (200, {"dry_contacts": partial})
    assert (await talk.read(page))["dry_contacts"] == [partial, *rules[1:]]
    left_out = talk.gateway.journal.writes[-1].left_out
    assert len(left_out) == len(rules[0]) - 2
    assert "dry_contacts[NC1].manual_override" in left_out


async def test_a_list_of_rules(talk: Talk) -> None:
    """A list takes the place of the list, contacts that it lacks included."""
    page = "/ivp/ss/dry_contact_settings"
    rules = (await talk.read(page))["dry_contacts"]
    reply = await talk.write("POST", page, {"dry_contacts": rules[:1]})
    assert reply.status == 200
    assert (await talk.read(page))["dry_contacts"] == rules[:1]
    assert talk.gateway.journal.writes[-1].left_out == (
        "dry_contacts[NC2]",
        "dry_contacts[NO1]",
        "dry_contacts[NO2]",
    )
    await talk.write("POST", page, {"dry_contacts": [{"soc_low": 20.0}]})
    assert (await talk.read(page))["dry_contacts"] == [{"soc_low": 20.0}]


async def test_without_a_controller(client: aiohttp.ClientSession) -> None:
    """Relay and contacts take orders that nothing follows."""
    async with GatewaySimulator("7.6") as gateway:
        talk = Talk(client, gateway)
        before = [await talk.read(page) for page in (_RELAY, _CONTACTS)]
        body = {"dry_contacts": {"id": "NC2", "status": "closed"}}
        assert (await talk.write("POST", _CONTACTS, body)).status == 200
        order = {"mains_admin_state": "open"}
        assert (await talk.write("POST", _RELAY, order)).status == 200
        assert [await talk.read(page) for page in (_RELAY, _CONTACTS)] == before
    assert talk.applied() == [False, False]


async def test_relay(client: aiohttp.ClientSession) -> None:
    """The wish shows at once, the position later and on every page."""
    async with GatewaySimulator("8.2", follow_after=2) as gateway:
        talk = Talk(client, gateway)
        await talk.write("POST", _RELAY, {"mains_admin_state": "open"})
        state = await talk.read(_RELAY)
        assert (state["mains_admin_state"], state["mains_oper_state"]) == (
            "open",
            "closed",
        )
        gateway.advance(2)
        state = await talk.read(_RELAY)
        assert state["mains_oper_state"] == "open"
        assert state["Solar_grid_mode"] == "multimode-offgrid"
        controller = (await talk.read("/ivp/ensemble/inventory"))[1]["devices"][0]
        assert controller["mains_oper_state"] == "open"
        live = await talk.read("/ivp/livedata/status")
        assert live["meters"]["main_relay_state"] == 0
        await talk.write("POST", _RELAY, {"mains_admin_state": "closed"})
        gateway.advance(2)
        live = await talk.read("/ivp/livedata/status")
        assert live["meters"]["main_relay_state"] == 1


async def test_generator(talk: Talk) -> None:
    """The reply is what is stored; without batteries charging stays on."""
    config = await talk.read("/ivp/ss/gen_config")
    config |= {"charge_from_generator": False, "model": "22kW"}
    reply = (await talk.write("POST", "/ivp/ss/gen_config", config)).json()
    assert reply == config | {"charge_from_generator": True}
    assert await talk.read("/ivp/ss/gen_config") == reply
    schedule = {"default_soc": {"start_soc": 25, "stop_soc": 75}}
    reply = (await talk.write("POST", "/ivp/ss/gen_schedule", schedule)).json()
    assert reply == await talk.read("/ivp/ss/gen_schedule") == schedule
    assert talk.gateway.journal.writes[-1].left_out == (
        "exercise_config",
        "schedule",
        "last_updated_by",
    )
    reply = (await talk.write("POST", "/ivp/ss/gen_mode", {"gen_cmd": "off"})).json()
    assert reply["gen_cmd"] == "off"
    assert await talk.read("/ivp/ss/gen_mode") == reply


async def test_generator_with_batteries(client: aiohttp.ClientSession) -> None:
    """Then charging can be switched off."""
    async with GatewaySimulator("8.2") as gateway:
        talk = Talk(client, gateway)
        config = {"charge_from_generator": False}
        reply = await talk.write("POST", "/ivp/ss/gen_config", config)
        assert reply.json()["charge_from_generator"] is False


async def test_sleeping_batteries(talk: Talk) -> None:
    """PUT adds or changes, DELETE wakes."""
    page = "/admin/lib/acb_config"
    first = {"serial_num": "121730090001", "sleep_min_soc": 10, "sleep_max_soc": 20}
    second = {**first, "serial_num": "121730090002"}
    await talk.write("PUT", page, {"acb_sleep": [first, second]})
    deeper = {**first, "sleep_min_soc": 5}
    await talk.write("PUT", page, {"acb_sleep": [deeper]})
    assert await talk.read(page) == {"acb_sleep": [second, deeper]}
    wake = {"acb_sleep": [{"serial_num": "121730090002"}]}
    await talk.write("DELETE", page, wake)
    assert await talk.read(f"{page}.json") == {"acb_sleep": [deeper]}

"""Writes change what later reads show."""

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator, faults

from .helpers import Talk, ask

_TARIFF = "/admin/lib/tariff"
_POWER = "/ivp/mod/603980032/mode/power"
_DPEL = "/ivp/ss/dpel"
_CONTACTS = "/ivp/ensemble/dry_contacts"
_RELAY = "/ivp/ensemble/relay"


async def test_tariff(talk: Talk) -> None:
    """The whole document is replaced; what is left out is gone."""
    tariff = (await talk.read(_TARIFF))["tariff"]
    tariff["storage_settings"]["mode"] = "backup"
    del tariff["seasons_sell"]
    for method in ("PUT", "POST"):
        reply = await talk.write(method, _TARIFF, {"tariff": tariff})
        assert reply.status == 200
        assert reply.json()["tariff"] == tariff
    document = await talk.read(_TARIFF)
    assert document["tariff"] == tariff
    assert "schedule" in document
    assert talk.applied() == [True, True]
    first, second = talk.gateway.journal.writes
    assert first.left_out == ("tariff.seasons_sell",)
    assert second.left_out == ()


async def test_a_season_can_be_lost(client: aiohttp.ClientSession) -> None:
    """No gateway saves a list from a write; the journal has what went."""
    async with GatewaySimulator("8.2") as gateway:
        talk = Talk(client, gateway)
        tariff = (await talk.read(_TARIFF))["tariff"]
        seasons = tariff["seasons"]
        assert [season["id"] for season in seasons] == ["summer", "winter"]
        tariff["seasons"] = [{"id": "winter", "start": "12/1"}]
        assert (await talk.write("PUT", _TARIFF, {"tariff": tariff})).status == 200
        assert (await talk.read(_TARIFF))["tariff"]["seasons"] == tariff["seasons"]
        assert gateway.journal.writes[-1].left_out == (
            "tariff.seasons[summer]",
            "tariff.seasons[winter].days",
            "tariff.seasons[winter].tiers",
        )
        # Without any settings the page is still there.
        await talk.write("PUT", _TARIFF, {"tariff": {"seasons": []}})
        assert (await talk.read(_TARIFF))["tariff"] == {"seasons": []}
        assert "tariff.seasons" in gateway.journal.writes[-1].left_out


async def test_tariff_while_the_cloud_optimises(talk: Talk) -> None:
    """A mode change is accepted and ignored; other changes count."""
    tariff = (await talk.read(_TARIFF))["tariff"]
    tariff["storage_settings"]["opt_schedules"] = True
    await talk.write("PUT", _TARIFF, {"tariff": tariff})
    tariff["storage_settings"]["mode"] = "backup"
    reply = await talk.write("PUT", _TARIFF, {"tariff": tariff})
    assert reply.status == 200
    stored = (await talk.read(_TARIFF))["tariff"]["storage_settings"]
    assert stored["mode"] == "self-consumption"
    tariff["storage_settings"] |= {"mode": "self-consumption", "reserved_soc": 55.0}
    await talk.write("PUT", _TARIFF, {"tariff": tariff})
    stored = (await talk.read(_TARIFF))["tariff"]["storage_settings"]
    assert stored["reserved_soc"] == 55.0
    assert talk.applied() == [True, False, True]


async def test_power(talk: Talk) -> None:
    """1 switches production off, 0 on."""
    assert await talk.read(_POWER) == {"powerForcedOff": False}
    for value, off in ((1, True), (0, False)):
        reply = await talk.write("PUT", _POWER, {"length": 1, "arr": [value]})
        assert (reply.status, reply.body) == (200, b"")
        assert await talk.read(_POWER) == {"powerForcedOff": off}


async def test_installer_pages_refuse_owners(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """A refused write changes nothing."""
    body = {"length": 1, "arr": [1]}
    reply = await ask(client, gateway, _POWER, method="PUT", json=body)
    assert reply.status == 401
    assert [request.applied for request in gateway.journal.writes] == [False]
    reply = await ask(client, gateway, _POWER, role="installer")
    assert reply.json() == {"powerForcedOff": False}


async def test_export_limit(talk: Talk) -> None:
    """The limit is stored as sent."""
    document = await talk.read(_DPEL)
    document["dynamic_pel_settings"] |= {"enable": True, "limit_value_W": 50.0}
    assert (await talk.write("POST", _DPEL, document)).json() == document
    assert await talk.read(_DPEL) == document


@pytest.mark.parametrize(
    "label",
    ["application/octet-stream", "application/json", "text/plain", None],
)
async def test_label_of_the_body_is_ignored(talk: Talk, label: str | None) -> None:
    """JSON is JSON under any name."""
    reply = await talk.write(
        "POST",
        _DPEL,
        data=b'{"version": "00.00.02"}',
        headers={"Content-Type": label} if label else {},
        skip_auto_headers=["Content-Type"],
    )
    assert reply.status == 200
    assert (await talk.read(_DPEL))["version"] == "00.00.02"


async def test_json_inside_a_form(talk: Talk) -> None:
    """The gateway's own pages send it so."""
    reply = await talk.write(
        "PUT",
        "/ivp/peb/reportsettings",
        data={"data": '{"reportsettings": {"bandwidth": "low"}}'},
    )
    assert reply.status == 200
    stored = await talk.read("/ivp/peb/reportsettings")
    assert stored == {"reportsettings": {"bandwidth": "low"}}


async def test_forms(talk: Talk) -> None:
    """Web pages take fields."""
    page = "/admin/lib/date_time_display.json"
    reply = await talk.write("POST", page, data={"timezone": "Europe/London"})
    assert reply.json() == {"message": "success"}
    assert (await talk.read(page))["timezone"] == "Europe/London"
    page = "/admin/lib/dba.json"
    for name, state in (("tunnelopen", True), ("tunnelclose", False)):
        assert (await talk.write("POST", page, data={"fname": name})).status == 200
        assert await talk.read(page) == {"tunnel_open": state}


async def test_live_stream(talk: Talk) -> None:
    """The switch shows in the state page."""
    for enable, state in ((1, "enabled"), (0, "disabled")):
        reply = await talk.write("POST", "/ivp/livedata/stream", {"enable": enable})
        assert reply.json() == {"sc_stream": state}
        live = await talk.read("/ivp/livedata/status")
        assert live["connection"]["sc_stream"] == state


async def test_grid_profile(talk: Talk) -> None:
    """The reply says whether it was accepted."""
    page = "/installer/agf/set_profile.json"
    index = await talk.read("/installer/agf/index.json")
    wanted = index["profiles"][1]["profile_id"]
    reply = await talk.write("PUT", page, {"selected_profile": wanted})
    assert "accepted" in reply.json()["message"]
    index = await talk.read("/installer/agf/index.json")
    assert index["selected_profile"] == wanted
    reply = await talk.write("PUT", page, {"selected_profile": "Moon"})
    assert reply.status == 200
    assert "accepted" not in reply.json()["message"]
    assert talk.applied() == [True, False]


async def test_profile_package(talk: Talk) -> None:
    """It arrives in several parts."""
    form = aiohttp.FormData()
    form.add_field("file", b"package", filename="profiles.tgz")
    page = "/installer/agf/upload_profile_package"
    reply = await talk.write("POST", page, data=form)
    assert reply.json() == {"message": "success"}
    assert (await talk.write("POST", page, data=b"package")).status == 400


async def test_meters(talk: Talk) -> None:
    """One meter by its address, or several in a list."""
    meters = await talk.read("/ivp/meters")
    eid = meters[1]["eid"]
    await talk.write("PUT", f"/ivp/meters/{eid}", {"state": "disabled"})
    assert (await talk.read("/ivp/meters"))[1]["state"] == "disabled"
    reply = await talk.write("PUT", "/ivp/meters", [{"eid": eid, "state": "enabled"}])
    assert reply.json() == meters
    assert await talk.read(f"/ivp/meters/{eid}") == meters[1]


async def test_scan(talk: Talk) -> None:
    """No body is needed."""
    page = "/ivp/peb/newscan"
    for method, active in (("PUT", True), ("DELETE", False)):
        assert (await talk.write(method, page)).status == 200
        assert (await talk.read(page))["newDeviceScan"]["active"] is active


async def test_phase_of_an_inverter(talk: Talk) -> None:
    """It stands in the query."""
    page = "/installer/agf/inverters_status.json"
    serial = next(iter(await talk.read(page)))
    reply = await talk.write("PUT", f"{page}?serial_num={serial}&man_ph_ind=ph-a")
    assert reply.json()["phase"] == "ph-a"
    assert (await talk.read(page))[serial]["phase"] == "ph-a"
    assert (await talk.write("PUT", page)).status == 400


async def test_orders_without_trace(talk: Talk) -> None:
    """They count as applied although nothing shows it."""
    page = "/ivp/grest/local/gs/redeterminephase"
    reply = await talk.write("POST", page)
    assert (reply.status, reply.body) == (200, b"")
    assert talk.applied() == [True]


async def test_errors_are_cleared(talk: Talk) -> None:
    """Bit by bit."""
    page = "/ivp/ensemble/errors"
    talk.gateway.device.documents[page]["errors"] = 7
    await talk.write("POST", page, {"errors_to_clear": 5})
    assert await talk.read(page) == {"errors": 2}


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("PUT", _TARIFF, b""),
        ("PUT", _TARIFF, b"{"),
        ("PUT", _TARIFF, b"[]"),
        ("PUT", _TARIFF, b'{"tariff": 1}'),
        ("PUT", _TARIFF, b"tariff={broken"),
        ("PUT", _TARIFF, b"\xff\xfe=1"),
        ("PUT", _POWER, b'{"length": 1, "arr": [2]}'),
        ("POST", _CONTACTS, b'{"dry_contacts": {"id": "NC9", "status": "open"}}'),
        ("POST", _CONTACTS, b'{"dry_contacts": {"id": "NC1", "status": "ajar"}}'),
        ("POST", "/ivp/ss/dry_contact_settings", b'{"dry_contacts": {"soc_low": 5}}'),
        ("POST", "/ivp/ss/dry_contact_settings", b'{"dry_contacts": "NC1"}'),
        ("POST", "/ivp/ss/dry_contact_settings", b'{"dry_contacts": {"id": "X"}}'),
        ("POST", _RELAY, b'{"mains_admin_state": "ajar"}'),
        ("POST", "/ivp/ss/gen_mode", b'{"gen_cmd": "maybe"}'),
        ("PUT", "/admin/lib/acb_config", b'{"acb_sleep": [1]}'),
        ("PUT", "/ivp/meters", b'[{"eid": 1}]'),
        ("POST", "/admin/lib/dba.json", b"fname=dig"),
    ],
)
async def test_malformed_bodies(
    talk: Talk, method: str, target: str, body: bytes
) -> None:
    """They are refused and change nothing."""
    before = await talk.read(target)
    reply = await talk.write(method, target, data=body)
    assert (reply.status, reply.json()) == (400, {"err": "400 - Bad Request"})
    assert await talk.read(target) == before
    assert talk.applied() == [False]


async def test_ignored_write(talk: Talk) -> None:
    """The reply looks as if it had worked."""
    talk.gateway.faults.add(_DPEL, faults.IgnoreWrite(), method="POST")
    reply = await talk.write("POST", _DPEL, {"version": "new"})
    assert (reply.status, reply.json()["version"]) == (200, "new")
    assert (await talk.read(_DPEL))["version"] == "00.00.01"
    assert talk.applied() == [False]


async def test_late_write(talk: Talk) -> None:
    """It shows after a while."""
    talk.gateway.faults.add(_DPEL, faults.ApplyAfter(30))
    await talk.write("POST", _DPEL, {"version": "new"})
    assert (await talk.read(_DPEL))["version"] == "00.00.01"
    talk.gateway.advance(30)
    assert (await talk.read(_DPEL))["version"] == "new"
    assert talk.applied() == [True]


async def test_write_put_back(talk: Talk) -> None:
    """The old state returns, that of other pages does not."""
    talk.gateway.faults.add(_DPEL, faults.PutBackAfter(60))
    await talk.write("POST", _DPEL, {"version": "new"})
    await talk.write("PUT", _POWER, {"length": 1, "arr": [1]})
    assert (await talk.read(_DPEL))["version"] == "new"
    talk.gateway.advance(60)
    assert (await talk.read(_DPEL))["version"] == "00.00.01"
    assert await talk.read(_POWER) == {"powerForcedOff": True}

"""The action, from the call to the file."""

import asyncio
from pathlib import Path
import re
import zipfile

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers.dispatcher import async_dispatcher_connect
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.enphase_envoy_raw_data.recording import (
    SIGNAL_PROGRESS,
    Progress,
)
from gateway_simulator import SECRETS_SEEN, GatewaySimulator, faults
from tests.integration.helpers import DOMAIN, TARIFF, load, refusal
from tests.waiting import until

from .support import PAGES, opened, record, size_of


@pytest.mark.parametrize("gateway", ["8.3", "8.2", "4.10"], indirect=True)
@pytest.mark.parametrize("role", ["owner", "installer"])
async def test_each_page_is_asked_once(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path, role: str
) -> None:
    """94 pages are 94 requests at most, one at a time."""
    changes = {"token": gateway.token(role)} if gateway.token_login else {}
    entry = await load(hass, gateway, **changes)
    reply = await record(hass, entry)
    assert len(reply["pages"]) == PAGES
    assert gateway.journal.max_in_flight == 1
    assert gateway.journal.writes == []
    asked = [request.target for request in gateway.journal.requests]
    if gateway.token_login:
        assert len(asked) <= PAGES
        assert len(set(asked)) == len(asked)
    # A digest login has a challenge, and one more where it is refused.
    assert len(asked) <= PAGES + 2
    assert reply["asked"] == reply["answered"] == PAGES


async def test_reply(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """It tells what was replaced, by kind and count, and what each page is."""
    entry = await load(hass, gateway)
    reply = await record(hass, entry)
    assert set(reply) == {
        "gateway",
        "firmware",
        "account",
        "seconds",
        "asked",
        "answered",
        "replaced",
        "pages",
        "file",
        "bytes",
        "download",
    }
    assert reply["firmware"] == gateway.firmware
    assert reply["account"] == "owner"
    assert reply["download"] is None
    replaced = reply["replaced"]
    # 60 inverters and more; the addresses of two interfaces.
    assert replaced["serial_numbers"] > 60
    assert replaced["mac_addresses"] == 2
    assert replaced["ip_addresses"] == 1
    pages = {page["endpoint"]: page for page in reply["pages"]}
    assert pages["/ivp/meters"] == {
        "endpoint": "/ivp/meters",
        "status": 200,
        "bytes": pages["/ivp/meters"]["bytes"],
        "milliseconds": pages["/ivp/meters"]["milliseconds"],
        "reason": None,
        "left_out": None,
    }
    assert pages["/ivp/ss/dpel"]["status"] == 401
    path = Path(reply["file"])
    assert path.parent == configuration / DOMAIN / "recordings"
    assert reply["bytes"] == size_of(path)


async def test_file(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Status, headers, body and time of each page, and what the gateway is."""
    entry = await load(hass, gateway)
    reply = await record(hass, entry)
    file = opened(Path(reply["file"]))
    assert file.index["format"] == 1
    assert file.index["account"] == "owner"
    assert file.index["replaced"] == reply["replaced"]
    assert re.fullmatch(r"[0-9a-f]{64}", file.index["catalogue"]["sha256"])
    told = file.index["gateway"]
    assert told["firmware"] == gateway.firmware
    assert told["part_number"].startswith("800-")
    assert told["parts"]["app"]["version"] == gateway.firmware
    assert told["serial"] != gateway.serial
    assert len(told["serial"]) == len(gateway.serial)
    page = file.pages["/home"]
    assert page["status"] == 200
    assert page["kind"] == "json"
    assert ["Transfer-Encoding", "chunked"] in page["headers"]
    assert page["bytes"] == len(file.body("/home"))
    assert page["milliseconds"] >= 0
    with zipfile.ZipFile(reply["file"]) as opened_zip:
        assert {entry.date_time[0] for entry in opened_zip.infolist()} == {1980}
    assert f"<sn>{told['serial']}</sn>" in file.body("/info").decode()


async def test_nothing_tells_whose_it_is(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Neither the gateway's facts are found, nor those of the owner."""
    gateway.faults.add(
        "/ivp/ui",
        faults.Fixed(
            200,
            body=f'{{"login": "{gateway.host}", "who": "owner@example.com"}}'.encode(),
            headers={"Set-Cookie": "sessionId=Secret-Session-1; Secure; path=/"},
        ),
    )
    hass.config.location_name = "Rosewood Cottage"
    gateway.device.documents["/ivp/ss/dry_contact_settings"]["dry_contacts"][0][
        "load_name"
    ] = "Rosewood Cottage"
    entry = await load(hass, gateway)
    reply = await record(hass, entry)
    text = opened(Path(reply["file"])).text
    serials = {
        device["serial_num"]
        for group in gateway.device.documents["/inventory"]
        for device in group["devices"]
    }
    assert len(serials) > 60
    host = gateway.host.partition(":")[0]
    for secret in [
        *serials,
        *SECRETS_SEEN,
        gateway.serial,
        gateway.serial[-6:],
        "owner@example.com",
        "Secret-Session-1",
        "Rosewood",
        "02:00:5E:00:53:01",
        "192.0.2.10",
        "Europe/Amsterdam",
        "07/01/2026",
        entry.title,
    ]:
        assert secret not in text, secret
    assert host == "127.0.0.1"


async def test_energy_is_scaled_if_wanted(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """All totals by the same factor, and no power."""
    endpoint = "/api/v1/production"
    entry = await load(hass, gateway)
    as_is = opened(Path((await record(hass, entry))["file"])).document(endpoint)
    assert as_is == gateway.device.documents[endpoint]
    reply = await record(hass, entry, scale_energy=True)
    scaled = opened(Path(reply["file"])).document(endpoint)
    assert reply["replaced"]["energy_totals"] > 3
    assert scaled["wattsNow"] == as_is["wattsNow"]
    factors = [
        scaled[name] / as_is[name]
        for name in ("wattHoursLifetime", "wattHoursSevenDays", "wattHoursToday")
    ]
    assert 0.49 < factors[0] < 0.96
    assert max(factors) - min(factors) < 0.001


async def test_five_are_kept(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """The oldest one goes."""
    entry = await load(hass, gateway)
    made = [Path((await record(hass, entry))["file"]) for _ in range(6)]
    assert sorted(made[0].parent.iterdir()) == sorted(made[1:])


async def test_progress(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """Who listens hears before each page which one is asked."""
    heard: list[tuple[str, Progress]] = []

    @callback
    def hear(entry_id: str, told: Progress) -> None:
        heard.append((entry_id, told))

    async_dispatcher_connect(hass, SIGNAL_PROGRESS, hear)
    entry = await load(hass, gateway)
    await record(hass, entry)
    assert {entry_id for entry_id, _ in heard} == {entry.entry_id}
    assert [told.done for _, told in heard] == list(range(PAGES + 1))
    assert heard[0][1].total == PAGES
    assert heard[-1][1].endpoint == ""


async def test_one_at_a_time(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """A second recording of the same gateway is refused, and a later one is not."""
    gateway.faults.add(None, faults.Delay(0.01))
    entry = await load(hass, gateway)
    first = hass.async_create_task(record(hass, entry))
    await asyncio.sleep(0)
    await refusal(record(hass, entry), "recording_under_way", callers_mistake=True)
    assert (await first)["answered"] == PAGES
    gateway.faults.clear()
    assert (await record(hass, entry))["answered"] == PAGES


async def test_writes_go_first(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """A recording keeps no write waiting until it is done."""
    gateway.faults.add(None, faults.Delay(0.02))
    entry = await load(hass, gateway)
    task = hass.async_create_task(record(hass, entry))
    await until(lambda: len(gateway.journal.requests) > 4)
    await hass.services.async_call(
        DOMAIN,
        "send_data",
        {
            "config_entry_id": entry.entry_id,
            "endpoint": TARIFF,
            "method": "PUT",
            "data": gateway.device.documents[TARIFF],
            "risk_acknowledged": True,
            "test_mode": False,
        },
        blocking=True,
    )
    assert not task.done()
    assert (await task)["answered"] == PAGES
    assert gateway.journal.max_in_flight == 1


async def test_disk(
    hass: HomeAssistant, gateway: GatewaySimulator, configuration: Path
) -> None:
    """A folder that can't be written is told, and nothing is asked."""
    (configuration / DOMAIN).write_text("no folder")
    entry = await load(hass, gateway)
    text = await refusal(record(hass, entry), "recording_not_written")
    assert "File exists" in text or "Not a directory" in text
    assert gateway.journal.requests == []


async def test_administrators_only(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    configuration: Path,
    hass_read_only_user: MockUser,
) -> None:
    """Nobody else gets a file of everything."""
    entry = await load(hass, gateway)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "record_gateway",
            {"config_entry_id": entry.entry_id},
            blocking=True,
            return_response=True,
            context=Context(user_id=hass_read_only_user.id),
        )
    assert gateway.journal.requests == []

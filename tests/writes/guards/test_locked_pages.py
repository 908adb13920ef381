"""Pages that can do lasting harm stay shut until the owner opens them by name."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import GatewaySimulator, faults
from tests.integration.helpers import load, refusal

from ..support import REFUSED, asked, choose, hear, option_name, outcome, write

LOCKED = (
    "/admin/lib/dba.json",
    "/admin/lib/network_display.json",
    "/admin/lib/security_display.json",
    "/admin/lib/wireless_display.json",
    "/installer/agf/upload_profile_package",
    "/installer/upgrade_start",
    "/installer/upload.json",
    "/ivp/adc/relaxedparams/add",
    "/ivp/ensemble/decommission",
    "/ivp/ensemble/device_provision",
    "/ivp/ensemble/reset_device/{serial}",
    "/ivp/firmware_manager/config",
    "/ivp/firmware_manager/update_all",
    "/ivp/firmware_manager/update_single",
    "/ivp/zb/provision",
    "/ivp/zb/reset_device",
    "/prov",
    "/upload",
)
"""By the names that the owner sees; as in the catalogue of endpoints."""

EVERYDAY = (
    "/admin/lib/acb_config",
    "/admin/lib/tariff",
    "/admin/lib/tariff.json",
    "/installer/agf/set_profile.json",
    "/ivp/ensemble/dry_contacts",
    "/ivp/ensemble/relay",
    "/ivp/livedata/stream",
    "/ivp/mod/603980032/mode/power",
    "/ivp/peb/newscan",
    "/ivp/ss/dpel",
    "/ivp/ss/dry_contact_settings",
    "/ivp/ss/gen_config",
    "/ivp/ss/gen_mode",
    "/ivp/ss/gen_schedule",
    "/ivp/ss/pel_settings",
)


def spelled(page: str) -> dict[str, str]:
    """Return spellings that a gateway may take for a page."""
    path = page.replace("{serial}", "482000000001")
    bare = path.removesuffix(".json")
    head, _, last = bare.rpartition("/")
    coded = f"%{ord(last[0]):02x}{last[1:]}"
    return {
        "plain": path,
        "bare": bare,
        "json": f"{bare}.json",
        "xml": f"{bare}.xml",
        "query": f"{path}?a=b",
        "query_path": f"{path}?x=/ivp/ss/dpel",
        "slash": f"{path}/",
        "slashes": f"{head}//{last}" if head else f"{path}//",
        "below": f"{path}/more",
        "below_bare": f"{bare}/more",
        "parameter": f"{path};x=1",
        "parameter_above": f"{head};x/{last}" if head else f"{path};",
        "parameter_coded": f"{bare}%3Bx",
        "capitals": path.upper(),
        "mixed": path.title(),
        "coded": f"{head}/{coded}",
        "coded_capitals": f"{head}/{coded}".upper(),
        "coded_twice": f"{head}/{coded.replace('%', '%25')}",
        "coded_thrice": f"{head}/{coded.replace('%', '%2525')}",
        "coded_slash": f"{head}%2F{last}" if head else f"{path}%2F",
        "coded_backslash": f"{head}%5C{last}" if head else f"{path}%5C",
        "coded_dot": f"{bare}%2Ejson",
        "coded_query": f"{bare}%3Fa=b",
        "coded_end": f"{bare}%23more",
        "suffixes": f"{bare}.json.rb.xml",
        "dots": f"{bare}..",
        "blanks": f"{bare}%20%20",
        "suffix_and_dots": f"{bare}.json. .".replace(" ", "%20"),
    }


@pytest.fixture
async def entry(hass: HomeAssistant, gateway: GatewaySimulator) -> MockConfigEntry:
    """Return an entry whose gateway would take anything."""
    entry = await load(hass, gateway)
    gateway.faults.add(None, faults.Fixed(200, "{}"))
    return entry


@pytest.mark.parametrize("page", LOCKED)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_locked(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    *,
    page: str,
    method: str,
) -> None:
    """It is refused with the option that opens it, and counted."""
    heard = hear(hass)
    endpoint = spelled(page)["plain"]
    text = await refusal(
        write(hass, entry, endpoint, method=method, data={}),
        "locked_page",
        callers_mistake=True,
    )
    assert page in text
    assert option_name("opened_pages") in text
    assert gateway.journal.requests == []
    (event,) = heard
    assert event.event_type == REFUSED
    assert event.data["lock"] == "locked_page"
    assert event.data["endpoint"] == endpoint


@pytest.mark.parametrize("kind", spelled("/upload"))
async def test_disguised(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, kind: str
) -> None:
    """No spelling of a locked page slips through."""
    slipped: list[str] = []
    for page in LOCKED:
        endpoint = spelled(page)[kind]
        found = await outcome(write(hass, entry, endpoint, data={}))
        if found != "locked_page":
            slipped.append(f"{endpoint}: {found}")
    assert not slipped
    assert gateway.journal.requests == []


@pytest.mark.parametrize("page", LOCKED)
async def test_opened(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry, page: str
) -> None:
    """Opened by name it can be written, and all others stay shut."""
    await choose(hass, entry, opened_pages=[page])
    endpoint = spelled(page)["plain"]
    await write(hass, entry, endpoint, data={})
    assert asked(gateway) == [f"POST {endpoint}"]
    gateway.journal.clear()
    for other in LOCKED:
        if other != page:
            call = write(hass, entry, spelled(other)["plain"], data={})
            assert await outcome(call) == "locked_page"
    assert gateway.journal.requests == []
    await choose(hass, entry)
    assert await outcome(write(hass, entry, endpoint, data={})) == "locked_page"


@pytest.mark.parametrize("endpoint", EVERYDAY)
async def test_everyday_controls(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    endpoint: str,
) -> None:
    """What is used every day is not locked."""
    await write(hass, entry, endpoint, data={})
    assert asked(gateway) == [f"POST {endpoint}"]


@pytest.mark.parametrize(
    "endpoint", ["/uploads", "/provision", "/ivp/zb/status", "/admin/lib/dbase"]
)
async def test_neighbours(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    entry: MockConfigEntry,
    endpoint: str,
) -> None:
    """Pages whose names only begin alike are not locked."""
    await write(hass, entry, endpoint, data={})
    assert asked(gateway) == [f"POST {endpoint}"]


async def test_test_mode(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """What a write to a locked page would do can be seen."""
    for page in LOCKED:
        endpoint = spelled(page)["plain"]
        reply = await write(
            hass, entry, endpoint, data={"a": 1}, test_mode=True, compare=True
        )
        assert reply["comparison"]["changes"] == [{"path": "a", "added": 1}]
    assert gateway.journal.writes == []
    assert entry.runtime_data.refusals == 0


async def test_everyone_is_locked_out(
    hass: HomeAssistant, gateway: GatewaySimulator, entry: MockConfigEntry
) -> None:
    """A locked page is locked for administrators, and in spite of an allow-list."""
    await choose(
        hass, entry, who_may_send="everyone", allowed_endpoints=["/upload", "/*"]
    )
    assert await outcome(write(hass, entry, "/upload", data={})) == "locked_page"
    assert gateway.journal.requests == []


async def test_offered_pages(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """The options offer each locked page, and no other."""
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    schema: Any = flow["data_schema"]
    group = schema.schema["pages"].schema.schema
    offered = group["opened_pages"].config["options"]
    assert sorted(page["value"] for page in offered) == sorted(LOCKED)
    labels = {page["value"]: page["label"] for page in offered}
    assert labels["/upload"] == "Package upload · /upload"
    assert all(label != page for page, label in labels.items())

"""What the look before a row of writes finds, so that nothing is sent to any."""

from typing import Any

from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from gateway_simulator import faults
from tests.integration.helpers import DOMAIN, refusal, set_up
from tests.writes.support import SETTINGS, STREAM

from .site import Site


def _is_look(request: Any) -> bool:
    """Return whether a request reads the page that is written."""
    return bool(request.method == "GET" and request.path == SETTINGS)


PAGES = {
    "gone": (faults.Fixed(404, "{}"), "refused_not_here"),
    "forbidden": (faults.Fixed(403, "{}"), "not_allowed"),
}


@pytest.mark.parametrize("merge", [True, False])
@pytest.mark.parametrize("kind", PAGES)
async def test_the_second_one_can_not_be_read(
    site: Site, kind: str, *, merge: bool
) -> None:
    """It would get a write that nobody could prove, so the first one gets none."""
    fault, key = PAGES[kind]
    site.gateways[1].faults.add(_is_look, fault)
    data = {"exercise_config": {"day": "Mon"}}
    with pytest.raises(HomeAssistantError) as caught:
        await site.send(merge=merge, data=data)
    assert str(caught.value.translation_key).startswith(key)
    assert site.entries[1].title in str(caught.value)
    assert site.written() == [0, 0, 0]
    reply = await site.send(merge=merge, data=data, continue_on_error=True)
    assert reply["outcomes"][site.ids[1]] == "not_sent"
    assert list(reply["errors"]) == [site.ids[1]]
    assert site.written() == [1, 0, 1]


async def test_a_page_that_is_only_written(site: Site) -> None:
    """No row can be proved there; by choice, each gets the write all the same."""
    fields: dict[str, Any] = {
        "endpoint": STREAM,
        "method": "POST",
        "data": {"enable": 1},
        "merge": False,
    }
    text = await refusal(
        site.send(**fields), "several_only_written", callers_mistake=True
    )
    assert "continue_on_error" in text
    assert site.written() == [0, 0, 0]
    shown = await site.send(**fields, test_mode=True, compare=True)
    for entry_id in site.ids:
        assert "written and not read" in shown[entry_id]["comparison"]["reason"]
    reply = await site.send(**fields, continue_on_error=True)
    assert "not_sent" not in reply["outcomes"].values()
    assert site.written() == [1, 1, 1]


async def test_one_title_for_all(site: Site) -> None:
    """The error tells them apart by their IDs."""
    for entry in site.entries:
        site.hass.config_entries.async_update_entry(entry, title="Envoy")
    site.gateways[1].faults.add(
        lambda request: request.method == "POST", faults.Fixed(400, "{}")
    )
    text = await refusal(site.send(), "stopped_at")
    first, second, third = (f"Envoy ({one})" for one in site.ids)
    assert f"stopped at {second}" in text
    assert f"verified before: {first}." in text
    assert f"Not sent to: {third}" in text
    reply = await site.read(config_entry_id="all", metadata=True)
    assert reply["metadata"]["names"] == dict.fromkeys(site.ids, "Envoy")


async def test_one_gateway_by_all_its_names(site: Site) -> None:
    """Two entries, its device and its area are one gateway, which is written once."""
    twin = MockConfigEntry(
        domain=DOMAIN,
        title="The same again",
        unique_id=f"{DOMAIN}_for_None",
        data=dict(site.entries[0].data),
    )
    twin.add_to_hass(site.hass)
    await set_up(site.hass, twin)
    reply = await site.send(
        config_entry_id=[twin.entry_id, site.ids[0]],
        device_id=site.device(0).id,
        area_id=site.area("Garage", 0),
    )
    assert reply["outcomes"] == {twin.entry_id: "verified"}
    assert site.written() == [1, 0, 0]
    reply = await site.send(
        config_entry_id=[site.ids[0], "all"], data={"exercise_config": {"day": "Mon"}}
    )
    assert list(reply["outcomes"]) == site.ids
    assert site.written() == [2, 1, 1]


async def test_one_is_rehearsing(site: Site) -> None:
    """Its outcome is no proof: nothing was sent, and an error says so, too."""
    site.hass.config_entries.async_update_entry(
        site.entries[0], options={"rehearse": True}
    )
    await site.hass.async_block_till_done()
    reply = await site.send()
    assert list(reply["outcomes"].values()) == ["rehearsed", "verified", "verified"]
    assert site.written() == [0, 1, 1]
    site.gateways[1].faults.add(
        lambda request: request.method == "POST", faults.Fixed(400, "{}")
    )
    text = await refusal(
        site.send(data={"exercise_config": {"day": "Mon"}}), "stopped_at"
    )
    rehearsing, _, third = (entry.title for entry in site.entries)
    assert "verified before: —." in text
    assert f"Not sent to: {rehearsing}, {third}" in text

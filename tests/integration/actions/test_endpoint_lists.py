"""What the forms offer as endpoints, and what they make of a choice."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.setup import async_setup_component
import pytest
import voluptuous as vol

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    LOCKED_PAGES,
    catalogue,
)
from gateway_simulator import GatewaySimulator

from ..helpers import DOMAIN, INVERTERS, TARIFF, call, load, send

READINGS = "/ivp/meters/readings"


async def _offered(hass: HomeAssistant, action: str) -> dict[str, str]:
    """Return the labels in the list of an action, by endpoint, in their order."""
    await hass.async_block_till_done()
    forms = (await async_get_all_descriptions(hass))[DOMAIN]
    choose = forms[action]["fields"]["endpoint"]["selector"]["choose"]
    select = choose["choices"]["listed"]["selector"]["select"]
    assert not select.get("custom_value")
    return {option["value"]: option["label"] for option in select["options"]}


@pytest.mark.parametrize("action", ["read_data", "send_data"])
async def test_the_whole_list(hass: HomeAssistant, action: str) -> None:
    """Without a probe it has the order of the catalogue."""
    assert await async_setup_component(hass, DOMAIN, {})
    known = catalogue()
    endpoints = known.to_read() if action == "read_data" else known.to_write()
    offered = await _offered(hass, action)
    assert list(offered) == [one.endpoint for one in endpoints]
    assert len(set(offered.values())) == len(offered)


async def test_role_and_risk(hass: HomeAssistant) -> None:
    """A label says what more than an owner it takes, and what a write risks."""
    assert await async_setup_component(hass, DOMAIN, {})
    reads = await _offered(hass, "read_data")
    assert reads[TARIFF] == f"Tariff and battery mode · {TARIFF}"
    writes = await _offered(hass, "send_data")
    assert writes[TARIFF] == f"{reads[TARIFF]} · medium risk"
    power = "/ivp/mod/603980032/mode/power"
    assert writes[power] == (
        f"Production on or off · {power} · role installer · high risk"
    )


async def test_what_answers_comes_first(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """After a probe, and what did not answer comes last."""
    entry = await load(hass, gateway)
    for search in (READINGS, "/ivp/ss/gen_config", "/ivp/ss/der_settings"):
        await call(
            hass,
            "list_endpoints",
            config_entry_id=entry.entry_id,
            search=search,
            probe=True,
        )
    offered = await _offered(hass, "read_data")
    answers = [one for one in offered if offered[one].endswith(" · answers")]
    silent = [one for one in offered if offered[one].endswith(" · no answer")]
    assert READINGS in answers
    assert silent
    assert len(answers) + len(silent) == 3
    assert list(offered) == [
        *answers,
        *(one for one in offered if one not in answers + silent),
        *silent,
    ]
    await hass.config_entries.async_remove(entry.entry_id)
    assert not any(
        label.endswith("answers")
        for label in (await _offered(hass, "read_data")).values()
    )


async def test_in_the_language_of_the_system(hass: HomeAssistant) -> None:
    """As soon as that is another one; without words of its own, in English."""
    assert await async_setup_component(hass, DOMAIN, {})
    for language, label in (
        ("de", f"Tarif und Batteriemodus · {TARIFF} · mittleres Risiko"),
        ("nl", f"Tarief en batterijmodus · {TARIFF} · middelgroot risico"),
        ("fi", f"Tariff and battery mode · {TARIFF} · medium risk"),
    ):
        await hass.config.async_update(language=language)
        assert (await _offered(hass, "send_data"))[TARIFF] == label


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
def test_each_name_has_a_translation(language: str) -> None:
    """Whatever a form offers, and twins stay apart."""
    known = catalogue()
    locked = [known.of(page) for page in LOCKED_PAGES]
    offered = [*known.to_read(), *known.to_write(), *filter(None, locked)]
    assert not [one.name for one in offered if language not in one.names]
    twin = known.of("/info.xml")
    assert twin is not None
    assert twin.name_in(f"{language}-XX").endswith(" (.xml)")


async def test_what_the_form_gives(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The way in use counts, and what stands under the other one does not."""
    entry = await load(hass, gateway)
    for choice in (
        {"active_choice": "listed", "listed": [INVERTERS], "own": ["/home"]},
        {"active_choice": "own", "own": [INVERTERS]},
        {"active_choice": "own", "own": INVERTERS},
    ):
        reply = await call(
            hass, "read_data", config_entry_id=entry.entry_id, endpoint=choice
        )
        assert list(reply) == [INVERTERS]
    own = {"active_choice": "own", "listed": "/ivp/ss/der_settings", "own": TARIFF}
    reply = await call(
        hass,
        "send_data",
        config_entry_id=entry.entry_id,
        endpoint=own,
        method="PUT",
        data={"a": 1},
        risk_acknowledged=True,
        test_mode=True,
    )
    assert reply[TARIFF] == {"a": 1}
    assert await send(hass, entry, TARIFF, data={"a": 1}, test_mode=True) == {"a": 1}


@pytest.mark.parametrize("choice", [{"own": [INVERTERS]}, {"active_choice": 1}])
async def test_an_object_that_is_no_choice(
    hass: HomeAssistant, gateway: GatewaySimulator, choice: Any
) -> None:
    """It is refused as any other object is."""
    entry = await load(hass, gateway)
    with pytest.raises(vol.Invalid, match="should be a text or a list of texts"):
        await call(hass, "read_data", config_entry_id=entry.entry_id, endpoint=choice)
    assert gateway.journal.requests == []

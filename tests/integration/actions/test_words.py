"""What nobody translates later comes in the language of the system."""

import json
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from gateway_simulator import GatewaySimulator, faults
from tests.writes.support import over_http

from ..dialog import Dialog
from ..helpers import (
    FOLDER,
    INVERTERS,
    TARIFF,
    by_hand,
    call,
    entry_data,
    load,
    make_entry,
    refusal,
    set_up,
)
from ..repair import Repair

SETTINGS = "/ivp/ss/gen_schedule"

# The last is one that we don't have.
LANGUAGES = ("de", "en", "es", "fr", "nl", "fi")


@pytest.fixture
def mock_recorder_before_hass(disable_translations_once: None) -> None:
    """Let Home Assistant, which starts after this, read all texts by itself."""


@pytest.fixture(params=LANGUAGES)
async def texts(hass: HomeAssistant, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the texts of the language that the system has from now on."""
    await hass.config.async_update(language=request.param)
    return texts_of(request.param)


def texts_of(language: str) -> dict[str, Any]:
    """Return the texts of a language, or else the English ones."""
    path = FOLDER / f"translations/{language}.json"
    if not path.exists():
        path = FOLDER / "translations/en.json"
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def start_of(text: str) -> str:
    """Return what stands before the first fact of a text."""
    return text.partition("{")[0]


def fits(text: str, pattern: str, **facts: str) -> bool:
    """Return whether a text is a pattern with these facts, without its full stop."""
    return text == pattern.format(**facts).rstrip(".")


async def test_reasons_of_a_read(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """What failed of several endpoints comes with words, the key and the status."""
    entry = await load(hass, gateway)
    gateway.faults.add(TARIFF, faults.Fixed(500, "no"))
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=[TARIFF, INVERTERS],
        continue_on_error=True,
    )
    error = reply["errors"][TARIFF]
    assert (error["status"], error["key"]) == (500, "failed_on_read")
    assert fits(
        error["reason"],
        texts["exceptions"]["failed_on_read"]["message"],
        gateway=entry.title,
        endpoint=TARIFF,
        status="500",
        answer="no",
    )


async def test_reason_of_a_verification(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """Why a write can't be verified has the error in it, in the same language."""
    entry = await load(hass, gateway)
    gateway.faults.add(SETTINGS, faults.Fixed(500, "no"), method="GET")
    reply = await call(
        hass,
        "send_data",
        config_entry_id=entry.entry_id,
        endpoint=SETTINGS,
        method="POST",
        data={"gen_schedule": {"enable": True}},
        verify=True,
        verify_seconds=0,
        risk_acknowledged=True,
    )
    why = start_of(texts["exceptions"]["failed_on_read"]["message"]).strip()
    reason = reply["verification"]["reason"]
    assert reason.startswith(start_of(texts["common"]["verification_unreadable"]))
    assert why in reason


async def test_reasons_of_a_probe(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """Why an endpoint was not asked, or has not answered."""
    entry = await load(hass, gateway)
    gateway.faults.add("/home", faults.DropBeforeReply())
    reasons: dict[str, Any] = {}
    for search in ("wiring test", "check_jwt", "gen_delete", "meters eid", "home"):
        reply = await call(
            hass,
            "list_endpoints",
            config_entry_id=entry.entry_id,
            search=search,
            probe=True,
        )
        reasons |= {
            one["endpoint"]: one["probe"]["reason"] for one in reply["endpoints"]
        }
    common = texts["common"]
    starts = reasons["/ivp/ensemble/gen_wiring_test"]
    assert starts.startswith(start_of(common["probe_starts"]))
    assert reasons["/auth/check_jwt"] == common["probe_login"]
    assert reasons["/ivp/ss/gen_delete"] == common["probe_not_read"]
    assert reasons["/ivp/meters/{eid}"] == common["probe_placeholder"]
    assert fits(
        reasons["/home"],
        texts["exceptions"]["connection_lost"]["message"],
        gateway=entry.title,
        endpoint="/home",
    )


async def test_reason_inside_an_error(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """An entry that can't be set up says why in the error of each call."""
    await gateway.stop()
    entry = await set_up(hass, make_entry(hass, gateway))
    assert entry.state is ConfigEntryState.SETUP_RETRY
    calling = call(
        hass, "read_data", config_entry_id=entry.entry_id, endpoint=INVERTERS
    )
    words = texts["exceptions"]["offline_refused"]["message"]
    reason = words.format(gateway=entry.title, host=gateway.host).rstrip(".")
    text = await refusal(calling, "entry_retrying", callers_mistake=True)
    assert f". {reason}. " in text


@pytest.mark.parametrize("at_setup", [False, True])
async def test_reason_in_the_form_for_a_new_login(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    texts: dict[str, Any],
    *,
    at_setup: bool,
) -> None:
    """Whether the set-up or a call has found it out, and in today's language."""
    refused = lambda request: request.path != "/info"  # noqa: E731
    if at_setup:
        gateway.faults.add(refused, faults.Unauthorized())
        entry = await set_up(
            hass, make_entry(hass, gateway, entry_data(gateway, **by_hand(gateway)))
        )
    else:
        entry = await load(hass, gateway, **by_hand(gateway))
        gateway.faults.add(refused, faults.Unauthorized())
        await refusal(
            call(hass, "read_data", config_entry_id=entry.entry_id, endpoint=INVERTERS),
            "token_refused",
        )
    for language in (hass.config.language, "nl"):
        await hass.config.async_update(language=language)
        await hass.async_block_till_done()
        dialog = await Dialog.under_way(hass)
        words = texts_of(language)["config"]["error"]["token_refused"]
        placeholders = dialog.result["description_placeholders"]
        page = placeholders["token_page"]
        assert fits(placeholders["reason"], words, token_page=page)


async def test_no_reason_in_the_form_for_a_new_login(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """Without any it says no more than that."""
    entry = await load(hass, gateway)
    dialog = await Dialog.reauth(hass, entry)
    reason = dialog.result["description_placeholders"]["reason"]
    assert reason == texts["common"]["reauth_no_reason"]


@pytest.mark.parametrize("gateway", ["8.2", "3.9"], indirect=True)
async def test_model(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """The device says by which account we are there."""
    entry = await load(hass, gateway)
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    key = "model_account" if gateway.token_login else "model_local_user"
    model, account = (
        ("IQ Gateway Metered", "owner")
        if gateway.token_login
        else ("Envoy", "installer")
    )
    assert device.model == texts["common"][key].format(model=model, account=account)


async def test_hint(
    hass: HomeAssistant, gateway: GatewaySimulator, texts: dict[str, Any]
) -> None:
    """What may be wrong with an expression is told in the metadata."""
    entry = await load(hass, gateway)
    reply = await call(
        hass,
        "read_data",
        config_entry_id=entry.entry_id,
        endpoint=INVERTERS,
        select='[?serialNumber == "122330008303"]',
        metadata=True,
    )
    hint = texts["common"]["hint_field_for_text"]
    assert reply["metadata"][INVERTERS]["hints"] == [
        hint.format(right="'122330008303'")
    ]


@over_http
async def test_problem_in_a_repair(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    hass_client: ClientSessionGenerator,
    texts: dict[str, Any],
) -> None:
    """A repair has the words of the set-up form."""
    assert await async_setup_component(hass, "repairs", {})
    entry: MockConfigEntry = make_entry(hass, gateway, by_hand(gateway))
    gateway.set_serial("199999999999")
    await set_up(hass, entry)
    repair = await Repair.begin(hass, await hass_client(), "wrong_gateway")
    await repair.submit(host="not a host")
    problem = repair.step["description_placeholders"]["problem"]
    words = texts["config"]["error"]["host_not_a_host"]
    assert problem == words.format(detail="not a host")


async def test_another_language_while_it_runs(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The next reply has it; nothing has to be loaded again."""
    entry = await load(hass, gateway)
    for language in ("fr", "en", "de"):
        await hass.config.async_update(language=language)
        await hass.async_block_till_done()
        reply = await call(
            hass,
            "read_data",
            config_entry_id=entry.entry_id,
            endpoint=["/ivp/no/such"],
            continue_on_error=True,
        )
        words = texts_of(language)["exceptions"]["refused_not_found"]["message"]
        reason = reply["errors"]["/ivp/no/such"]["reason"]
        assert reason.startswith(
            words.partition("{status}")[0].format(
                gateway=entry.title, endpoint="/ivp/no/such"
            )
        )

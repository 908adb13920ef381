"""A token that is pasted: whose it is, its role and its end are told before saving."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
import jwt
import pytest

from custom_components.enphase_envoy_raw_data.flows.login import token_facts
from custom_components.enphase_envoy_raw_data.words import async_load_words
from gateway_simulator import GatewaySimulator

from ..dialog import Dialog
from ..helpers import DOMAIN, by_hand, load

OTHER = "199999999999"


async def paste(hass: HomeAssistant, gateway: GatewaySimulator, text: str) -> Dialog:
    """Return a dialog into which something was pasted for a token."""
    dialog = await Dialog.add(hass)
    await dialog.enter(host=gateway.host, use_manual_token=True)
    await dialog.enter(host=gateway.host, token=text, use_manual_token=True)
    return dialog


AROUND: dict[str, Callable[[str], str]] = {
    "alone": lambda token: token,
    "quotes": lambda token: f'"{token}"',
    "json": lambda token: json.dumps({"token": token, "expires_at": 1}),
    "page": lambda token: f"Your token\n{token}\nCopy it. Log out",
    "lines": lambda token: "\n".join(token[at : at + 60] for at in range(0, 999, 60)),
}


@pytest.mark.parametrize("kind", AROUND)
async def test_it_is_told_before_it_is_stored(
    hass: HomeAssistant, gateway: GatewaySimulator, kind: str
) -> None:
    """Nothing is stored until its owner has seen what it is."""
    token = gateway.token("installer", timedelta(hours=12))
    dialog = await paste(hass, gateway, AROUND[kind](token))
    assert dialog.result["step_id"] == "token_found"
    end = dt_util.as_local(dt_util.utcnow() + timedelta(hours=12))
    assert f"gateway {gateway.serial}" in dialog.description
    assert "Role: installer" in dialog.description
    assert f"{end:%Y-%m-%d}" in dialog.description
    assert not hass.config_entries.async_entries(DOMAIN)

    result = await dialog.choose("use_token")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data["token"] == token


async def test_another_one_instead(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Who sees that it is the wrong one enters another."""
    dialog = await paste(hass, gateway, gateway.token("owner"))
    assert "Role: owner" in dialog.description
    await dialog.choose("other_token")
    assert dialog.fields == ["host", "token", "use_manual_token"]
    assert dialog.shown["host"] == gateway.host
    right = gateway.token("installer")
    given: dict[str, Any] = {"host": gateway.host, "use_manual_token": True}
    await dialog.enter(token=right, **given)
    # Opening the dialog again shows it again, and stores nothing.
    dialog = await Dialog.under_way(hass)
    assert "Role: installer" in dialog.description
    assert not hass.config_entries.async_entries(DOMAIN)
    result = await dialog.choose("use_token")
    assert result["result"].data["token"] == right


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda one: one.authority.make(one.serial, expires=False), "no end"),
        (
            lambda one: one.authority.make(
                one.serial, lifetime=timedelta(days=2_500_000)
            ),
            "Valid until",
        ),
        (
            lambda one: one.authority.make("un-commissioned", "installer"),
            "nobody has registered yet",
        ),
    ],
)
async def test_odd_tokens(
    hass: HomeAssistant,
    gateway: GatewaySimulator,
    make: Callable[[GatewaySimulator], str],
    told: str,
) -> None:
    """What a token doesn't say, or says in an odd way, is told as that."""
    dialog = await paste(hass, gateway, make(gateway))
    if dialog.result["type"] is FlowResultType.MENU:
        assert told in dialog.description
    else:
        assert dialog.complaint


async def test_nothing_new_is_nothing_to_ask(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """A stored token that stays is not asked about."""
    entry = await load(hass, gateway, **by_hand(gateway))
    dialog = await Dialog.reconfigure(hass, entry)
    result = await dialog.enter(host=gateway.host, use_manual_token=True)
    assert result["reason"] == "reconfigure_successful"


async def test_one_for_another_gateway(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """It is told whose it is, and of two the right one is taken."""
    other = gateway.token(serial=OTHER)
    dialog = await paste(hass, gateway, other)
    assert dialog.errors == {"token": "token_for_other"}
    assert OTHER in dialog.complaint
    entry = await load(hass, gateway, **by_hand(gateway))
    dialog = await Dialog.reconfigure(hass, entry)
    right = gateway.token("installer")
    text = f"{other}\n{right}"
    await dialog.enter(host=gateway.host, token=text, use_manual_token=True)
    assert gateway.serial in dialog.description
    await dialog.choose("use_token")
    assert entry.data["token"] == right


async def test_the_one_for_whoever_answers(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """Of several, also for a gateway that nobody knew before it answered."""
    other, right = gateway.token(serial=OTHER), gateway.token("installer")
    over = gateway.token(lifetime=timedelta(seconds=-60))
    for text in (f"{other} {right}", f"{other}\n{over}\n{right}", f"{over} {right}"):
        dialog = await paste(hass, gateway, text)
        assert dialog.result["step_id"] == "token_found"
        assert f"gateway {gateway.serial}" in dialog.description
        assert "Role: installer" in dialog.description
        hass.config_entries.flow.async_abort(dialog.result["flow_id"])
    # Not sent: the tokens of others, and what is over.
    sent = {one.headers.get("Authorization") for one in gateway.journal.requests}
    assert sent == {None, f"Bearer {right}"}


async def test_one_for_a_gateway_in_place_of_another(
    hass: HomeAssistant, gateway: GatewaySimulator
) -> None:
    """The text may have the tokens of both."""
    entry = await load(hass, gateway, **by_hand(gateway))
    async with GatewaySimulator("8.2") as new:
        dialog = await Dialog.reconfigure(hass, entry)
        given: dict[str, Any] = {"host": new.host, "use_manual_token": True}
        await dialog.enter(**given)
        assert dialog.errors == {"host": "wrong_gateway"}
        text = f"{gateway.token()}\n{new.token()}"
        await dialog.enter(**given, token=text, exchanged=True)
        assert f"gateway {new.serial}" in dialog.description
        await dialog.choose("use_token")
        assert entry.data["token"] in text.split("\n")[1]


@pytest.mark.parametrize(
    ("claims", "facts"),
    [
        ({}, ("a gateway that it does not name", "?", "no end")),
        (
            {"aud": "1", "enphaseUser": "owner", "exp": 1e14},
            ("gateway 1", "owner", "no end"),
        ),
        (
            {"aud": "1", "enphaseUser": "dealer", "exp": 1e14},
            ("gateway 1", "dealer", "no end"),
        ),
        ({"aud": "1", "exp": 0}, ("gateway 1", "?", "1969-12-31 16:00")),
    ],
)
async def test_what_a_token_does_not_say(
    hass: HomeAssistant, claims: dict[str, Any], facts: tuple[str, str, str]
) -> None:
    """It is told as missing, and a time beyond all calendars as no end."""
    await async_load_words(hass)
    text = jwt.encode(claims, "k" * 32)
    told = token_facts(hass, text)
    assert (told["whose"], told["role"], told["end"]) == facts

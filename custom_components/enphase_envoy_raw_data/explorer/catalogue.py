"""What is known of endpoints, as the page lists it, and the search in it."""

import json
from typing import Any, Final

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import (
    require_admin,
    websocket_command,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.json import JsonObjectType, JsonValueType
import voluptuous as vol

from ..const import DOMAIN
from ..gateway import Json, probable, rules_of
from ..gateway.catalogue import (
    TOPICS,
    KnownEndpoint,
    KnownWrite,
    catalogue,
    locked_page,
    topic_of,
)

COMMAND_CATALOGUE: Final = f"{DOMAIN}/catalogue"
COMMAND_SEARCH: Final = f"{DOMAIN}/search"

LONGEST_SEARCH: Final = 200
"""Characters; nobody types more to find one of 155 endpoints."""


@callback
def async_setup_catalogue(hass: HomeAssistant) -> None:
    """Let the page ask for the catalogue."""
    async_register_command(hass, _list_catalogue)
    async_register_command(hass, _search_catalogue)


@callback
@require_admin
@websocket_command(
    {vol.Required("type"): COMMAND_CATALOGUE, vol.Required("language"): str}
)
def _list_catalogue(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send `topics` in their order, and `endpoints` with names in a language."""
    language = msg["language"].partition("-")[0]
    endpoints = [_described(known, language) for known in catalogue().endpoints]
    result = {"topics": list(TOPICS), "endpoints": endpoints}
    connection.send_result(msg["id"], result)


@callback
@require_admin
@websocket_command(
    {
        vol.Required("type"): COMMAND_SEARCH,
        vol.Required("text"): vol.All(str, vol.Length(max=LONGEST_SEARCH)),
    }
)
def _search_catalogue(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Send the `paths` in which all words of a text occur, or their like."""
    paths = [known.path for known in catalogue().find(msg["text"])]
    connection.send_result(msg["id"], {"paths": paths})


def _described(known: KnownEndpoint, language: str) -> JsonObjectType:
    """Return an endpoint as the page lists it; what is not known is None."""
    return {
        "path": known.path,
        "endpoint": known.endpoint,
        "name": known.name_in(language),
        "about": known.about,
        "topic": topic_of(known.path),
        "role": known.role,
        "role_note": known.role_note,
        "readable": known.readable,
        "probable": probable(known),
        "returns": known.returns,
        "slow": known.slow,
        "starts": known.starts,
        "firmware": known.firmware,
        "write": _described_write(known, known.write) if known.write else None,
    }


def _described_write(known: KnownEndpoint, write: KnownWrite) -> JsonObjectType:
    """Return what is known of a write; examples are texts, which keep 50.0.

    `own` names what the gateway makes by itself, whatever is written. Without
    `as_shown`, a write has another form than what the page shows.
    """
    rules = rules_of(known.endpoint or known.path)
    examples: dict[str, JsonValueType] = {
        method: _text(example) for method, example in write.examples.items()
    }
    return {
        "methods": list(known.write_methods),
        "effect": write.effect,
        "risk": write.risk,
        "reason": write.reason,
        "content": write.content,
        "locked": known.locked,
        "locked_page": locked_page(known.path),
        "examples": examples,
        "own": [*sorted(rules.own)],
        "as_shown": not (rules.switches or rules.complete),
        "choices": {name: list(words) for name, words in write.choices.items()},
    }


def _text(example: Json) -> str:
    """Return an example as a person would write it; nothing if it is no data."""
    return "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)

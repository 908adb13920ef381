"""Storage files as Home Assistant has them on its disk."""

import json
from typing import Any

from demo.home import DOMAIN, HomeAssistant
from gateway_simulator import GatewaySimulator
from tests.end_to_end.owner import OWNER

type Json = dict[str, Any]


def entry_of_2x(gateway: GatewaySimulator, entry_id: str, **changes: Any) -> Json:
    """Return an entry as version 2.x has left it in the storage.

    The data are that of an entry with an account; `changes` change them, and the
    unique id with `unique_id`.
    """
    title = f"Envoy-raw-data {gateway.serial}"
    unique_id = changes.pop("unique_id", f"enphase_envoy_raw_data_for_{gateway.serial}")
    data = {
        "host": gateway.host,
        "name": title,
        "username": OWNER.email,
        "password": OWNER.password,
        "token": "",
        "use_manual_token": False,
    }
    return {
        "created_at": "2026-01-05T08:00:00.000000+00:00",
        "data": data | changes,
        "disabled_by": None,
        "discovery_keys": {},
        "domain": DOMAIN,
        "entry_id": entry_id,
        "minor_version": 1,
        "modified_at": "2026-01-05T08:00:00.000000+00:00",
        "options": {},
        "pref_disable_new_entities": False,
        "pref_disable_polling": False,
        "source": "user",
        "subentries": [],
        "title": title,
        "unique_id": unique_id,
        "version": 1,
    }


def store_entries(home: HomeAssistant, entries: list[Json]) -> None:
    """Write the entries of a Home Assistant that is not running."""
    _write(
        home,
        "core.config_entries",
        {
            "version": 1,
            "minor_version": 5,
            "key": "core.config_entries",
            "data": {"entries": entries},
        },
    )


def _write(home: HomeAssistant, name: str, content: Json) -> None:
    """Write a storage file."""
    path = home.folder / ".storage" / name
    path.write_text(json.dumps(content), encoding="utf-8")


def read_stored(home: HomeAssistant, name: str) -> Json:
    """Return what a storage file holds."""
    path = home.folder / ".storage" / name
    found: Json = json.loads(path.read_text(encoding="utf-8"))["data"]
    return found


def stored_entries(home: HomeAssistant) -> dict[str, Json]:
    """Return the stored entries of the integration, by id."""
    entries = read_stored(home, "core.config_entries")["entries"]
    return {entry["entry_id"]: entry for entry in entries if entry["domain"] == DOMAIN}


def may_log_in(home: HomeAssistant) -> bool:
    """Return whether the login of the tests is stored."""
    try:
        tokens = read_stored(home, "auth")["refresh_tokens"]
    except FileNotFoundError:
        return False
    return f"{home.url}/" in [token["client_id"] for token in tokens]

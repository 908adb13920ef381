"""Entries in the storage of version 2.x, taken over by a real Home Assistant."""

from contextlib import AsyncExitStack

from demo.home import DOMAIN, HomeAssistant
from gateway_simulator import CloudSimulator, GatewaySimulator

from .stored import Json, entry_of_2x, store_entries, stored_entries

# What version 2.x reads of an entry; it looks at nothing else.
READ_BY_2X = ("host", "name", "username", "password", "token", "use_manual_token")

PAGE = "/api/v1/production"


async def _start_gateways(stack: AsyncExitStack) -> dict[str, GatewaySimulator]:
    """Start one gateway for each kind of entry."""
    replicas = {
        "password": ("8.2", "202248050001"),
        "by_hand": ("7.6", "202248050002"),
        "no_unique_id": ("8.3", "202248050003"),
        "unique_id_of_none": ("8.2", "202248050004"),
        "no_token_yet": ("8.3", "202248050005"),
        "old_firmware": ("5.0", "121248050006"),
    }
    return {
        kind: await stack.enter_async_context(GatewaySimulator(name, serial=serial))
        for kind, (name, serial) in replicas.items()
    }


def _entries(gateways: dict[str, GatewaySimulator]) -> dict[str, Json]:
    """Return an entry of each kind, by its id."""
    installer = {"username": "installer", "password": "", "token": ""}
    changes: dict[str, Json] = {
        "by_hand": {"username": "", "password": "", "use_manual_token": True},
        "no_unique_id": {"unique_id": None},
        "unique_id_of_none": {"unique_id": "enphase_envoy_raw_data_for_None"},
        "no_token_yet": {"token": None},
        "old_firmware": installer,
    }
    entries = {}
    for number, (kind, gateway) in enumerate(gateways.items()):
        token = {"token": gateway.token()} if gateway.token_login else {}
        entry_id = f"01JGT{number:021}"
        entries[entry_id] = entry_of_2x(
            gateway, entry_id, **(token | changes.get(kind, {}))
        )
        entries[entry_id]["title"] = f"My {kind}"
    return entries


async def _all_answer(home: HomeAssistant, entries: dict[str, Json]) -> None:
    """Each entry is loaded under its id and name, and reads from its gateway."""
    found = {entry["entry_id"]: entry for entry in await home.api.entries(DOMAIN)}
    assert {key: (entry["state"], entry["title"]) for key, entry in found.items()} == {
        key: ("loaded", entry["title"]) for key, entry in entries.items()
    }
    for entry_id in entries:
        call = {"config_entry_id": entry_id, "endpoint": PAGE}
        reply = await home.api.call_action(DOMAIN, "read_data", call)
        assert "wattsNow" in reply[PAGE]


def _serial_of(entry: Json) -> str:
    """Return the serial in the unique id of a stored entry."""
    return str(entry["unique_id"]).removeprefix("enphase_envoy_raw_data_for_")


async def test_there_and_back_and_there(
    home: HomeAssistant, cloud: CloudSimulator
) -> None:
    """Nothing that version 2.x reads changes, so that it can be installed again."""
    async with AsyncExitStack() as stack:
        gateways = await _start_gateways(stack)
        before = _entries(gateways)
        store_entries(home, list(before.values()))

        await home.start()
        await _all_answer(home, before)
        # Only the entry that had no token asks the cloud for one.
        assert cloud.journal.count(path="/tokens") == 1
        await home.stop()

        after = stored_entries(home)
        assert list(after) == list(before)
        for (entry_id, old), gateway in zip(
            before.items(), gateways.values(), strict=True
        ):
            new = after[entry_id]
            assert (new["version"], new["minor_version"]) == (1, 1)
            assert new["title"] == old["title"]
            assert new["disabled_by"] is None
            for key in READ_BY_2X:
                if old["data"][key] is not None:
                    assert new["data"][key] == old["data"][key], (old["title"], key)
            assert _serial_of(new) == gateway.serial
        assert after["01JGT000000000000000000004"]["data"]["token"]

        # Back in 2.x, an entry that is saved has the keys that 2.x knows.
        back = {
            entry_id: entry
            | {
                "data": {key: entry["data"][key] for key in READ_BY_2X},
                "options": {},
            }
            for entry_id, entry in after.items()
        }
        store_entries(home, list(back.values()))
        await home.start()
        await _all_answer(home, before)
        assert cloud.journal.count(path="/tokens") == 1

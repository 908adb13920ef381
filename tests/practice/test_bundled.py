"""The recording that comes with the integration is what its command makes today."""

from pathlib import Path
import shutil
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    RecordedGateway,
    read_recorded,
)
from custom_components.enphase_envoy_raw_data.recording import BUNDLED_FILE
from gateway_simulator.replica import read_replica
from scripts.lib import practice_recording
from tests.recording.test_replay import outline

LARGEST = 60_000
"""Bytes; it is downloaded with each copy of the integration."""

# What finds a page in it: blueprints, recipes, and each kind of write.
WANTED = (
    "/admin/lib/tariff",
    "/api/v1/production/inverters",
    "/ivp/ensemble/dry_contacts",
    "/ivp/ensemble/inventory",
    "/ivp/ensemble/relay",
    "/ivp/ensemble/secctrl",
    "/ivp/livedata/status",
    "/ivp/meters",
    "/ivp/meters/readings",
    "/ivp/mod/603980032/mode/power",
    "/ivp/ss/dpel",
    "/ivp/ss/dry_contact_settings",
    "/production.json",
)


def names_in(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return [one.name for one in folder.iterdir()]


def facts(gateway: RecordedGateway) -> dict[str, Any]:
    """Return what a recording has, without what is drawn anew each time."""
    return {
        page.endpoint: (
            page.status,
            sorted(name for name, _ in page.headers),
            outline(page.body),
        )
        for page in gateway.pages.values()
    } | {"account": gateway.account, "firmware": gateway.identity.firmware}


@pytest.mark.usefixtures("socket_enabled")
async def test_it_is_up_to_date(tmp_path: Path) -> None:
    """If not, `scripts/practice_recording` makes it anew."""
    new = tmp_path / "new.zip"
    await practice_recording.make(new)
    assert facts(read_recorded(BUNDLED_FILE)) == facts(read_recorded(new))
    # It takes the place of one that is there, and leaves nothing beside it.
    shutil.copyfile(BUNDLED_FILE, new)
    await practice_recording.make(new)
    assert names_in(tmp_path) == ["new.zip"]


def test_it_is_small_and_has_what_is_wanted() -> None:
    """Each page of the list answers."""
    assert BUNDLED_FILE.stat().st_size <= LARGEST
    gateway = read_recorded(BUNDLED_FILE)
    for endpoint in WANTED:
        page = gateway.page(endpoint)
        assert page is not None
        assert page.status == 200, endpoint
        assert page.body


def test_its_numbers_are_not_even_those_of_the_replica() -> None:
    """It was anonymised as any other."""
    replica = read_replica(practice_recording.REPLICA)
    told = b"\n".join(page.body for page in read_recorded(BUNDLED_FILE).pages.values())
    assert replica.serial.encode() not in told
    assert replica.serial != read_recorded(BUNDLED_FILE).identity.serial

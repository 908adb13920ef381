"""The storage of what has to be put back, whatever is found there."""

from typing import Any

import pytest

from tests.integration.helpers import DOMAIN

from .house import House


@pytest.mark.parametrize(
    "odd",
    [
        {},
        "text",
        None,
        {"id": 5},
        {"leaves": []},
        {"leaves": [{"path": "a", "before": "1", "written": [1]}]},
        {"leaves": [{"path": "a..b", "before": "1", "written": ["1"]}]},
        {"leaves": [{"path": "a", "before": "{", "written": ["1"]}]},
        {"state": "asleep"},
        {"seen": [[1]]},
        # Moments that no calendar has, and what can't be sent.
        {"due": 1e300},
        {"due": -1},
        {"due": True},
        {"left_at": 1e300},
        {"attempts": True},
        {"attempts": -1},
        {"method": "FLY"},
        {"method": "GET"},
        {"endpoint": "nowhere"},
        {"endpoint": "http://192.0.2.1/x"},
    ],
)
async def test_odd_rows(
    house: House, odd: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """What can't be read is set aside and told in the log; all else is put back."""
    await house.for_a_while()
    key = f"{DOMAIN}.restores.{house.entry.entry_id}"
    rows = house.stored
    row = rows[0] | {"id": "ODD"} | odd if isinstance(odd, dict) and odd else odd
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    house.storage[key]["data"]["pending"] = [row, *rows]
    house.forget()
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    assert len(house.pending) == 1
    assert "list of what has to be put back" in caplog.text
    assert (await house.end())["outcome"] == "restored"


@pytest.mark.parametrize("data", [{}, {"pending": None}, {"pending": {}}])
async def test_odd_file(house: House, data: Any) -> None:
    """A file without a list is no reason not to load the entry."""
    key = f"{DOMAIN}.restores.{house.entry.entry_id}"
    await house.for_a_while()
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    house.storage[key]["data"] = data
    house.forget()
    assert await house.hass.config_entries.async_setup(house.entry.entry_id)
    assert house.pending == []
    assert (await house.for_a_while("Mon"))["id"]

"""The schema of `read_data` is quick about usual calls and does the same to all."""

from typing import Any

import pytest
import voluptuous as vol

from custom_components.enphase_envoy_raw_data.actions.read_data import READ_DATA_SCHEMA

CALL = {"config_entry_id": "01J", "endpoint": "/info"}
THOROUGH = vol.Schema(READ_DATA_SCHEMA.schema)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"from_cache": True},
        {"from_cache": "yes", "metadata": 1},
        {"select": "a.b", "parse_xml": False, "continue_on_error": True},
        {"endpoint": ["/info", "/home"]},
        {"endpoint": 5, "select": 7},
        {"max_age": {"minutes": 5}, "timeout": "30", "stream_seconds": None},
    ],
)
def test_fields_that_are_taken(fields: dict[str, Any]) -> None:
    """What needs no conversion is handed on, the rest is converted."""
    assert READ_DATA_SCHEMA(CALL | fields) == THOROUGH(CALL | fields)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"endpoint": "/info"},
        {"config_entry_id": "01J"},
        CALL | {"endpoints": "/info"},
        CALL | {"from_cache": "perhaps"},
        CALL | {"endpoint": None},
        CALL | {"endpoint": {"a": 1}},
        CALL | {"select": ["a"]},
        "text",
        None,
    ],
)
def test_fields_that_are_refused(data: object) -> None:
    """In the same words, whichever way they are looked at."""
    with pytest.raises(vol.Invalid) as quick:
        READ_DATA_SCHEMA(data)
    with pytest.raises(vol.Invalid) as thorough:
        THOROUGH(data)
    assert str(quick.value) == str(thorough.value)

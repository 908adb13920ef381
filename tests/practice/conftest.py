"""A Home Assistant that can find the integration, and can open no socket at all."""

from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.integration.conftest import clean_log, configuration, found_integration

from .support import practise

__all__ = ["clean_log", "configuration", "found_integration"]


@pytest.fixture
async def practice(hass: HomeAssistant, configuration: Path) -> MockConfigEntry:
    """Return an entry that practises on the bundled recording."""
    return await practise(hass)

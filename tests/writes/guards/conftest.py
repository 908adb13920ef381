"""Somebody who may not write by default."""

from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser


@pytest.fixture
async def user(hass: HomeAssistant) -> User:
    """Return somebody who is no administrator."""
    group = await hass.auth.async_get_group(GROUP_ID_USER)
    user: User = MockUser(name="Kim", groups=[group]).add_to_hass(hass)
    return user

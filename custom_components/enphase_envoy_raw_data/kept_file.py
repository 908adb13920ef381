"""Files in Home Assistant's storage that can't be read."""

import logging
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

_LOGGER = logging.getLogger(__name__)


async def async_set_aside(hass: HomeAssistant, store: Store[Any], what: str) -> None:
    """Give what can't be read another name, so that it isn't written over."""
    path = Path(store.path)
    aside = path.with_name(f"{path.name}.unreadable")
    try:
        await hass.async_add_executor_job(path.replace, aside)
    except OSError as err:
        _LOGGER.warning("The %s in %s can't be read: %s", what, path, err)
    else:
        _LOGGER.warning("A part of the %s can't be read; it is in %s now", what, aside)

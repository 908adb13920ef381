"""What is found in the storage of the record, whatever that is."""

from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.helpers import config_validation as cv
import voluptuous as vol

# `id` and `serial` came later; rows of before have none.
_WRITE: Final = vol.Schema(
    {
        vol.Required("at"): str,
        vol.Required("method"): str,
        vol.Required("endpoint"): str,
        vol.Required("status"): vol.Any(None, cv.positive_int),
        vol.Required("duration"): vol.Any(int, float),
        vol.Required("firmware"): str,
        vol.Required("verified"): vol.Any(None, bool),
        vol.Required("user"): vol.Any(None, str),
    },
    extra=vol.ALLOW_EXTRA,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWrites:
    """What could be read."""

    writes: list[dict[str, Any]] = field(default_factory=list)

    firmware: dict[str, str] = field(default_factory=dict)
    """Firmware that the last write to a page met, by endpoint or page."""

    is_whole: bool = True
    """Whether that is everything that was stored."""


def kept_writes(stored: object) -> KeptWrites:
    """Return what is in the storage, without what is not as it should be."""
    if not isinstance(stored, dict):
        return KeptWrites(is_whole=False)
    rows = stored.get("writes")
    pages = stored.get("firmware")
    writes = [row for row in rows if _fits(row)] if isinstance(rows, list) else []
    firmware = (
        {page: known for page, known in pages.items() if isinstance(known, str)}
        if isinstance(pages, dict)
        else {}
    )
    return KeptWrites(
        writes=writes,
        firmware=firmware,
        is_whole=writes == rows and firmware == pages,
    )


def _fits(row: object) -> bool:
    """Return whether a row is a write."""
    try:
        _WRITE(row)
    except vol.Invalid:
        return False
    return True

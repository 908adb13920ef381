"""What is found in the storage of the record, whatever that is."""

from dataclasses import dataclass, field
from typing import Any, Final

import voluptuous as vol


def _status(value: object) -> int:
    """Return a status; voluptuous takes texts and truth for numbers as well."""
    if type(value) is int and value >= 0:
        return value
    raise vol.Invalid("no status")


# `id`, `serial` and some others came later; rows of before have none.
_WRITE: Final = vol.Schema(
    {
        vol.Required("at"): str,
        vol.Required("method"): str,
        vol.Required("endpoint"): str,
        vol.Required("status"): vol.Any(None, _status),
        vol.Required("duration"): vol.Any(int, float),
        vol.Required("firmware"): str,
        vol.Required("verified"): vol.Any(None, bool),
        vol.Required("user"): vol.Any(None, str),
        vol.Optional("cut"): [str],
        vol.Optional("form"): bool,
        vol.Optional("id"): str,
        vol.Optional("refused"): bool,
        vol.Optional("senders"): [str],
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

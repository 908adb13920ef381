"""Moments that are stored or told, whatever has become of them."""

from datetime import datetime
from typing import Final

from homeassistant.util import dt as dt_util

YEARS: Final = range(2000, 3000)
"""In which a moment can be; at the ends of the calendar, one can't reckon with it."""

END_OF_TIME: Final = 32_503_680_000
"""Seconds since 1970 until the year 3000."""


def moment_in(stored: object) -> datetime | None:
    """Return a moment that stands there as text; None if it is none."""
    try:
        moment = dt_util.parse_datetime(stored) if isinstance(stored, str) else None
    except ValueError:
        # A day that no month has.
        return None
    # Without a time zone, nobody knows which moment it is.
    is_known = moment is not None and moment.tzinfo is not None
    return moment if moment and is_known and moment.year in YEARS else None

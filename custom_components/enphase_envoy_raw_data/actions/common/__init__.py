"""What the calls of all actions share: entry, fields, errors."""

from .entries import async_entry_of
from .errors import async_caller_error
from .fields import (
    as_written,
    choice,
    chosen,
    duration,
    one_or_more,
    refusal,
    seconds_of,
    shown,
    words_in,
)

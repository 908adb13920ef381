"""What the calls of all actions share: entry, fields, errors."""

from .entries import async_entry_of, async_loaded_entry
from .errors import async_caller_error
from .fields import (
    ATTR_CONTINUE_ON_ERROR,
    as_written,
    choice,
    chosen,
    duration,
    one_or_listed,
    one_or_more,
    refusal,
    seconds_of,
    shown,
    words_in,
)
from .gateways import GATEWAY_FIELDS, Gateways, gateways_of, name_of, title_of

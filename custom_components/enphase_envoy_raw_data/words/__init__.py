"""What people read: the words for errors, and texts that nobody translates later."""

from .errors import (
    MISSING_KEYS,
    context_of,
    facts_of,
    key_at_set_up,
    key_of,
    translate,
    writable,
)
from .texts import (
    async_load_words,
    async_setup_words,
    facts_for_later,
    reason_of,
    words,
    words_of_error,
)

"""Documents: from bytes to values, and from data to a body."""

from .body import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    WRITE_METHODS,
    Body,
    build_body,
    check_method,
    encode,
)
from .decoding import decode
from .fields_read import Fields
from .json_value import ExactNumber, Json, as_texts, from_json, handed_on, to_json
from .kind import PageKind, kind_of
from .own_words import is_gone, says_missing, status_in, tells_of_sessions
from .select_hints import FAILURES, Hint, Slip
from .selection import WHOLE, Selection
from .stream import stream_values

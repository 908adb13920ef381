"""Documents: from bytes to values, from data to a body, merge and differences."""

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
from .json_value import Json, as_texts, handed_on
from .kind import Kind, kind_of
from .patch import (
    changes,
    differences,
    merge,
    named_leaves,
    named_part,
    names_entries,
    still_there,
)
from .select_hints import Hint, Slip
from .selection import WHOLE, Selection
from .stream import stream_values

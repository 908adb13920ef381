"""The action `send_data`: a write, or a preview of one."""

from .carry_out import async_carry_out
from .operation import async_write
from .preview import async_preview, only_written
from .request import SendRequest, Verify
from .send_data import (
    ATTR_COMPARE,
    ATTR_CONTENT_TYPE,
    ATTR_DATA,
    ATTR_MERGE,
    ATTR_MERGE_ADD,
    ATTR_METHOD,
    ATTR_RESTORE_AFTER,
    ATTR_RISK_ACKNOWLEDGED,
    ATTR_TEST_MODE,
    ATTR_VERIFY,
    ATTR_VERIFY_SECONDS,
    CONTENT_TYPES,
    DEFAULT_VERIFY_SECONDS,
    LONGEST_VERIFY_SECONDS,
    SEND_DATA_SCHEMA,
    SENDING_FIELDS,
    SERVICE_SEND_DATA,
    VERIFY_CHOICES,
    async_send_to,
    send_request,
)

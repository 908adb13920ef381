"""What was written or rehearsed: listed, put back, sent for real."""

from .list_writes import LIST_WRITES_SCHEMA, SERVICE_LIST_WRITES, async_list_writes
from .restore_data import (
    RESTORE_DATA_SCHEMA,
    SERVICE_RESTORE_DATA,
    async_restore_data,
)
from .send_rehearsed import (
    SEND_REHEARSED_SCHEMA,
    SERVICE_SEND_REHEARSED,
    async_send_rehearsed,
)

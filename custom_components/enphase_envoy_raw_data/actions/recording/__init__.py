"""The action `record_gateway`, which needs more than the others do."""

from .record_gateway import (
    RECORD_GATEWAY_SCHEMA,
    SERVICE_RECORD_GATEWAY,
    async_record_gateway,
)

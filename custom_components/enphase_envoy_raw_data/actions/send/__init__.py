"""The action `send_data`: a write, or a preview of one."""

from .send_data import SEND_DATA_SCHEMA, SERVICE_SEND_DATA, async_send_data

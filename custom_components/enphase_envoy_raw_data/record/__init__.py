"""What was written, told to Home Assistant and kept over restarts."""

from .events import EVENT_REFUSED, EVENT_SENT, device_id_of, fire_refused, fire_sent
from .log import WriteLog, async_remove_log, log_of

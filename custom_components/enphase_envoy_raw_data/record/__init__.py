"""What was written, told to Home Assistant and kept over restarts; the last probe."""

from .events import (
    EVENT_REFUSED,
    EVENT_SENT,
    EVENT_TESTED,
    fire_refused,
    fire_sent,
    fire_tested,
)
from .last_probe import (
    SIGNAL_PROBED,
    LastProbe,
    async_forget_probe,
    async_keep_probe,
    async_load_last_probes,
    async_remove_last_probe,
    last_probe_of,
)
from .log import NotNoted, WriteLog, async_remove_log, log_of, may_have_been_sent
from .rows import is_rehearsed

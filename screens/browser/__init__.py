"""A browser, and what it sees."""

from .browser import (
    PHONE,
    PHONE_LIGHT,
    WIDE,
    WIDE_DARK,
    Look,
    NoBrowserError,
    log_in,
    opened,
    started,
)
from .layout import troubles
from .pictures import IMAGES, ROOT, shown
from .screen import Screen

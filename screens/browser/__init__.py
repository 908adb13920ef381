"""A browser, and what it sees."""

from .browser import PHONE, WIDE, Look, NoBrowserError, log_in, opened, started
from .layout import troubles
from .pictures import IMAGES, ROOT, shown
from .screen import Screen

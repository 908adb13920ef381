"""Pages about production and consumption."""

from . import device_data, metering, old_page, production, statistics
from .statistics import removed

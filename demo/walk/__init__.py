"""The calls that the demo shows, and how it shows them."""

from .report import Report
from .steps import INFO, INVERTERS, POWER, POWER_OFF, UnexpectedError, steps
from .walking import walk

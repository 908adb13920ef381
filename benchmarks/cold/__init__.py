"""Calls after a pause, when connections may have ended."""

from .measuring import measure_calls, measure_day, measure_start, measure_warm
from .results import ColdResults

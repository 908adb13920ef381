"""Calls for many gateways at once."""

from .measuring import measure_fleet
from .results import FleetResults

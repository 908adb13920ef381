"""Calls that follow each other: times, requests and memory."""

from .layers import show_layers
from .memory_use import memory
from .promises import crowd, set_up, varied_crowd
from .rehearsed_read import rehearsed
from .results import PageResult, Results
from .spent import show_where_time_goes
from .tables import table
from .ways import Bench, running_bench
from .without_gateway import practised

"""What all measurements share: Home Assistant, times, and reports."""

from .builds import COMMIT, build_before
from .home import DOMAIN, add_gateway, add_recording, running_home
from .report import (
    Conditions,
    Target,
    aligned,
    milliseconds,
    ratio_target,
    ratio_text,
    targets_table,
    time_target,
)
from .timing import Call, Ratio, Times, ratio, take_turns

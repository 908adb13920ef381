"""Rehearsal: writes that don't leave, and what the gateway's pages would show then."""

from .overlay import may_look_at
from .rehearsal import LARGEST_RUN, MOST_REHEARSED, Rehearsal, Run
from .written import RehearsedWrite

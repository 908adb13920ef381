"""Writes that end by themselves: what has to be put back, kept until it is."""

from .events import EVENT_RESTORED, fire_restored
from .issues import (
    ISSUE_CONFLICT,
    ISSUE_OVERDUE,
    ISSUE_REFUSED,
    RESTORE_ISSUES,
    clear_restore_issues,
    drop_issue,
    tell,
    tell_again,
)
from .pending import MOST_ATTEMPTS, OTHER_GATEWAY, Pending, State
from .plan import Plan
from .plans import OrdinaryWrite, Overtaken, PuttingBack
from .restores import NotStored, Restores, async_remove_restores, restores_of
from .schedule import CarryOut, RestoreSchedule
from .temporary import TemporaryWrite, document_of

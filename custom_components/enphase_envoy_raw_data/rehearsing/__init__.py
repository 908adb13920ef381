"""Rehearsals of an entry: whether one is on, what is kept of it, and its end."""

from .choice import (
    REMINDED_AFTER,
    async_choose,
    begin,
    choice_of,
    end,
    is_rehearsing,
    options_of_rehearsal,
)
from .kept import KeptRehearsal, async_remove_rehearsal, rehearsal_of
from .title import TITLE_BEFORE, renamed, with_mark

"""The screens of the Explorer, which are our own in each Home Assistant."""

from .adverse import EXPLORER_ADVERSE, explorer_lost, explorer_unshown
from .clicks import explorer_clicks
from .practising import practise
from .reading import EXPLORER_SCENES, explorer_probe, explorer_read, explorer_write
from .writing import (
    EXPLORER_WRITES,
    explorer_drafts,
    explorer_fields,
    explorer_own_path,
    explorer_pending,
    explorer_strict,
)

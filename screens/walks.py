"""Which scenes are played, in which Home Assistant and for which look."""

from collections.abc import Awaitable, Callable

from .browser import PHONE, PHONE_LIGHT, WIDE, WIDE_DARK, Look, Screen
from .explorer import (
    EXPLORER_ADVERSE,
    EXPLORER_SCENES,
    EXPLORER_WRITES,
    explorer_clicks,
    explorer_drafts,
    explorer_fields,
    explorer_lost,
    explorer_own_path,
    explorer_pending,
    explorer_probe,
    explorer_read,
    explorer_strict,
    explorer_unshown,
    explorer_write,
    practise,
)
from .scenes import SCREENS, Stage

type Scene = Callable[[Screen, Stage], Awaitable[None]]

SCENES: tuple[Scene, ...] = (
    *SCREENS,
    *EXPLORER_SCENES,
    *EXPLORER_WRITES,
    *EXPLORER_ADVERSE,
    explorer_clicks,
    practise,
)

# What is looked at in each colour, and in other releases of Home Assistant.
IN_EACH_COLOUR: tuple[Scene, ...] = (
    explorer_read,
    explorer_probe,
    explorer_write,
    explorer_fields,
    explorer_pending,
)
# What is the same at any width.
ONCE: tuple[Scene, ...] = (
    explorer_clicks,
    explorer_drafts,
    explorer_lost,
    explorer_own_path,
    explorer_strict,
    explorer_unshown,
)

# Home Assistant's own screens have other words in other releases; the Explorer is ours
# in all of them.
WHOLE_WALK_IN = "2026.10.4"


def walks(release: str) -> list[tuple[Scene, Look]]:
    """Return which scenes are played in a Home Assistant, and for which look.

    The Explorer has its own style sheet, so it is looked at in both colours.
    """
    whole = release == WHOLE_WALK_IN
    both = SCENES if whole else IN_EACH_COLOUR
    more = IN_EACH_COLOUR if whole else ()
    walk = [(scene, look) for look in (WIDE, PHONE) for scene in both]
    looks = (WIDE_DARK, PHONE_LIGHT)
    walk += [(scene, look) for look in looks for scene in more]
    return [(scene, look) for scene, look in walk if look is WIDE or scene not in ONCE]

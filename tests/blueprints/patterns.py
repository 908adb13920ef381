"""What comes each five minutes by the real clock, and may come at any moment."""

import asyncio
import time
from typing import Final

_PATTERN: Final = 300
"""Seconds from one look of some blueprints to the next."""

_LATER: Final = 1
"""Seconds by which Home Assistant is late at most, on purpose."""

_SOON: Final = 30
"""More seconds than any test takes, or lets pass without meaning the next look."""


async def long_before_a_pattern() -> None:
    """Wait if the next look would come before a test wants it to."""
    if (left := _PATTERN - (time.time() - _LATER) % _PATTERN) < _SOON:
        await asyncio.sleep(left)

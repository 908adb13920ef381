"""A clock that a test moves."""

from collections.abc import Iterator

import pytest

from ..clock import Clock, moved_by_hand


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Return the clock that everybody sees."""
    with moved_by_hand() as clock:
        yield clock

"""What is under way for a client, and its end when the client is closed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from ..errors import Closed


class Lifetime:
    """Runs what a client does, so that closing it ends all of it.

    What is cancelled by that raises Closed. A write that has left can't be called
    back: it sees to it that it is not cancelled, and closing waits for it.
    """

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._closed = False
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Return a task for some work. Raises Closed."""
        if self._closed:
            work.close()
            raise Closed
        # It begins at once, so that nothing can end it before it has begun.
        task = asyncio.create_task(work, eager_start=True)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Return what the work returns; its caller's end is its end. Raises Closed."""
        task = self.begin(work)
        has_given_up = False
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                has_given_up = True
                task.cancel()
        if has_given_up and task.cancelled():
            raise asyncio.CancelledError
        return self.result_of(task)

    @staticmethod
    def result_of[T](task: asyncio.Task[T]) -> T:
        """Return what a task has come to. Raises Closed if it was ended."""
        if task.cancelled():
            raise Closed
        return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """Forget a task; who waited for its outcome has it, or nobody wants it."""
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()

    async def close(self) -> None:
        """End everything, and wait until it has ended."""
        self._closed = True
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)


async def to_its_end[T](
    work: Coroutine[Any, Any, T], has_left: Callable[[], bool]
) -> T:
    """Return what some work returns, even if the task that waits for it is cancelled.

    Until it `has_left`, it can be called back, and is. Afterwards,
    `asyncio.current_task().cancelling()` tells whether the task was cancelled.
    """
    task = asyncio.create_task(work, eager_start=True)
    while True:
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            if not has_left():
                task.cancel()
            continue
        return task.result()


def is_cancelled() -> bool:
    """Return whether whoever waits for the task has given up meanwhile."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0

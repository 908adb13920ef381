"""The values of stored replies that are asked for again and again."""

from collections import OrderedDict
from dataclasses import dataclass

import orjson

from .json_value import Json
from .read_only import read_only
from .reply import Reply
from .shape import Shape

CAPACITY = 2 * 1024 * 1024
"""Bytes of bodies and of the JSON of their values; the objects that a value
consists of take some five times as much memory as its JSON."""


@dataclass(slots=True)
class _Held:
    """A stored reply that was asked for, and its value from the second time on."""

    reply: Reply
    size: int
    value: Json = None
    is_made: bool = False

    def is_of(self, reply: Reply) -> bool:
        """Return whether it holds for this reply, which may be a newer one."""
        held = self.reply
        return held is reply or (
            held.body == reply.body and held.content_type == reply.content_type
        )


class StoredValues:
    """What callers get of stored replies; the ones used longest ago go first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Hold up to `capacity` bytes."""
        self._capacity = capacity
        self._size = 0
        self._held: OrderedDict[tuple[str, Shape], _Held] = OrderedDict()

    def of(self, endpoint: str, reply: Reply, shape: Shape) -> Json:
        """Return the value of a stored reply.

        From the second time on it is the same one for all, which refuses to be
        changed, unless it is too large to be held. Raises UnusableReply.
        """
        key = (endpoint, shape)
        held = self._held.get(key)
        if held is not None and held.is_of(reply):
            if held.is_made:
                self._held.move_to_end(key)
                held.reply = reply
                return held.value
            value = shape.of(reply)
            size = len(reply.body) + len(orjson.dumps(value))
            if size <= self._capacity:
                value = read_only(value)
                self._hold(key, _Held(reply, size, value, is_made=True))
            return value
        value = shape.of(reply)
        self._hold(key, _Held(reply, len(reply.body)))
        return value

    def clear(self) -> None:
        """Drop everything."""
        self._held.clear()
        self._size = 0

    def _hold(self, key: tuple[str, Shape], held: _Held) -> None:
        """Hold something instead of what was held, if there is room for it."""
        if (before := self._held.pop(key, None)) is not None:
            self._size -= before.size
        if held.size > self._capacity:
            return
        while self._size + held.size > self._capacity:
            self._size -= self._held.popitem(last=False)[1].size
        self._held[key] = held
        self._size += held.size

"""Lists and objects that nobody can change, for values that many callers get.

JSON writers, templates and comparisons take them for what they are made of;
copies of every kind are plain.
"""

from typing import Any, NoReturn, Self, override

from .json_value import Json


def _refuse(*_args: object, **_named: object) -> NoReturn:
    """Refuse a change."""
    raise TypeError("A stored reply can't be changed; change a copy of it")


class _List(list[Json]):
    """A list that refuses changes."""

    __slots__ = ()

    def __new__(cls, items: Any = ()) -> Self:  # noqa: ANN401 - as list has it
        """Return a plain list: whoever makes another one means to fill it."""
        return list(items)  # type: ignore[return-value] # on purpose

    @override
    def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
        """Be copied and pickled as a plain list."""
        return list, (list(self),)

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse


class _Object(dict[str, Json]):
    """An object that refuses changes."""

    __slots__ = ()

    def __new__(cls, *items: Any, **named: Any) -> Self:  # noqa: ANN401 - as dict has it
        """Return a plain dict: whoever makes another one means to fill it."""
        return dict(*items, **named)  # type: ignore[return-value] # on purpose

    @override
    def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
        """Be copied and pickled as a plain dict."""
        return dict, (dict(self),)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


# The names are what a template's `typeof` shows.
_List.__name__ = "list"
_Object.__name__ = "dict"


def read_only(value: Json) -> Json:
    """Return a value as one that nobody can change."""
    if isinstance(value, dict):
        made = dict.__new__(_Object)
        dict.update(
            made,
            {
                key: read_only(item) if isinstance(item, dict | list) else item
                for key, item in value.items()
            },
        )
        return made
    if isinstance(value, list):
        items = list.__new__(_List)
        list.extend(
            items,
            [
                read_only(item) if isinstance(item, dict | list) else item
                for item in value
            ],
        )
        return items
    return value

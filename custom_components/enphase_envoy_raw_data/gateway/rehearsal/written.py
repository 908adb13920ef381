"""A write that was rehearsed: what would have been sent, and where."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from ..address import check_endpoint, same_page
from ..document import Json, check_method, from_json, to_json
from ..errors import GatewayError
from ..merging import shown_as


@dataclass(frozen=True, kw_only=True)
class RehearsedWrite:
    """A write that didn't leave."""

    method: str
    endpoint: str

    text: bytes
    """JSON of what would have been sent; empty without a body."""

    content_type: str = ""
    """How it would have been labelled; empty for the default."""

    merged: bool = False
    """Whether it was made from what the page had, so that the rest of it stays."""

    @classmethod
    def of(
        cls,
        method: str,
        endpoint: str,
        sent: Json,
        content_type: str = "",
        *,
        merged: bool = False,
    ) -> Self:
        """Return the write of a value; None is no body."""
        return cls(
            method=method,
            endpoint=endpoint,
            text=b"" if sent is None else to_json(sent),
            content_type=content_type,
            merged=merged,
        )

    @classmethod
    def from_stored(cls, row: Any) -> Self:  # noqa: ANN401 - whatever is stored
        """Return a write that was stored. Raises ValueError if it is none."""
        match row:
            case {
                "method": str(method),
                "endpoint": str(endpoint),
                "sent": str(text),
                "content_type": str(content_type),
                "merged": bool(merged),
            }:
                pass
            case _:
                raise ValueError("no rehearsed write")
        try:
            write = cls(
                method=check_method(method),
                endpoint=check_endpoint(endpoint),
                text=text.encode(),
                content_type=content_type,
                merged=merged,
            )
            write.sent()
        except (GatewayError, ValueError) as err:
            raise ValueError("no rehearsed write") from err
        return write

    def stored(self) -> dict[str, Any]:
        """Return the write as it is stored."""
        return {
            "method": self.method,
            "endpoint": self.endpoint,
            "sent": self.text.decode(),
            "content_type": self.content_type,
            "merged": self.merged,
        }

    @property
    def size(self) -> int:
        """Return the bytes of what would have been sent, and of where."""
        return len(self.text) + len(self.endpoint)

    def sent(self) -> Json:
        """Return what would have been sent, with every digit; None if no body."""
        return from_json(self.text, exact=True) if self.text else None

    @property
    def shown_at(self) -> str:
        """Return the endpoint that shows it: nearly always the one it was sent to."""
        return shown_as(self.endpoint, self.sent())[0]

    def is_at(self, endpoint: str) -> bool:
        """Return whether a read of this endpoint shows what it has written.

        Queries may choose between documents, so two of them have to be the same.
        """
        page, query = self._page
        asked, _, theirs = endpoint.partition("?")
        return (not query or not theirs or query == theirs) and page == same_page(asked)

    @cached_property
    def _page(self) -> tuple[str, str]:
        """Return the page that shows it, and the query behind it."""
        path, _, query = self.shown_at.partition("?")
        return same_page(path), query

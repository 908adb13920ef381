"""Pages without anything that tells whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from .headers import rewrite_headers
from .json_page import rewrite_json
from .known import KNOWN_KEYS
from .leaves import Leaves
from .markup_page import rewrite_markup
from .stand_ins import StandIns

LARGEST_PAGE: Final = 2 * 1024 * 1024
"""Bytes of a page that is recorded with its body. Fifty times the largest page of a
recording of a gateway with 60 inverters that we know of."""

# Digits of a serial that are the password of a user before firmware 7.
_PASSWORD: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as a gateway sent it, or as it is told."""

    kind: str
    """`json`, `xml`, `html`, `text`, `stream`, `binary` or `empty`."""

    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)

    left_out: str = ""
    """Why there is no body: `binary`, `too_large`, `stream` or `told_something`."""


class Anonymiser:
    """Replaces what tells whose a gateway is, the same by the same on all pages.

    Each page is shown to `learn` before the first is told by `rewritten`.
    """

    def __init__(
        self,
        *,
        serial: str = "",
        secrets: Iterable[str] = (),
        scales_energy: bool = False,
        random: Random | None = None,
    ) -> None:
        """Begin with the gateway's serial and with what else must not be told."""
        self._stand_ins = StandIns(scales_energy=scales_energy, random=random)
        self._leaves = Leaves(self._stand_ins)
        self._serial = serial
        for secret in (serial, serial[-_PASSWORD:], *secrets):
            if len(secret) >= _PASSWORD and secret not in KNOWN_KEYS:
                self._stand_ins.add_secret(secret)
        if serial:
            self._leaves.number("sn", serial)

    @property
    def replaced(self) -> dict[str, int]:
        """Return how many different originals were replaced, by kind."""
        return self._stand_ins.counts

    @property
    def serial(self) -> str:
        """Return what stands in the place of the gateway's serial."""
        return self._leaves.number("sn", self._serial) if self._serial else ""

    @property
    def moved_seconds(self) -> float:
        """Return by how many seconds dates are moved, which is negative."""
        return self._stand_ins.moved_by.total_seconds()

    def learn(self, page: Page) -> None:
        """Note what is to be replaced on a page."""
        self._rewrite(page)

    def settle(self) -> None:
        """Draw the stand-ins, after the last page was learned."""
        self._stand_ins.settle()

    def rewritten(self, page: Page) -> Page:
        """Return a page as it is told.

        It is searched once more as a whole. If an original is found in it, which
        would be a fault of ours, it is told without its body.
        """
        told = self._rewrite(page)
        if self._stand_ins.tells(told.body.decode()):
            told = self._without_body(page, "told_something")
        return told

    def tells(self, text: str) -> bool:
        """Return whether a text tells something that is to be replaced."""
        return self._stand_ins.tells(text)

    def _rewrite(self, page: Page) -> Page:
        """Return a page with stand-ins, as far as they are drawn."""
        if page.kind in ("binary", "stream"):
            return self._without_body(page, page.kind)
        if len(page.body) > LARGEST_PAGE:
            return self._without_body(page, "too_large")
        try:
            text = page.body.decode()
        except UnicodeDecodeError:
            text = page.body.decode("latin-1")
        # A mark of the byte order at the beginning is no part of the text.
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix(mark)
        match page.kind:
            case "json":
                text = rewrite_json(text, self._leaves)
            case "xml" | "html":
                text = rewrite_markup(text, self._leaves)
            case _:
                lines = text.splitlines(keepends=True)
                text = "".join(self._leaves.text("", line) for line in lines)
        body = (mark + text).encode()
        return Page(kind=page.kind, headers=self._headers(page, len(body)), body=body)

    def _without_body(self, page: Page, reason: str) -> Page:
        """Return a page without its body."""
        return Page(kind=page.kind, headers=self._headers(page, 0), left_out=reason)

    def _headers(self, page: Page, length: int) -> tuple[tuple[str, str], ...]:
        """Return the headers of a page with stand-ins."""
        headers = rewrite_headers(page.headers, length, self._leaves, self._stand_ins)
        return tuple(headers)

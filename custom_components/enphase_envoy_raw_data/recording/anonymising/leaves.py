"""What stands in the place of a leaf: a number, or a text with whatever is in it."""

from collections.abc import Iterator
import re
from typing import Final

from .dates import dates_in, moved_number
from .kinds import NUMBER, Kind, kind_of_number
from .known import FIRMWARE_DATES, NAMES, is_known_key, is_known_text
from .stand_ins import StandIns

_PATTERNS: Final = (
    ("token", r"eyJ[\w-]+\.[\w-]+\.[\w-]*|(?<![\w+/=-])[\w+/=-]{40,}"),
    # Begins where a run does: a long one without "@" is looked through once.
    ("email", r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
    (
        "mac",
        (
            r"(?<![\w:.-])[0-9A-Fa-f]{2}(?P<sep>[:-])(?:[0-9A-Fa-f]{2}(?P=sep)){4}"
            r"[0-9A-Fa-f]{2}(?![\w:-])|(?<!\w)(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{12}(?!\w)"
        ),
    ),
    ("address", r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"),
    ("address6", r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])"),
    ("number", r"(?<![\d.])\d{6,}(?![\d.])"),
)
_SOUGHT: Final = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS), re.ASCII
)
_ZONE: Final = re.compile(r"[A-Z][A-Za-z]+/[A-Z][\w+-]+(/[A-Z][\w+-]+)?")
# What these say by their nature, and what says nothing in their place: ISO 4217
# and ISO 3166 have codes for none.
_PLACES: Final = {"code": "XXX", "country": "ZZ", "timezone": "Etc/UTC"}

# Digits of a number from which it is compared with those that are replaced.
_SHORTEST: Final = 6
_NUMBERED: Final = re.compile(r"([A-Z]?)([0-9]+)")
_PART: Final = re.compile(r"-[0-9]")
_ENERGY: Final = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)( ?[kMG]?Wh)")


class Leaves:
    """Puts stand-ins in the place of leaves."""

    def __init__(self, stand_ins: StandIns) -> None:
        """Take the stand-ins from here."""
        self._stand_ins = stand_ins

    def key(self, key: str) -> str:
        """Return a key of an object, or the name of an element."""
        if is_known_key(key) or not key:
            return key
        # A letter and a serial stands for a device on some pages.
        if match := _NUMBERED.fullmatch(key):
            prefix, digits = match.groups()
            kind = kind_of_number("eid", digits)
            return prefix + self._stand_ins.number(kind, digits) if kind else key
        if not _SOUGHT.search(key):
            return self._stand_ins.text(key, Kind.KEY)
        # What has a form of its own is the same here as everywhere else.
        return self._stand_ins.key(key, "".join(self._without_dates(key)))

    def number(self, key: str, text: str) -> str:
        """Return a number as it stands on a page, or what stands in its place."""
        sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
        kind = kind_of_number(key, digits)
        stand_ins = self._stand_ins
        if kind is Kind.DATE and stand_ins.is_number(digits):
            # It is the number of a device elsewhere, and looks like a time.
            kind = Kind.RECORD_NUMBER
        if kind is Kind.DATE:
            stand_ins.note(kind, digits)
            firmware = key in FIRMWARE_DATES
            by = stand_ins.firmware_moved_by if firmware else stand_ins.moved_by
            return sign + (digits if stand_ins.learning else moved_number(digits, by))
        if kind is Kind.ENERGY and stand_ins.scale != 1:
            stand_ins.note(kind, digits)
            return sign + (
                digits if stand_ins.learning else _scaled(digits, stand_ins.scale)
            )
        if kind is not None and kind is not Kind.ENERGY:
            return sign + stand_ins.number(kind, digits)
        if (
            not stand_ins.learning
            and len(digits) >= _SHORTEST
            and stand_ins.tells(digits)
        ):
            # A measurement that looks like a number of somebody.
            return sign + stand_ins.number(Kind.NUMBER, digits)
        return sign + digits

    def text(self, key: str, text: str) -> str:
        """Return a text, or what stands in its place. Blanks around it stay."""
        inner = text.strip()
        if not inner:
            return text
        if inner == text:
            return self._of(key, text)
        before, _, after = text.partition(inner)
        return before + self._of(key, inner) + after

    def _of(self, key: str, text: str) -> str:
        """Return what stands in the place of a text that is not blank."""
        stand_ins = self._stand_ins
        if NUMBER.fullmatch(text) and key not in NAMES:
            return self.number(key, text)
        if key in _PLACES:
            stand_ins.note(Kind.PLACE, text)
            return text if stand_ins.learning else _PLACES[key]
        if key not in NAMES and is_known_text(key, text) and not self._is_taken(text):
            return text
        if (energy := _ENERGY.fullmatch(text)) and key not in NAMES:
            return self.number("whToday", energy[1]) + energy[2]
        if _ZONE.fullmatch(text):
            stand_ins.note(Kind.PLACE, text)
            return text if stand_ins.learning else _PLACES["timezone"]
        return "".join(self._pieces(text))

    def _is_taken(self, text: str) -> bool:
        """Return whether it has the form of something harmless, and is an original."""
        return not self._stand_ins.learning and self._stand_ins.tells(text)

    def _pieces(self, text: str) -> Iterator[str]:
        """Yield what stands in the place of each part of a text."""
        stand_ins = self._stand_ins
        at = 0
        for start, end, moved in dates_in(text, stand_ins.moved_by):
            yield from self._without_dates(text[at:start])
            stand_ins.note(Kind.DATE, text[start:end])
            yield text[start:end] if stand_ins.learning else moved
            at = end
        yield from self._without_dates(text[at:])

    def _without_dates(self, text: str) -> Iterator[str]:
        """Yield what stands in the place of each part of a text without dates."""
        stand_ins = self._stand_ins
        at = 0
        for match in _SOUGHT.finditer(text):
            yield self._piece(text[at : match.start()])
            found = match[0]
            match match.lastgroup:
                case "token":
                    yield stand_ins.text(found, Kind.SECRET)
                case "email":
                    yield stand_ins.email(found)
                case "mac":
                    yield stand_ins.mac(found)
                case "number":
                    yield stand_ins.number(Kind.SERIAL, found)
                case _:
                    yield self._address(found)
            at = match.end()
        yield self._piece(text[at:])

    def _piece(self, piece: str) -> str:
        """Return what stands in the place of a part that has no form of its own."""
        # The parts of a device are numbered behind its serial.
        part = _PART.fullmatch(piece)
        return piece if part else self._stand_ins.text(piece)

    def _address(self, found: str) -> str:
        """Return what stands in the place of what looks like an IP address."""
        new = self._stand_ins.address(found)
        if new != found or found in ("::", "::1") or self._stand_ins.learning:
            return new
        if re.fullmatch(r"(0|127|255)(\.\d{1,3}){3}", found):
            return found
        return self._stand_ins.text(found)


def _scaled(digits: str, scale: float) -> str:
    """Return a number made smaller, with as many places as it had."""
    places = len(digits.partition(".")[2]) if "e" not in digits.lower() else 3
    return f"{float(digits) * scale:.{places}f}"

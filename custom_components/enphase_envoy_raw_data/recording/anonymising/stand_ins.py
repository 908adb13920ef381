"""Stand-ins: the same for the same original, on all pages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
import ipaddress
from random import Random, SystemRandom
import re
from typing import Final

from .kinds import Kind
from .known import ATTRIBUTES, KEY_PARTS, KNOWN_KEYS, KNOWN_TEXTS, TAGS, is_first_meter
from .numbers_in_order import drawn, record_numbers

# Weeks by which dates are moved back.
_WEEKS: Final = (30, 150)

# Factor of energy totals, where that is wanted.
_SCALE: Final = (0.5, 0.95)

# Characters from which a text is looked for in the whole recording; shorter ones
# turn up by chance.
_SHORTEST_TEXT: Final = 4
# Python reads no number of more than 4300 digits, and no serial has half of these.
_LONGEST_NUMBER: Final = 40
_SHORTEST_NUMBER: Final = 6
_TRIES: Final = 50

_LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = re.compile(r"[0-9]{6,}")
_WORDS: Final = re.compile(r"[^\W_]+")
# Addresses of which no part is long enough to be looked for, but for those that each
# house has.
_ADDRESS: Final = re.compile(
    r"(?!0\.|127\.|255\.)\d{1,3}(\.\d{1,3}){3}|[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}",
    re.ASCII,
)


class StandIns:
    """Learns the originals of all pages first, and knows their stand-ins then."""

    def __init__(
        self, *, scales_energy: bool = False, random: Random | None = None
    ) -> None:
        """Draw what all stand-ins follow from."""
        self._random = random or SystemRandom()
        self.moved_by = -timedelta(weeks=self._random.randint(*_WEEKS))
        self.firmware_moved_by = self.moved_by - timedelta(
            weeks=self._random.randint(1, _WEEKS[0])
        )
        self.scale = self._random.uniform(*_SCALE) if scales_energy else 1.0
        self.learning = True
        """Whether originals are noted, and returned as they are."""

        self._originals: defaultdict[Kind, set[str]] = defaultdict(set)
        self._found: dict[tuple[str, str], str] = {}
        self._keys: dict[str, str] = {}
        self._numbers: set[str] = set()
        self._texts: set[str] = set()
        self._lengths: list[int] = []
        # Texts by their first word, with where it begins in each.
        self._by_word: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)

    def note(self, kind: Kind, original: str) -> None:
        """Note that an original was found; each counts once."""
        self._originals[kind].add(original)

    def add_secret(self, secret: str) -> None:
        """Note what must not be found in the recording, wherever it stands."""
        (self._numbers if secret.isdigit() else self._texts).add(secret)

    def is_number(self, digits: str) -> bool:
        """Return whether somewhere, this was the number of a device."""
        return not self.learning and any(
            digits in self._originals[kind]
            for kind in (Kind.SERIAL, Kind.RECORD_NUMBER)
        )

    @property
    def counts(self) -> dict[str, int]:
        """Return how many different originals were found, by kind."""
        return {
            kind.value: len(found)
            for kind, found in sorted(self._originals.items())
            if found
        }

    def settle(self) -> None:
        """Give each number its stand-in; no others are learned after this."""
        ids = (Kind.SERIAL, Kind.RECORD_NUMBER, Kind.NUMBER)
        numbers = set().union(*(self._originals[kind] for kind in ids))
        whole = {
            one for one in numbers if one.isdecimal() and len(one) <= _LONGEST_NUMBER
        }
        self._numbers |= {one for one in whole if len(one) >= _SHORTEST_NUMBER}
        self._lengths = sorted({len(one) for one in self._numbers})
        kinds = (Kind.MAC, Kind.ADDRESS, Kind.EMAIL, Kind.TEXT, Kind.SECRET, Kind.KEY)
        self._texts |= set().union(*(self._originals[kind] for kind in kinds))
        self._texts |= {one for one in numbers - whole if len(one) > _SHORTEST_NUMBER}
        self._texts = {one.strip() for one in self._texts if _is_looked_for(one)}
        for one in self._texts:
            if word := _WORDS.search(one):
                self._by_word[word[0]].append((one, word.start()))
        self.learning = False
        records = self._originals[Kind.RECORD_NUMBER] & whole
        found = record_numbers(records, self._random, self.tells)
        found |= drawn(whole - found.keys(), self._random, self.tells)
        self._found |= {("number", one): new for one, new in found.items()}
        self._settle_addresses(self._originals[Kind.ADDRESS])

    def _settle_addresses(self, originals: Iterable[str]) -> None:
        """Give each address one that is for examples, by RFC 5737 and RFC 3849."""
        taken = set(originals)
        networks = ("192.0.2.{}", "198.51.100.{}", "203.0.113.{}")
        v4 = (net.format(host) for net in networks for host in range(10, 250))
        v6 = (f"2001:db8::{host:x}" for host in range(1, 0xFFFF))
        for one in sorted(taken):
            pool = v6 if ":" in one else v4
            new = next((each for each in pool if each not in taken), "192.0.2.1")
            self._found["address", one] = new

    def tells(self, text: str) -> bool:
        """Return whether a text contains a number or another original."""
        for run in _DIGITS.findall(text):
            for length in self._lengths:
                for start in range(len(run) - length + 1):
                    if run[start : start + length] in self._numbers:
                        return True
        for word in _WORDS.finditer(text):
            for one, offset in self._by_word.get(word[0], ()):
                start = word.start() - offset
                end = start + len(one)
                if (
                    start >= 0
                    and text.startswith(one, start)
                    and not (one[-1].isalnum() and text[end : end + 1].isalnum())
                ):
                    return True
        return False

    def number(self, kind: Kind, digits: str) -> str:
        """Return a number of the same length, and in the same order among those."""
        if is_first_meter(digits):
            return digits
        self.note(kind, digits)
        if self.learning:
            return digits
        return self._kept("number", digits)

    def mac(self, original: str) -> str:
        """Return a MAC address that nobody owns, written in the same way."""
        self.note(Kind.MAC, original)
        if self.learning:
            return original
        digits = re.sub(r"[^0-9A-Fa-f]", "", original).lower()
        new = self._found.get(("mac", digits))
        while new is None or new == digits:
            new = "02" + "".join(self._random.choices("0123456789abcdef", k=10))
        self._found["mac", digits] = new
        letters = iter(new.upper() if original.upper() == original else new)
        return re.sub(r"[0-9A-Fa-f]", lambda _: next(letters), original)

    def address(self, original: str) -> str:
        """Return an address of those that are for examples, in the place of an own."""
        try:
            address = ipaddress.ip_address(original)
        except ValueError:
            return original
        if address.is_unspecified or address.is_loopback or original.startswith("255."):
            return original
        self.note(Kind.ADDRESS, original)
        if self.learning:
            return original
        return self._found.setdefault(("address", original), "192.0.2.1")

    def email(self, original: str) -> str:
        """Return an address at a domain that is for examples."""
        self.note(Kind.EMAIL, original)
        if self.learning:
            return original
        number = sum(key[0] == "email" for key in self._found) + 1
        return self._found.setdefault(("email", original), f"user{number}@example.com")

    def text(self, original: str, kind: Kind = Kind.TEXT) -> str:
        """Return other letters and digits in place of those of a text."""
        if not any(letter.isalnum() for letter in original):
            plain = re.sub(r"[^ -~\s]", "?", original)
            return self._apart(plain, original) if kind is Kind.KEY else plain
        self.note(kind, original)
        if self.learning:
            return original
        new = self._kept("text", original)
        return self._apart(new, original) if kind is Kind.KEY else new

    def key(self, original: str, new: str) -> str:
        """Return what stands in the place of a key, of which parts were replaced."""
        self.note(Kind.KEY, original)
        return original if self.learning else self._apart(new, original)

    def _apart(self, plain: str, original: str) -> str:
        """Return a key that no other key has: a document must not lose one of two."""
        while self._keys.setdefault(plain, original) != original:
            plain += "?"
        return plain

    def _kept(self, what: str, original: str) -> str:
        """Return the stand-in of an original, made if there is none."""
        new = self._found.get((what, original))
        tries = 0
        while new is None:
            base, *exponent = (
                re.split("([eE])", original, maxsplit=1)
                if what == "number"
                else [original]
            )
            new = "".join([*map(self._other, base), *exponent])
            tries += 1
            # JSON has no number that begins with zero.
            odd = what == "number" and new[0] == "0" != original[0]
            if odd or (tries < _TRIES and (new == original or self.tells(new))):
                new = None
        self._found[what, original] = new
        return new

    def _other(self, letter: str) -> str:
        """Return another character of the same class."""
        if letter.isdigit():
            return self._random.choice("0123456789")
        if letter.isalpha():
            new = self._random.choice(_LOWER)
            return new.upper() if letter.isupper() else new
        return letter if letter in "\t\n\r" or " " <= letter <= "~" else "?"


def _is_looked_for(text: str) -> bool:
    """Return whether a text is looked for: not all of it are words of gateways."""
    return (
        len(text.strip()) >= _SHORTEST_TEXT
        and text.strip() not in KNOWN_TEXTS
        and (
            _ADDRESS.fullmatch(text.strip()) is not None
            or not all(map(_is_common, _WORDS.findall(text)))
        )
    )


def _is_common(word: str) -> bool:
    """Return whether a word tells nothing, or is too short to be looked for."""
    return (
        len(word) < _SHORTEST_TEXT
        or word in KNOWN_KEYS
        or word in KNOWN_TEXTS
        or word.lower() in _COMMON
    )


_COMMON: Final = KEY_PARTS | TAGS | ATTRIBUTES | {"cdata", "doctype"}

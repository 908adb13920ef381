"""Values of the kinds that recordings show: any that a gateway could have.

What something depends on has values that were seen, by the name of its key. All others
are drawn from what is odd about numbers and texts.
"""

from collections.abc import Callable
from random import Random
from typing import Any, Final

# Stands before a number that has to be written as it is, with each of its digits.
VERBATIM: Final = "\u0001"

PRODUCTION_METER: Final = 704643328
OTHER_METER: Final = 704643584

_FLOATS: Final = (
    "0.000",
    "-0.000",
    "0.00009899999713525176",
    "-3.8",
    "238.4",
    "713.266",
    "1.77",
    "-2662918.117",
    "14405465.109",
    "123456789012345.678",
)
_INTS: Final = (
    0,
    -1,
    1,
    30,
    65535,
    -(2**31),
    2**32,
    2**53 + 1,
    2**63 - 1,
)
_TEXTS: Final = (
    "ready",
    "not so",
    " blank ",
    'says "no"',
    "back\\slash",
    "Grüße von nebenan",
    "太陽",
    "🔋",
    "a/b&c=d?e#f",
    "{{ states('sun.sun') }}",
    "null",
    "12 V",
    "-5",
    "1e5",
)
_DIGITS: Final = ("0", "7", "1785593319", "000000000000", "00")

_NOW: Final = (
    "at",
    "createdat",
    "enddate",
    "last_rpt_date",
    "lastreportdate",
    "readingtime",
    "timestamp",
)
"""Keys, in small letters, of when something was measured."""

_TIMES_AGO: Final = (0, 5, 60, 900, 3 * 3600, 7 * 86400)

_SEEN: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "int": {
        "activeCount": (0, 1, 12),
        "devType": (1, 11),
        "deviceDataLimit": (50,),
        "deviceCount": (3, 49, 50),
        "present": (0, 1),
        "wattHoursToday": (0, 2797),
        "wattsNow": (-4, 0, 2624),
        "Max_energy": (0, 5000),
        "agg_soc": (0, 39, 100),
        "percentFull": (0, 10, 100),
    },
    "text": {
        "admin_state": ("open", "close"),
        "devName": ("pcu", "eim", "nsrb"),
        "gen_cmd": ("on", "off"),
        "mains_admin_state": ("open", "closed"),
        "mains_oper_state": ("open", "closed"),
        "meteringStatus": ("normal", "not-metering"),
        "oper_state": ("open", "close"),
        "phaseMode": ("split", "three", "single"),
        "reportType": ("production", "net-consumption", "total-consumption"),
        "state": ("enabled", "disabled", "idle"),
    },
    "float": {
        "rmsVoltage": ("0.000", "1.9", "238.4", "713.266"),
        "voltage": ("0.000", "1.9", "238.4", "713.266"),
    },
}
"""Values of keys on which something depends, as they were seen."""


class Values:
    """Draws values; the same ones again from the same seed."""

    def __init__(self, seed: int, now: int) -> None:
        """Draw at this time, in seconds since 1970."""
        self.random = Random(seed)  # noqa: S311 - nothing secret
        self._now = now
        self._kinds: dict[str, Callable[[str], Any]] = {
            "bool": lambda _: self.coin(),
            "empty list": lambda _: [],
            "empty object": lambda _: {},
            "empty text": lambda _: "",
            "float": self._float,
            "int": self._int,
            "null": lambda _: None,
            "text": self._text,
            "text of a bool": lambda _: self.random.choice(("true", "false")),
            "text of digits": self._digits,
        }

    def draw(self, kinds: set[str], key: str) -> Any:
        """Return a value of one of these kinds for a key."""
        return self._kinds[self.random.choice(sorted(kinds))](key)

    def coin(self) -> bool:
        """Return true or false."""
        return bool(self.random.getrandbits(1))

    def serial(self) -> str:
        """Return a serial."""
        return f"{self.random.randrange(10**12):012}"

    def _time(self) -> int:
        """Return when something was measured."""
        return self._now - self.random.choice(_TIMES_AGO)

    def _float(self, key: str) -> str:
        """Return a number with a point; now and then without one, as gateways do."""
        seen = _SEEN["float"].get(key)
        drawn: str = self.random.choice(seen or _FLOATS)
        return VERBATIM + drawn

    def _int(self, key: str) -> int:
        """Return a whole number."""
        if key.lower() in _NOW:
            # Inverters and meters that have never told have 0.
            return self.random.choice((0, self._time(), self._time()))
        seen: tuple[int, ...] | None = _SEEN["int"].get(key)
        return self.random.choice(seen or _INTS)

    def _text(self, key: str) -> str:
        """Return a text that is no number and no bool."""
        seen: tuple[str, ...] | None = _SEEN["text"].get(key)
        return self.random.choice(seen or _TEXTS)

    def _digits(self, key: str) -> str:
        """Return a number as text."""
        if "ser" in key.lower() or key == "sn":
            return self.serial()
        if key.lower() in _NOW:
            return str(self._time())
        return self.random.choice(_DIGITS)

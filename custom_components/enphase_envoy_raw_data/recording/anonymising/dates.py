"""Dates in every form that gateways use, moved by whole weeks.

Weekday and time of day stay, so a page that names them still agrees with itself.
"""

from collections.abc import Iterator
from datetime import date, timedelta
import re
from typing import Final

_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NAMES: Final = "|".join([*_MONTHS, *(name[:3] for name in _MONTHS)])

# Digits of an epoch in milliseconds.
_MILLISECONDS: Final = 13

_FORMS: Final = (
    # 2026-07-01, 20260701.
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-/.]?)(?P<m>0[1-9]|1[0-2])(?P<t>(?P=s))"
        r"(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
        re.ASCII,
    ),
    # 07/01/2026, as in America; 31.12.2026, as elsewhere.
    re.compile(
        r"(?<!\d)(?P<m>\d{1,2})(?P<s>[-/.])(?P<d>\d{1,2})(?P<t>(?P=s))"
        r"(?P<y>(?:19|20)\d\d)(?!\d)",
        re.ASCII,
    ),
    # Jul 01, 2026 and July 1 2026.
    re.compile(
        rf"(?P<m>{_NAMES})(?P<s>\.? +)(?P<d>\d{{1,2}})(?P<t>,? )(?P<y>\d{{4}})(?!\d)",
        re.ASCII,
    ),
    # 01 Jul 2026 and 1-Jul-2026.
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?P<s>[ -])(?P<m>{_NAMES})(?P<t>[ -])"
        r"(?P<y>\d{4})(?!\d)",
        re.ASCII,
    ),
    # Jul  1 13:00:00 2026, with or without a zone, as C writes it.
    re.compile(
        rf"(?P<m>{_NAMES})(?P<s> +)(?P<d>\d{{1,2}})"
        r"(?P<t> \d\d:\d\d:\d\d (?:[A-Z]{3,4} )?)(?P<y>\d{4})(?!\d)",
        re.ASCII,
    ),
)
_ORDER: Final = ("ysmtd", "msdty", "msdty", "dsmty", "msdty")

# What may stand around a date and tells nothing by itself. The zone of a country does.
_BEFORE: Final = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? +$")
_AFTER: Final = re.compile(
    r"(?:T|, ?| +)?[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,6})?(?: ?[AaPp][Mm]\b)?"
    r"(?: ?(?:Z|UTC|GMT)\b)?",
    re.ASCII,
)


def moved_number(digits: str, by: timedelta) -> str:
    """Return seconds or milliseconds since 1970 at another time."""
    factor = 1000 if len(digits) == _MILLISECONDS else 1
    return str(int(digits) + int(by.total_seconds()) * factor)


def dates_in(text: str, by: timedelta) -> Iterator[tuple[int, int, str]]:
    """Yield where the dates of a text begin and end, and the moved ones, in order."""
    found = [
        (match.start(), match.end(), moved)
        for form, order in zip(_FORMS, _ORDER, strict=True)
        for match in form.finditer(text)
        if (moved := _moved(match, order, by))
    ]
    end = 0
    for start, stop, moved in sorted(found):
        if start < end:
            continue
        before = _BEFORE.search(text[end:start])
        after = _AFTER.match(text, stop)
        first = end + before.start() if before else start
        end = after.end() if after else stop
        yield first, end, text[first:start] + moved + text[stop:end]


def _moved(match: re.Match[str], order: str, by: timedelta) -> str:
    """Return a date at another time, in the form that it had; empty if it is none."""
    parts = match.groupdict()
    named = not parts["m"].isdigit()
    month = _month(parts["m"]) if named else int(parts["m"])
    day = int(parts["d"])
    swapped = month > len(_MONTHS)
    if swapped:
        month, day = day, month
    try:
        there = date(int(parts["y"]), month, day) + by
    except ValueError, OverflowError:
        return ""
    new_month, new_day = there.month, there.day
    if swapped:
        new_month, new_day = new_day, new_month
    if named:
        name = _MONTHS[there.month - 1]
        long = len(parts["m"]) > len("May")
        parts["m"] = name if long else name[:3]
    else:
        parts["m"] = str(new_month).zfill(len(parts["m"]))
    parts["d"] = str(new_day).zfill(len(parts["d"]))
    parts["y"] = f"{there.year:04}"
    return "".join(parts[letter] for letter in order)


def _month(name: str) -> int:
    """Return the number of a month by its name."""
    return next(
        number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)
    )

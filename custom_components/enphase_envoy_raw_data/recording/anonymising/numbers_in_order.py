"""Numbers in the place of others: of the same length, and in the same order."""

from collections import defaultdict
from collections.abc import Callable, Collection
from random import Random
from typing import Final

from .known import MOST_KNOWN

# Digits from which there are enough numbers that each can have one of its own.
_ENOUGH: Final = 4

_TRIES: Final = 100

# A record number names the kind of device in its first byte, and the channel in its
# last one: 704643328 is 0x2A000100, the first meter.
_MIDDLE: Final = 0xFFFF


def drawn(
    originals: Collection[str], random: Random, tells: Callable[[str], bool]
) -> dict[str, str]:
    """Return a number for each: other digits, as many, in the same order."""
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for one in originals:
        by_length[len(one)].append(one)
    found: dict[str, str] = {}
    for length, group in sorted(by_length.items()):
        lowest, highest = 10 ** (length - 1), 10**length
        taken = set(group)
        new: set[str] = set()
        # Few digits have too few numbers for an order; those are drawn one by one.
        wanted = len(group) if length >= _ENOUGH else 0
        tries = 0
        while len(new) < wanted and tries < wanted * _TRIES:
            tries += 1
            one = str(random.randrange(lowest, highest))
            if one not in taken and not tells(one):
                new.add(one)
        if len(new) == len(group):
            found |= dict(zip(sorted(group), sorted(new), strict=True))
    return found


def record_numbers(
    originals: Collection[str], random: Random, tells: Callable[[str], bool]
) -> dict[str, str]:
    """Return a record number for each that keeps the kind of device and the channel.

    None is that of a meter which has the same one everywhere.

    Those of one device share the bytes between, before and after. Those that can't
    keep their length are left out.
    """
    by_kind: defaultdict[int, list[int]] = defaultdict(list)
    for one in map(int, originals):
        by_kind[one >> 24].append(one)
    found: dict[str, str] = {}
    for kind, group in by_kind.items():
        if not 0 < kind <= 0xFF:
            continue
        middles = sorted({one >> 8 & _MIDDLE for one in group})
        for _ in range(_TRIES):
            new = sorted(random.sample(range(MOST_KNOWN + 1, _MIDDLE), len(middles)))
            pairs = dict(zip(middles, new, strict=True))
            trial = {
                str(one): str(kind << 24 | pairs[one >> 8 & _MIDDLE] << 8 | one & 0xFF)
                for one in group
            }
            if all(
                len(old) == len(one) and one not in originals and not tells(one)
                for old, one in trial.items()
            ):
                found |= trial
                break
    return found

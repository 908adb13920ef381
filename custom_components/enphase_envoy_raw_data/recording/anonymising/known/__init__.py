"""What gateways are known to say that tells of nobody: keys and texts."""

from .keys import (
    BUILD_DATES,
    DATES,
    ENERGY,
    FIRMWARE_DATES,
    KEY_PARTS,
    KNOWN_KEYS,
    MEASURED,
    NAMES,
    RECORD_NUMBERS,
    SENSITIVE,
    SERIALS,
    TIME_LIKE,
    is_known_key,
)
from .meters import MOST_KNOWN, is_first_meter
from .texts import ATTRIBUTES, KNOWN_TEXTS, TAGS, is_known_text

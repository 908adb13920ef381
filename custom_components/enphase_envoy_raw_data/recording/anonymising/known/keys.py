"""Keys of replies that gateways are known to use, and what stands behind them.

They are facts of recordings that the simulator is compared with (docs/simulator.md
names them) and of our replicas. A key that nobody knows may be a name: a page can
list networks by theirs. A test looks for every key of our replicas in here.
"""

import re
from typing import Final

from .lines import known_lines

SERIALS: Final = frozenset(
    ["serial_num", "serialNumber", "sn", "s", "serial_nums", "pv_serial_nb", "modules"]
)

# Record numbers of devices and their channels.
RECORD_NUMBERS: Final = frozenset(["eid", "ce", "chanEid", "chaneid"])

DATES: Final = frozenset(
    [
        "cd",
        "ld",
        "created",
        "createdAt",
        "createdTime",
        "created_date",
        "date",
        "endDate",
        "installed",
        "lastReportDate",
        "last_enlighten_report_time",
        "last_rpt_date",
        "last_update",
        "readingTime",
        "timestamp",
        "current_date",
        "time",
    ]
)

# When a firmware was made or loaded. Anybody may know when it was made, which would
# tell by how much all other dates were moved; so these are moved by something else.
FIRMWARE_DATES: Final = frozenset(["id", "img_load_date"])

# When the gateway's own firmware was made: the same for everybody who has it.
BUILD_DATES: Final = frozenset(["software_build_epoch", "build_time_gmt", "build_id"])

# What people choose or type in, or what tells where they live.
NAMES: Final = frozenset(
    [
        "load_name",
        "ssid",
        "name",
        "hostname",
        "username",
        "user",
        "email",
        "password",
        "psk",
        "manufacturer",
        "model",
        "last_updated_by",
        "profile_id",
        "profile_name",
        "selected_profile",
        "current_network",
    ]
)

ENERGY: Final = re.compile(
    r"(wh|vah|varh)(?!Now|_pos|_neg)[A-Z_]\w*|joules\w+|wattHours\w+"
    r"|(act|apparent|react)Energy\w*|today|yesterday|week"
)

# In a key that nobody knows: what the value may be, however harmless it looks.
SENSITIVE: Final = re.compile(
    r"(?i)acc|addr|area|city|code|coord|country|cust|email|fname|geo|host|imei|imsi"
    r"|iccid|\bip|key|lat|lname|lng|lon|mac|mail|name|nonce|owner|pass|phone|pin|post"
    r"|psk|pwd|region|salt|secret|serial|session|sim|site|sn\b|ssid|street|system"
    r"|token|town|url|user|uuid|zip"
    # In which part of the world: the zone, the language, the hours of the sun.
    r"|(^|_)tz|utc|gmt|offset|locale|lang|sunrise|sunset"
)

# In a key that nobody knows: that a large number is a time.
TIME_LIKE: Final = re.compile(r"(?i)time|date|stamp|_at$|At$|last|since|until|epoch")

KNOWN_KEYS: Final = known_lines("keys.txt")

MEASURED: Final = known_lines("measured.txt")
"""Those of numbers that may stay, however large they are."""

_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAME: Final = re.compile(r"[A-Za-z]\w{0,63}", re.ASCII)

# A part that is shorter says too little.
_SHORTEST_PART: Final = 3


def _parts(key: str) -> list[str]:
    """Return the words that a key is made of."""
    return [part.lower() for part in _PARTS.findall(key)]


KEY_PARTS: Final = frozenset(
    part
    for key in KNOWN_KEYS
    for part in _parts(key)
    if len(part) >= _SHORTEST_PART and not part.isdigit()
)


def is_known_key(key: str) -> bool:
    """Return whether a key tells nothing of whose gateway it is.

    It is known, or two words or more of keys that are known, as in `gridPower`.
    """
    if key.rstrip(":").strip("?") in KNOWN_KEYS:
        return True
    parts = _parts(key)
    return (
        len(parts) > 1 and _NAME.fullmatch(key) is not None and set(parts) <= KEY_PARTS
    )

"""What a log says against the integration."""

import re

from .configuration import DOMAIN

# A record starts with its time; what follows on further lines belongs to it.
_RECORD = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.MULTILINE)
_LEVEL = re.compile(r"^\S+ \S+ (DEBUG|INFO) ")
# Python's own warnings stand in the output, with the file that they are about.
_WARNING = re.compile(rf"^.*{DOMAIN}.*\.py:\d+: \w*Warning: .*$", re.MULTILINE)
# Home Assistant says this of every custom integration.
_USUAL = re.compile(r"\[homeassistant\.loader\] We found a custom integration")


def complaints(log: str, output: str = "") -> list[str]:
    """Return the warnings and errors in a log and in output that name it."""
    records = [record.strip() for record in _RECORD.split(log)]
    return [
        record
        for record in records
        if DOMAIN in record and not _LEVEL.match(record) and not _USUAL.search(record)
    ] + _WARNING.findall(output)

"""Who answers at an address: the gateway's own `/info` page."""

from dataclasses import dataclass, field
import re
import time

from lxml import etree

from ..errors import NotAGateway

INFO_ENDPOINT = "/info"

# The longest known page has 4 kB.
LARGEST_INFO = 256 * 1024

# Real serials have 12 digits; anything that could break a title or a path is refused.
_SERIAL = re.compile(r"[\w.-]{1,64}")

# Characters; real ones have 8 to 20.
_LONGEST_FACT = 40

_FEW_MINUTES = 300
_TWO_HOURS = 7200
"""Seconds by which clocks may differ without a word about it."""

_TOKEN_FIRMWARE = 7
"""Major version from which a token is needed; also pyenphase's threshold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a gateway says of itself without a login."""

    serial: str

    firmware: str
    """Version without its leading letter, such as `8.2.127`; empty if unknown."""

    part_number: str

    metered: bool
    """Whether the gateway has a built-in meter."""

    needs_token: bool
    """Whether the firmware logs in with a token (7.0 and newer), else with digest."""

    clock_off: float | None = field(default=None, compare=False)
    """Seconds by which its clock was ahead of ours when it told; None if it didn't."""

    @property
    def minutes_off(self) -> int:
        """Return by how many minutes the clocks differ; 0 for less than a few.

        The page may take some seconds, and clocks that are set by the network are
        seldom a minute off. From two hours on, it is whole hours.
        """
        off = abs(self.clock_off or 0)
        if off > _TWO_HOURS:
            return round(off / 3600) * 60
        return round(off / 60) if off > _FEW_MINUTES else 0


# Where a page begins, in bytes, before which it can have an XML declaration.
_START = 200


def is_info(content: bytes) -> bool:
    """Return whether a page looks like `/info`, by whatever endpoint it was read."""
    return b"<envoy_info" in content[:_START]


def parse_info(content: bytes) -> Identity:
    """Return the identity on an `/info` page. Raises NotAGateway."""
    # By itself, it reads no other file, asks nobody and has limits.
    parser = etree.XMLParser(resolve_entities=False)
    try:
        root = etree.fromstring(content.strip(), parser)
    except etree.XMLSyntaxError, ValueError:
        raise NotAGateway from None
    if root.tag != "envoy_info":
        raise NotAGateway
    serial = _text(root, "device/sn")
    if not _SERIAL.fullmatch(serial):
        raise NotAGateway
    # One letter stands before the version: D nearly always, R or M on old firmware.
    firmware = _text(root, "device/software").lstrip("DRMdrm")[:_LONGEST_FACT]
    major = re.match(r"\d{1,4}", firmware)
    return Identity(
        serial=serial,
        firmware=firmware,
        part_number=_text(root, "device/pn")[:_LONGEST_FACT],
        metered=_text(root, "device/imeter").lower() == "true",
        needs_token=_text(root, "web-tokens").lower() == "true"
        or (major is not None and int(major[0]) >= _TOKEN_FIRMWARE),
        clock_off=_clock_off(_text(root, "time")),
    )


def _clock_off(told: str) -> float | None:
    """Return by how many seconds the time that was told is ahead of ours."""
    # Twelve digits last for thousands of years.
    return int(told) - time.time() if re.fullmatch(r"[0-9]{1,12}", told) else None


def _text(root: etree._Element, path: str) -> str:
    """Return the text of an element, empty if there is none."""
    return (root.findtext(path) or "").strip()

"""What an owner allows to be written: the options of an entry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from homeassistant.config_entries import ConfigEntry

OPTION_ALLOWED_ENDPOINTS: Final = "allowed_endpoints"
OPTION_CERTIFICATE: Final = "certificate"
OPTION_CONFIRM_FIRMWARE: Final = "confirm_firmware"
OPTION_EVENT_BODIES: Final = "event_bodies"
OPTION_OPENED_PAGES: Final = "opened_pages"
OPTION_WHO_MAY_SEND: Final = "who_may_send"


class NewCertificate(StrEnum):
    """What happens when the gateway shows another certificate."""

    WARN = "warn"
    REFUSE = "refuse"
    OFF = "off"


class Senders(StrEnum):
    """Who may send."""

    ADMINISTRATORS = "administrators"
    EVERYONE = "everyone"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an entry as they are now."""

    who_may_send: Senders

    opened_pages: list[str]
    """Locked pages that the owner has opened, by name."""

    allowed_endpoints: list[str]
    """If there are any, only these can be written; patterns with `*`."""

    event_bodies: bool
    """Whether events carry what was sent."""

    certificate: NewCertificate

    confirm_firmware: bool
    """Whether a write waits for the owner after the firmware has changed."""


def options_of(entry: ConfigEntry) -> Options:
    """Return the options of an entry; what was never chosen has its default."""
    given = entry.options
    return Options(
        who_may_send=Senders(given.get(OPTION_WHO_MAY_SEND, Senders.ADMINISTRATORS)),
        opened_pages=given.get(OPTION_OPENED_PAGES, []),
        allowed_endpoints=given.get(OPTION_ALLOWED_ENDPOINTS, []),
        event_bodies=given.get(OPTION_EVENT_BODIES, False),
        certificate=NewCertificate(given.get(OPTION_CERTIFICATE, NewCertificate.WARN)),
        confirm_firmware=given.get(OPTION_CONFIRM_FIRMWARE, False),
    )

"""What an owner allows to be written: the options of an entry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

OPTION_ALLOWED_ENDPOINTS: Final = "allowed_endpoints"
OPTION_ALLOWED_SENDERS: Final = "allowed_senders"
OPTION_CERTIFICATE: Final = "certificate"
OPTION_CONFIRM_FIRMWARE: Final = "confirm_firmware"
OPTION_EVENT_BODIES: Final = "event_bodies"
OPTION_IN_SIDEBAR: Final = "in_sidebar"
OPTION_OPENED_PAGES: Final = "opened_pages"
OPTION_REHEARSE: Final = "rehearse"
OPTION_REHEARSAL_CONFIRMED: Final = "rehearsal_confirmed"
OPTION_REHEARSAL_SINCE: Final = "rehearsal_since"
OPTION_REHEARSAL_UNTIL: Final = "rehearsal_until"
OPTION_WHO_MAY_SEND: Final = "who_may_send"


class NewCertificate(StrEnum):
    """What happens when the gateway shows another certificate."""

    WARN = "warn"
    REFUSE = "refuse"
    OFF = "off"


class Senders(StrEnum):
    """Who may send."""

    ADMINISTRATORS = "administrators"
    """And everything that the system starts."""

    NAMED = "named"
    """Administrators, and the automations and scripts that the options name."""

    EVERYONE = "everyone"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an entry as they are now."""

    who_may_send: Senders

    allowed_senders: list[str]
    """Entity ids of the automations and scripts that may send by name."""

    opened_pages: list[str]
    """Locked pages that the owner has opened, by name."""

    allowed_endpoints: list[str]
    """If there are any, only these can be written; patterns with `*`."""

    event_bodies: bool
    """Whether events carry what was sent."""

    certificate: NewCertificate

    confirm_firmware: bool
    """Whether a write waits for the owner after the firmware has changed."""

    in_sidebar: bool
    """Whether the Explorer is in the sidebar; one gateway that says so is enough."""


# Allows no endpoint, since none has a space.
_ALLOWS_NOTHING: Final = [" "]


def options_of(entry: ConfigEntry) -> Options:
    """Return the options of an entry; what was never chosen has its default.

    What can't be read, such as the choice of a later version, has the strictest
    meaning as far as writes go.
    """
    given = entry.options
    return Options(
        who_may_send=_choice(
            given, OPTION_WHO_MAY_SEND, Senders.ADMINISTRATORS, odd=Senders.NOBODY
        ),
        allowed_senders=_texts(given, OPTION_ALLOWED_SENDERS, odd=[]),
        opened_pages=_texts(given, OPTION_OPENED_PAGES, odd=[]),
        allowed_endpoints=_texts(given, OPTION_ALLOWED_ENDPOINTS, odd=_ALLOWS_NOTHING),
        event_bodies=given.get(OPTION_EVENT_BODIES, False) is True,
        certificate=_choice(
            given, OPTION_CERTIFICATE, NewCertificate.WARN, odd=NewCertificate.WARN
        ),
        confirm_firmware=given.get(OPTION_CONFIRM_FIRMWARE, False) is not False,
        in_sidebar=given.get(OPTION_IN_SIDEBAR, True) is not False,
    )


def _choice[T: StrEnum](given: Any, name: str, default: T, *, odd: T) -> T:  # noqa: ANN401 - whatever is stored
    """Return what was chosen, or `odd` if that is none of the choices."""
    try:
        return type(default)(given.get(name, default))
    except ValueError:
        return odd


def _texts(given: Any, name: str, *, odd: list[str]) -> list[str]:  # noqa: ANN401 - whatever is stored
    """Return a list of texts, or `odd` if it is none."""
    texts = given.get(name, [])
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return texts
    return odd

"""What is known of pages whose writes don't go as their documents are shown."""

from dataclasses import dataclass
import re
from typing import Final

from ..address import same_page
from ..document import Json
from .path import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """How a page differs from others, by the names of its top-level keys."""

    own: frozenset[str] = frozenset()
    """What the gateway makes by itself, whatever is written."""

    apart: frozenset[str] = frozenset()
    """Lists of which a write may name some elements; the others stay as they are."""

    complete: frozenset[str] = frozenset()
    """Of these, lists of which a write takes one element in place of the list. It has
    to be complete: the gateway may crash otherwise."""

    whole: bool = False
    """Whether a write takes the place of all that is there. What a merge doesn't name
    has to go with it then."""

    switches: bool = False
    """Whether it is written as a list with a number and shown as true or false."""

    def as_shown(self, written: Json) -> Json:
        """Return what is written in the form in which the page shows it."""
        if self.switches and isinstance(written, dict):
            match written.get(_LIST):
                case list(numbers):
                    return {_SWITCH: numbers == [1]}
        return written

    def as_taken(self, shown: Json) -> Json:
        """Return what the page shows in the form in which it is written."""
        if self.switches and isinstance(shown, dict):
            match shown.get(_SWITCH):
                case bool(off):
                    return {"length": 1, _LIST: [int(off)]}
        return shown

    def is_own(self, path: Path) -> bool:
        """Return whether the gateway makes this place by itself."""
        keys = [step for step in path if isinstance(step, str)]
        return len(keys) == 1 and keys[0] in self.own


# Production on or off: 1 stops it.
_SWITCH: Final = "powerForcedOff"
_LIST: Final = "arr"
_POWER_PAGE: Final = re.compile(r"/ivp/mod/\d+/mode/power")

_CONTACTS: Final = frozenset({"dry_contacts"})

# pyenphase writes the tariff without its schedule, and dry contacts one by one and
# complete. The writes to the generator's pages and to the export limit that are known
# (examples in the catalogue) have all that the pages show. That the PUT of AC
# batteries only adds is our conclusion, since there is a DELETE that names some. The
# flags of a meter tell what is the matter with it.
_RULES: Final = {
    "/admin/lib/tariff": PageRules(own=frozenset({"schedule"})),
    "/admin/lib/acb_config": PageRules(apart=frozenset({"acb_sleep"})),
    "/ivp/ensemble/dry_contacts": PageRules(apart=_CONTACTS, complete=_CONTACTS),
    "/ivp/meters": PageRules(own=frozenset({"statusFlags"})),
    "/ivp/ss/dpel": PageRules(whole=True),
    "/ivp/ss/dry_contact_settings": PageRules(apart=_CONTACTS, complete=_CONTACTS),
    "/ivp/ss/gen_config": PageRules(whole=True),
    "/ivp/ss/gen_schedule": PageRules(whole=True),
}

_POWER: Final = PageRules(switches=True)

PLAIN: Final = PageRules()
"""A page that is written as it is shown."""


def rules_of(endpoint: str) -> PageRules:
    """Return what is known of the page of an endpoint, however it is written."""
    asked = same_page(endpoint)
    for page, rules in _RULES.items():
        if asked == same_page(page):
            return rules
    if _POWER_PAGE.fullmatch(asked):
        return _POWER
    return PLAIN


_STREAM_PAGE: Final = "/ivp/livedata/stream"
_STREAM_STATUS: Final = "/ivp/livedata/status"

_PROFILE_PAGE: Final = "/installer/agf/set_profile.json"
_PROFILES: Final = "/installer/agf/index.json"
_PROFILE: Final = "selected_profile"


def shown_as(endpoint: str, written: Json) -> tuple[str, Json]:
    """Return where and how what was written is shown, if not as it is written."""
    if not isinstance(written, dict):
        return endpoint, written
    if same_page(endpoint) == _STREAM_PAGE and "enable" in written:
        state = "enabled" if written["enable"] else "disabled"
        return _STREAM_STATUS, {"connection": {"sc_stream": state}}
    if same_page(endpoint) == same_page(_PROFILE_PAGE) and _PROFILE in written:
        return _PROFILES, {_PROFILE: written[_PROFILE]}
    return endpoint, rules_of(endpoint).as_shown(written)

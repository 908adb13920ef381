"""What is known of pages whose writes don't go as their documents are shown."""

from dataclasses import dataclass
from typing import Final

from ..pages import matches
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

    def is_own(self, path: Path) -> bool:
        """Return whether the gateway makes this place by itself."""
        keys = [step for step in path if isinstance(step, str)]
        return len(keys) == 1 and keys[0] in self.own


_CONTACTS: Final = frozenset({"dry_contacts"})

# pyenphase writes the tariff without its schedule, and dry contacts one by one and
# complete. That the PUT of AC batteries only adds is our conclusion, since there is a
# DELETE that names some. The flags of a meter tell what is the matter with it.
_RULES: Final = {
    "/admin/lib/tariff": PageRules(own=frozenset({"schedule"})),
    "/admin/lib/acb_config": PageRules(apart=frozenset({"acb_sleep"})),
    "/ivp/ensemble/dry_contacts": PageRules(apart=_CONTACTS, complete=_CONTACTS),
    "/ivp/meters": PageRules(own=frozenset({"statusFlags"})),
    "/ivp/ss/dry_contact_settings": PageRules(apart=_CONTACTS, complete=_CONTACTS),
}

PLAIN: Final = PageRules()
"""A page that is written as it is shown."""


def rules_of(endpoint: str) -> PageRules:
    """Return what is known of the page of an endpoint, however it is written."""
    for page, rules in _RULES.items():
        if matches(endpoint, [page]):
            return rules
    return PLAIN

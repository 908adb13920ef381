"""What endpoints are about, for lists that a person looks through."""

from typing import Final

# What begins with one of these is about the topic. The first one that fits counts, so
# that a page may be about something else than those beside it.
_BEGINS: Final = {
    "/api/v1/production/inverters": "inverters",
    "/ivp/pdm/device": "inverters",
    "/api/v1": "production",
    "/production": "production",
    "/ivp/livedata": "production",
    "/stream/meter": "production",
    "/ivp/mod": "production",
    "/ivp/pdm": "production",
    "/ivp/meters": "meters",
    "/admin/lib/admin_pmu": "meters",
    "/inv": "inverters",
    "/installer/agf/inverters_phase": "inverters",
    "/installer/pcu": "inverters",
    "/datatab/admin_dcc": "inverters",
    "/datatab/inventory": "inverters",
    "/admin/lib/admin_dcc": "inverters",
    "/ivp/eh": "inverters",
    "/ivp/peb": "inverters",
    "/ivp/adc": "inverters",
    "/stream/psd": "inverters",
    "/prov": "inverters",
    "/ivp/ensemble/gen": "generator",
    "/ivp/ss/gen": "generator",
    "/ivp/ensemble/relay": "grid",
    "/installer/agf": "grid",
    "/ivp/arf": "grid",
    "/ivp/grest": "grid",
    "/ivp/tpm": "grid",
    "/ivp/ss/dpel": "grid",
    "/ivp/ss/pel": "grid",
    "/ivp/sc/pvlimit": "grid",
    "/ivp/ensemble/dry": "site",
    "/ivp/ensemble": "storage",
    "/ivp/ss/enc": "storage",
    "/ivp/sc": "storage",
    "/ivp/zb": "storage",
    "/ivp/firmware_manager": "storage",
    "/admin/lib/acb": "storage",
    "/admin/lib/tariff": "storage",
    "/ivp/ss": "site",
    "/admin/lib/network": "network",
    "/admin/lib/wireless": "network",
    "/admin/lib/dba": "network",
    "/ivp/cellular": "network",
    "/": "gateway",
}

TOPICS: Final = (
    "production",
    "meters",
    "inverters",
    "storage",
    "grid",
    "generator",
    "site",
    "network",
    "gateway",
)
"""All topics, in the order in which a list shows them."""


def topic_of(path: str) -> str:
    """Return the topic of an endpoint by its path."""
    return next(topic for start, topic in _BEGINS.items() if path.startswith(start))

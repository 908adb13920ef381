"""Documents with lists, as gateways have them, and what a merge makes of them."""

from copy import deepcopy

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.merging import merge, rules_of

PLAIN = "/x"
SETTINGS = "/ivp/ss/dry_contact_settings"
STATUS = "/ivp/ensemble/dry_contacts"

PERIODS: list[Json] = [
    {"id": "filler", "start": 0, "rate": 0.25},
    {"id": "peak", "start": 420, "rate": 0.5},
    {"id": "filler", "start": 1260, "rate": 0.25},
]
SEASONS: list[Json] = [
    {"id": "winter", "start": "1/1", "days": [{"id": "all", "periods": PERIODS}]},
    {"id": "summer", "start": "5/1", "days": []},
]
CONTACTS: list[Json] = [
    {"id": "NC1", "soc_low": 25.0, "override": "false", "pv_serial_nb": []},
    {"id": "NC2", "soc_low": 20.0, "override": "false", "pv_serial_nb": []},
]
THERE = "id: winter, summer"
METERS: list[Json] = [{"eid": 1, "state": "enabled"}, {"eid": 2, "state": "disabled"}]


def merged(current: Json, patch: Json, endpoint: str = PLAIN, *, add: bool) -> Json:
    """Return what is sent; what is there stays as it was."""
    before = deepcopy(current)
    found = merge(current, patch, rules_of(endpoint), add=add)
    assert current == before
    return found.sent


def changed(elements: list[Json], place: int, **values: Json) -> list[Json]:
    """Return a list with some values of one element changed."""
    copy = deepcopy(elements)
    element = copy[place]
    assert isinstance(element, dict)
    copy[place] = element | values
    return copy

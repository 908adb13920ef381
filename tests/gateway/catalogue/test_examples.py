"""Examples of pages that are written whole have all that the gateway shows there."""

from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import same_page
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from gateway_simulator import GatewaySimulator

WHOLE = {
    "/admin/lib/tariff": ("PUT", "8.2-three-phase"),
    "/ivp/ss/dpel": ("POST", "8.3"),
    "/ivp/ss/dry_contact_settings": ("POST", "8.2"),
    "/ivp/ss/gen_config": ("POST", "8.2"),
    "/ivp/ss/gen_schedule": ("POST", "8.2"),
}
"""Pages that take nothing less, with the method and a replica that has the hardware."""


def _form(value: Any) -> Any:
    """Return the keys and the kinds of values of a document."""
    if isinstance(value, dict):
        return {key: _form(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_form(value[0])] if value else []
    return type(value).__name__


def _example(path: str, method: str) -> Any:
    """Return the example of a page."""
    known = catalogue().of(path)
    assert known
    assert known.write
    return known.write.examples[method]


@pytest.mark.parametrize("path", WHOLE)
def test_examples_are_whole(path: str) -> None:
    """Each key that the gateway shows is there, in its kind."""
    method, replica = WHOLE[path]
    example = _example(path, method)
    document = GatewaySimulator(replica).device.documents[path]
    if path == "/admin/lib/tariff":
        # The gateway makes the schedule beside it by itself.
        document = {"tariff": document["tariff"]}
    if path == "/ivp/ss/dry_contact_settings":
        # One contact is written at a time, and as an object.
        document = {"dry_contacts": document["dry_contacts"][0]}
    assert _form(example) == _form(document)


def test_whole_pages_are_all_known() -> None:
    """A page whose write says that it replaces something is among them."""
    replacing = {
        known.path
        for known in catalogue().endpoints
        if known.write
        and known.write.examples
        and (
            known.write.effect.startswith("Replaces")
            or "whole document" in known.write.effect
        )
    }
    assert replacing <= {*WHOLE}
    assert all(same_page(path) == path for path in WHOLE)

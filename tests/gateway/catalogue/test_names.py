"""What endpoints are called in the languages of people, and what they are about."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    KnownEndpoint,
    catalogue,
    topic_of,
)


def known(path: str) -> KnownEndpoint:
    """Return an endpoint of the catalogue."""
    found = catalogue().of(path)
    assert found
    return found


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Tariff"),
        ("de", "Tarif"),
        ("es", "Tarifa"),
        ("fr", "Tarif"),
        ("nl", "Tarief"),
        ("de-AT", "Tarif"),
        ("nl-BE", "Tarief"),
        ("fi", "Tariff"),
        ("", "Tariff"),
    ],
)
def test_language(language: str, name: str) -> None:
    """A region speaks the language; who has no words of their own reads English."""
    assert known("/admin/lib/tariff.json").name_in(language) == f"{name} (.json)"


def test_each_language_has_its_own_names() -> None:
    """None stands in the place of another one, and none has more than the name."""
    one = known("/ivp/ensemble/relay")
    assert one.names == {
        "de": "Netzrelais",
        "es": "Relé de red",
        "fr": "Relais réseau",
        "nl": "Netrelais",
    }
    assert one.name_in("pt") == one.name == "Grid relay"


def test_without_a_translation() -> None:
    """What no form offers is called by its English name everywhere."""
    bare = [one for one in catalogue().endpoints if not one.names]
    assert bare
    assert {one.name_in("de") for one in bare} == {one.name for one in bare}


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("/api/v1/production", "production"),
        ("/api/v1/production/inverters", "inverters"),
        ("/ivp/pdm/device_data", "inverters"),
        ("/ivp/pdm/energy", "production"),
        ("/ivp/meters/readings", "meters"),
        ("/ivp/ensemble/dry_contacts", "site"),
        ("/ivp/ensemble/generator", "generator"),
        ("/ivp/ensemble/relay", "grid"),
        ("/ivp/ensemble/inventory", "storage"),
        ("/ivp/ss/gen_mode", "generator"),
        ("/ivp/ss/dpel", "grid"),
        ("/ivp/ss/der_settings", "site"),
        ("/admin/lib/network_display.json", "network"),
        ("/info", "gateway"),
        ("/no/such/page", "gateway"),
    ],
)
def test_topic(path: str, topic: str) -> None:
    """A page may be about something else than those beside it."""
    assert topic_of(path) == topic

"""The search of the catalogue takes the words that people have for things."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    SEARCH_WORDS_FILE,
    catalogue,
)

KNOWN = catalogue()
GROUPS: list[dict[str, Any]] = yaml.safe_load(SEARCH_WORDS_FILE.read_bytes())
TRANSLATIONS = SEARCH_WORDS_FILE.parents[2] / "translations"

INVERTERS = "/api/v1/production/inverters"
BATTERIES = "/ivp/ensemble/inventory"
METERS = "/ivp/meters"
GRID = "/ivp/ensemble/relay"
CONTACTS = "/ivp/ensemble/dry_contacts"
GENERATOR = "/ivp/ss/gen_mode"
WIFI = "/admin/lib/wireless_display.json"
LIMIT = "/ivp/ss/pel_settings"
TARIFF = "/admin/lib/tariff"
PROFILE = "/installer/agf/index.json"

# The thing: its word in English, German, Spanish, French and Dutch, as people type it.
WORDS = {
    INVERTERS: "solar panel, Solarmodule, paneles solares, panneau solaire"
    ", zonnepanelen, panel, Wechselrichter, inversor, onduleurs, omvormer",
    BATTERIES: "battery, Batterien, baterías, batterie, batterij, Akku",
    METERS: "meter, Zähler, contador, compteur, meters, Stromzähler",
    GRID: "grid, Netz, red eléctrica, réseau, stroomnet, Stromnetz",
    CONTACTS: "relay, Relais, relés, relais, contactos secos, Kontakte",
    GENERATOR: "generator, Generatoren, generador, générateur, aggregaat",
    WIFI: "wifi, WLAN, inalámbrico, sans fil, draadloos, Wi-Fi",
    LIMIT: "export limit, Einspeisebegrenzung, límite de inyección"
    ", limite d'injection, terugleverlimiet",
    TARIFF: "tariff, Strompreise, tarifa, tarif, tarief",
    PROFILE: "grid profile, Netzprofil, perfil de red, profil réseau, netprofiel",
}


def _found(text: str) -> list[str]:
    """Return the paths that a search finds."""
    return [known.path for known in KNOWN.find(text)]


@pytest.mark.parametrize(
    ("path", "word"),
    [(path, word) for path, words in WORDS.items() for word in words.split(", ")],
)
def test_words_of_five_languages(path: str, word: str) -> None:
    """Each finds the page that is meant, in small letters and in capitals, too."""
    found = _found(word)
    assert path in found
    assert len(found) < len(KNOWN.endpoints) / 2
    assert _found(word.upper()) == found


def test_words_are_combined() -> None:
    """Words of one thing belong together, and all terms have to be there."""
    assert _found("solar panel temperature") == _found("Temperatur Wechselrichter")
    assert _found("panneaux solaires température") == ["/ivp/pdm/device_data"]
    assert _found("wifi scan") == [WIFI]
    assert _found("Netz Relais") == _found("grid relay")
    assert _found("solar panel no-such-word") == []
    assert "/ivp/meters/reports" in _found("net consumption")


def test_words_that_nobody_knows_are_found_as_they_are() -> None:
    """A part of a path or of a word is enough, as before."""
    assert _found("dpel") == ["/ivp/ss/dpel"]
    assert _found("/ivp/mod/603980032") == ["/ivp/mod/{eid}/mode/power"]
    assert INVERTERS in _found("nverter")


def test_words_that_nothing_says() -> None:
    """What is not known of an endpoint is no word that it is found by."""
    for word in ("none", "one"):
        assert 0 < len(_found(word)) < len(KNOWN.endpoints) / 2


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["finds"][0])
def test_every_group_finds_something(group: dict[str, Any]) -> None:
    """What stands on the right occurs, and each word on the left leads there."""
    assert {*group} == {"finds", "words"}
    for word in group["finds"]:
        assert word == word.lower()
    for phrase in ", ".join(group["words"]).split(", "):
        assert phrase == phrase.lower().strip()
        assert phrase.isascii(), phrase
        assert _found(phrase), phrase


def test_no_word_is_lost() -> None:
    """A word stands in one group, so none goes over another."""
    words = [
        phrase
        for group in GROUPS
        for each in group["words"]
        for phrase in each.split(", ")
    ]
    assert len(words) == len(set(words))
    assert len(words) > 200


def test_the_languages_are_ours() -> None:
    """The words are of those languages that the texts have."""
    languages = {file.stem for file in TRANSLATIONS.glob("*.json")}
    assert languages == {"en", "de", "es", "fr", "nl"}


RECORDED = json.loads(
    (Path(__file__).parents[2] / "simulator/recorded.json").read_bytes()
)


def _recorded() -> dict[str, set[str]]:
    """Return on which firmware recordings show a page in its kind, by path."""
    found: dict[str, set[str]] = {}
    for path, entries in RECORDED["pages"].items():
        for entry in entries:
            if (
                entry["status"] in (None, 200)
                and "html" not in entry["fields"].values()
            ):
                versions = found.setdefault(path.partition("?")[0], set())
                for name in entry["recordings"]:
                    versions.add(RECORDED["recordings"][name]["firmware"])
    return found


def test_recorded_on() -> None:
    """It is what the recordings show, neither less nor more, oldest first."""
    recorded = _recorded()
    told = {known.path: known.recorded_on for known in KNOWN.endpoints}
    assert {
        path: {*versions} for path, versions in told.items() if versions
    } == recorded
    for known in KNOWN.endpoints:
        numbers = [[*map(int, one.split("."))] for one in known.recorded_on]
        assert numbers == sorted(numbers)
        assert not known.recorded_on or "recorded" in known.evidence, known.path

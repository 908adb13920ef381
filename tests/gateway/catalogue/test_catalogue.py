"""The catalogue of endpoints: whole, consistent, and helpful with typos."""

from collections import Counter
from functools import reduce
from operator import getitem
from typing import Any

import pytest
import yaml

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    GatewayError,
    build_body,
    check_endpoint,
    same_page,
)
from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    CATALOGUE_FILE,
    LOCKED_PAGES,
    KnownEndpoint,
    catalogue,
    locked_page,
)
from custom_components.enphase_envoy_raw_data.gateway.document import WRITE_METHODS
from gateway_simulator import GatewaySimulator, replica_names

FILE: dict[str, Any] = yaml.safe_load(CATALOGUE_FILE.read_bytes())
KNOWN = catalogue().endpoints

METHODS = {"GET", *WRITE_METHODS}
ROLES = {None, "none", "anybody", "owner", "prov", "support", "installer"}
RETURNS = {"json", "xml", "html", "text", "stream"}
EVIDENCE = {"recorded", "example", "documented", "client", "route", "name-only"}
CONTENT = {"default", "form", "query", "none", "multipart"}
TEXTS = ("name", "about", "firmware", "starts", "path", "instance", "role_note")


def test_all_are_there() -> None:
    """None was lost, none is there twice, and they are easy to find."""
    paths = [known.path for known in KNOWN]
    assert len(paths) == 157
    assert paths == sorted(set(paths))
    assert [item["path"] for item in FILE["endpoints"]] == paths
    names = Counter(known.name for known in KNOWN)
    assert set(names.values()) == {1}


def test_facts() -> None:
    """Each fact is one of those that the file explains."""
    for known in KNOWN:
        place = known.path
        assert {*known.methods} <= METHODS, place
        assert {*known.unconfirmed} <= METHODS - {*known.methods}, place
        assert known.role in ROLES, place
        assert known.returns in RETURNS, place
        assert known.role or not known.role_note, place
        assert known.evidence, place
        assert {*known.evidence} <= EVIDENCE, place
        assert known.about.endswith("."), place
        assert len(known.name) <= 45, place
        for name in TEXTS:
            text = getattr(known, name)
            assert text is None or (isinstance(text, str) and text.strip() == text)
        assert known.slow == 0 or 1 <= known.slow <= 120, place
        assert not known.starts or known.readable, place
        if known.endpoint:
            assert check_endpoint(known.endpoint) == known.endpoint
        assert (known.write is not None) == known.writable, place


def test_writes() -> None:
    """Each write is described, and each example can be sent as it is."""
    writes = {known.path: known for known in KNOWN if known.write}
    assert len(writes) == 66
    for path, known in writes.items():
        write = known.write
        assert write
        assert write.risk in {"low", "medium", "high"}, path
        assert write.content in CONTENT, path
        assert write.effect.endswith("."), path
        assert write.reason, path
        assert {*write.examples} <= {*known.write_methods}, path
        content_type = CONTENT_TYPE_FORM if write.content == "form" else ""
        for method, data in write.examples.items():
            body = build_body(data, method, content_type)
            assert body.value == data, path
            assert data is None or isinstance(data, dict), path
            assert write.content != "none" or not data, path


def _at(name: str, example: Any) -> Any:
    """Return what an example has under a name with dots."""
    return reduce(getitem, name.split("."), example)


def test_choices_are_those_of_the_examples() -> None:
    """Each is for a text that an example has, with a word of the list."""
    found = 0
    for known in KNOWN:
        for name, choices in (known.write.choices if known.write else {}).items():
            assert known.write
            assert len(set(choices)) == len(choices) > 1, known.path
            for example in known.write.examples.values():
                assert _at(name, example) in choices, known.path
            found += 1
    assert found == 5


def test_an_example_that_cannot_be_sent_is_noticed() -> None:
    """The check of the examples can fail."""
    with pytest.raises(GatewayError):
        build_body(None, "PUT")
    with pytest.raises(GatewayError):
        build_body({"a": [1]}, "POST", CONTENT_TYPE_FORM)


def test_locked_pages() -> None:
    """Each page that is locked is known, and so is what a write to it does."""
    assert [known.path for known in KNOWN if known.locked] == sorted(LOCKED_PAGES)


def test_what_is_offered() -> None:
    """The forms offer what can be asked for as it is, the most used first."""
    known = catalogue()
    reads = [one.endpoint for one in known.to_read()]
    writes = [one.endpoint for one in known.to_write()]
    assert reads[: len(known.most_read)] == list(known.most_read)
    assert writes[: len(known.most_written)] == list(known.most_written)
    for endpoint in filter(None, [*reads, *writes]):
        assert "{" not in endpoint
        assert not endpoint.startswith("/auth/")
    assert len(reads) == len(set(reads)) > 90
    assert len(writes) == len(set(writes)) > 40
    assert not any(locked_page(endpoint or "") for endpoint in writes)
    assert "/upload" not in writes
    assert "/installer/agf/set_profile.json" not in reads


@pytest.mark.parametrize("replica", replica_names())
def test_what_replicas_serve_is_known(replica: str) -> None:
    """Each page of the simulator is in the catalogue, perhaps as its twin."""
    known = {same_page(one.endpoint or one.path) for one in KNOWN}
    documents = {same_page(path) for path in GatewaySimulator(replica).device.documents}
    assert documents - known <= {"/ivp/meters/ctreversal/c"}


@pytest.mark.parametrize(
    ("endpoint", "similar"),
    [
        ("/api/v1/productoin", ["/api/v1/production"]),
        ("/api/v1/production/inverter", ["/api/v1/production/inverters"]),
        ("/api/v1/production/inverters/", ["/api/v1/production/inverters"]),
        ("/API/V1/Production", ["/api/v1/production"]),
        ("/ivp/ss/dpell?x=1", ["/ivp/ss/dpel"]),
        ("/meters/readings", ["/ivp/meters/readings"]),
        ("/home.json", ["/home"]),
        ("/production?details=1", ["/production.json"]),
        ("/ivp/mod/603980033/mode/power", ["/ivp/mod/603980032/mode/power"]),
        ("/nothing/like/it", []),
        ("/" + "x" * 2000, []),
    ],
)
def test_similar(endpoint: str, similar: list[str]) -> None:
    """What was likely meant comes first, and at most three are named."""
    found = catalogue().similar(endpoint)
    assert found[:1] == similar
    assert len(found) <= 3
    assert endpoint not in found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dpel", ["/ivp/ss/dpel"]),
        ("Export LIMIT", ["/ivp/ss/dpel", "/ivp/ss/pel_settings"]),
        ("603980032", ["/ivp/mod/{eid}/mode/power"]),
        ("off grid closed", ["/ivp/ensemble/relay"]),
        ("no such thing", []),
    ],
)
def test_find(text: str, found: list[str]) -> None:
    """All words have to be there, in path, name, description or effect."""
    assert [known.path for known in catalogue().find(text)] == found


def test_find_without_words() -> None:
    """Without words everything is found."""
    assert catalogue().find(" ") == list(KNOWN)


def test_the_file_is_read_once() -> None:
    """The second call costs nothing."""
    assert catalogue() is catalogue()


@pytest.mark.parametrize(
    ("endpoint", "paths"),
    [
        ("/admin/lib/tariff.json", ["/admin/lib/tariff.json"]),
        ("/admin/lib/tariff?x=1", ["/admin/lib/tariff"]),
        ("/admin//lib/tariff", ["/admin/lib/tariff", "/admin/lib/tariff.json"]),
        ("/admin/LIB/tariff.xml", ["/admin/lib/tariff", "/admin/lib/tariff.json"]),
        ("/IVP/ensemble/reset_device/1", ["/ivp/ensemble/reset_device/{serial}"]),
        ("/ivp//ss/dp%65l", ["/ivp/ss/dpel"]),
        ("/ivp/ss/dpel/more", []),
    ],
)
def test_by_page(endpoint: str, paths: list[str]) -> None:
    """However it is written, the page is found; as it is written, it alone."""
    assert [known.path for known in catalogue().of_page(endpoint)] == paths


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.path)
def test_each_is_its_own_page(known: KnownEndpoint) -> None:
    """In capitals, which no gateway is known to have, it is found as well."""
    if known.endpoint:
        assert known in catalogue().of_page(known.endpoint.upper())

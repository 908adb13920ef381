"""What follows from the facts about an endpoint: where it is, and who is offered it."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    LOCKED_PAGES,
    Catalogue,
    KnownEndpoint,
    KnownWrite,
    catalogue,
    locked_page,
)

WRITE = KnownWrite(
    effect="Turns it on.",
    risk="low",
    reason="it can be turned off",
    examples={},
    choices={},
)


def known(path: str = "/ivp/x", **facts: Any) -> KnownEndpoint:
    """Return an endpoint that can be read and written, unless told otherwise."""
    facts = {"methods": ("GET", "PUT"), "write": WRITE, **facts}
    return KnownEndpoint(
        path=path, name="X", about="About it.", evidence=("route",), names={}, **facts
    )


def offered(one: KnownEndpoint) -> tuple[bool, bool]:
    """Return whether an endpoint is offered to be read, and to be written."""
    alone = Catalogue((one,), (), ())
    return alone.to_read() == [one], alone.to_write() == [one]


@pytest.mark.parametrize(
    ("one", "to_read", "to_write"),
    [
        (known(), True, True),
        (known(methods=("GET",), write=None), True, False),
        (known(methods=("PUT",)), False, True),
        (known(methods=("GET",), unconfirmed=("POST",)), True, True),
        (known(write=replace(WRITE, content="multipart")), True, False),
        (known(write=replace(WRITE, content="form")), True, True),
        # A gap has to be filled first.
        (known("/ivp/{eid}/x"), False, False),
        (known("/ivp/{eid}/x", instance="/ivp/1/x"), True, True),
        # The client logs in by itself.
        (known("/auth/x"), False, False),
        (known("/valid_token"), False, False),
        (known("/valid_tokens"), True, True),
        # What can do lasting harm is read only, until the owner opens it.
        (known("/prov"), True, False),
    ],
)
def test_offered(one: KnownEndpoint, to_read: bool, to_write: bool) -> None:
    """A form has what can be asked for as it is, and what may be written."""
    assert offered(one) == (to_read, to_write)


def test_the_most_used_come_first() -> None:
    """In the order in which they are named; the rest stays as it was."""
    some = [known(f"/{name}") for name in "abcd"]
    gap = known("/{eid}/x", instance="/1/x")
    most = ("/c", "/1/x", "/b")
    sorted_out = Catalogue((*some, gap), most, most[:1])
    assert [one.endpoint for one in sorted_out.to_read()] == [*most, "/a", "/d"]
    assert [one.endpoint for one in sorted_out.to_write()] == [
        *("/c", "/a", "/b", "/d", "/1/x")
    ]


@pytest.mark.parametrize(
    ("methods", "unconfirmed", "write_methods"),
    [
        (("GET",), (), ()),
        (("GET", "PUT", "DELETE"), (), ("PUT", "DELETE")),
        (("GET", "PUT"), ("POST",), ("PUT", "POST")),
        ((), ("POST", "GET"), ("POST",)),
    ],
)
def test_methods(
    methods: tuple[str, ...], unconfirmed: tuple[str, ...], write_methods: object
) -> None:
    """Those that are only likely come last; reading is none that writes."""
    one = known(methods=methods, unconfirmed=unconfirmed)
    assert one.write_methods == write_methods
    assert one.writable is bool(write_methods)
    assert one.readable is ("GET" in methods)


def test_locked() -> None:
    """What nobody can write needs no lock, wherever it is."""
    assert known("/prov").locked
    assert known("/prov/more").locked
    assert not known("/prov", methods=("GET",)).locked
    assert not known("/ivp/x").locked


@pytest.mark.parametrize("page", LOCKED_PAGES)
def test_locked_page(page: str) -> None:
    """A page is locked by any spelling, with its twins and all that lies below it."""
    plain = page.removesuffix("/{serial}")
    for path in (page, plain, plain.upper(), f"/{plain}", f"{plain}/1", f"{plain}?a=1"):
        assert locked_page(path) == page, path
    for path in (f"{plain}s", f"{plain}s/1", f"/x{plain}", plain.rpartition("/")[0]):
        assert locked_page(path) is None, path


def test_a_gap_is_filled() -> None:
    """By one part of a path, which is not empty; the rest is as it is written."""
    one = known("/a.b/{eid}/c", instance="/a.b/1/c")
    for path in ("/a.b/{eid}/c", "/a.b/1/c", "/a.b/x-y/c"):
        assert one.is_at(path)
        assert one.is_page(path)
    for path in ("/a.b//c", "/a.b/1/2/c", "/aXb/1/c", "/a.b/1/c/d", "/x/a.b/1/c", ""):
        assert not one.is_at(path)
        assert not one.is_page(path)


def test_instances_fill_the_gaps() -> None:
    """What stands for a path with gaps is a page of it, and is found as that."""
    found = [one for one in catalogue().endpoints if one.instance]
    assert found
    for one in found:
        assert one.instance
        assert one.is_at(one.instance)
        assert catalogue().of(one.instance) == one


def test_nobody_changes_what_is_known() -> None:
    """Lists of the file are kept as what can't be changed."""
    for one in catalogue().endpoints:
        for fact in (one.methods, one.unconfirmed, one.recorded_on, one.evidence):
            assert isinstance(fact, tuple)
    assert isinstance(catalogue().most_read, tuple)


def test_similar_twins() -> None:
    """Twins count as one when they are compared, and all of them are named."""
    some = Catalogue(
        tuple(
            known(path)
            for path in ("/abcdefgh", "/abcdefgh.json", "/abcdefgi", "/abcdefgj.xml")
        ),
        (),
        (),
    )
    assert some.similar("/abcdefgx?a=1") == ["/abcdefgj.xml", "/abcdefgi", "/abcdefgh"]
    assert some.similar("/abcdefgh") == ["/abcdefgh.json", "/abcdefgj.xml", "/abcdefgi"]
    assert some.similar("/abcdefghh")[:2] == ["/abcdefgh", "/abcdefgh.json"]
    assert some.similar("/abcd") == []
    assert Catalogue((known("/a/{eid}/c"),), (), ()).similar("/a/{eid}/d") == []

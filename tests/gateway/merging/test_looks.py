"""What a page may show after a write, and how often it is looked."""

import asyncio
from collections.abc import Awaitable, Callable
import json

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    GatewayError,
    Json,
    Reply,
    Verification,
    verify,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Closed,
    Refused,
    UnusableReply,
)
from custom_components.enphase_envoy_raw_data.gateway.merging import merge, rules_of
from custom_components.enphase_envoy_raw_data.gateway.wire import Response

from ..clock import moved_by_hand

ACB = "/admin/lib/acb_config"
POWER = "/ivp/mod/603980032/mode/power"
STREAM = "/ivp/livedata/stream"
SET_PROFILE = "/installer/agf/set_profile.json"
PROFILES = "/installer/agf/index.json"
STATUS = "/ivp/livedata/status"


def shows(
    page: Json | bytes | GatewayError, asked: list[str]
) -> Callable[[str], Awaitable[Reply]]:
    """Return how a page is read that always shows the same."""

    async def read(endpoint: str) -> Reply:
        asked.append(endpoint)
        if isinstance(page, GatewayError):
            raise page
        body = page if isinstance(page, bytes) else json.dumps(page).encode()
        return Reply(response=Response(status=200, body=body))

    return read


async def look(
    method: str,
    endpoint: str,
    written: Json,
    page: Json | bytes | GatewayError,
    *,
    texts: bool = False,
) -> tuple[Verification, list[str]]:
    """Return what comes of one look, and what was asked for."""
    asked: list[str] = []
    read = shows(page, asked)
    if texts:
        return await verify(read, method, endpoint, written, 0.1, texts=True), asked
    return await verify(read, method, endpoint, written, 0.1), asked


@pytest.mark.parametrize(
    ("method", "endpoint", "written", "page", "asked"),
    [
        ("POST", "/x", {"a": 1}, {"a": 1, "b": 2}, "/x"),
        ("PUT", "/x", [{"id": 1, "v": 2}], [{"id": "1", "v": 2.0}], "/x"),
        ("POST", "/x", {"n": 12345678901234567890123}, b"", "/x"),
        # A POST, or an object in place of a list, may mean one of several.
        ("POST", "/x", {"l": [{"id": 1}]}, {"l": [{"id": 1}, {"id": 2}]}, "/x"),
        ("PUT", "/x", {"l": {"id": 1}}, {"l": [{"id": 1}, {"id": 2}]}, "/x"),
        # So does a PUT to a page on which they are written apart.
        (
            *("PUT", ACB, {"acb_sleep": [{"serial_num": 1}]}),
            *({"acb_sleep": [{"serial_num": "1"}, {"serial_num": "2"}]}, ACB),
        ),
        (
            *("PUT", "/admin/lib/tariff", {"schedule": {"l": [{"id": 1}]}}),
            *({"schedule": {"l": [{"id": 1}, {"id": 2}]}}, "/admin/lib/tariff"),
        ),
        # A micro-inverter's power, and the stream, are shown in other words.
        ("PUT", POWER, {"length": 1, "arr": [1]}, {"powerForcedOff": True}, POWER),
        ("PUT", POWER, {"length": 1, "arr": [0]}, {"powerForcedOff": False}, POWER),
        ("PUT", POWER, {"arr": 5}, {"arr": 5}, POWER),
        ("PUT", POWER, ["arr"], ["arr"], POWER),
        ("PUT", "/x", {"arr": [1]}, {"arr": [1]}, "/x"),
        (
            *("POST", STREAM, {"enable": 1}),
            *({"connection": {"sc_stream": "enabled"}}, STATUS),
        ),
        (
            *("POST", f"{STREAM}.json?x", {"enable": 0}),
            *({"connection": {"sc_stream": "disabled"}}, STATUS),
        ),
        ("POST", STREAM, {"other": 1}, {"other": 1}, STREAM),
        ("POST", "/x", {"enable": 1}, {"enable": 1}, "/x"),
        # So is the grid profile, at the page with all of them.
        (
            *("PUT", SET_PROFILE, {"selected_profile": "a"}),
            *({"selected_profile": "a", "profiles": []}, PROFILES),
        ),
        (
            *("PUT", "/installer/agf//set_profile", {"selected_profile": "a"}),
            *({"selected_profile": "a"}, PROFILES),
        ),
        ("PUT", SET_PROFILE, {"other": 1}, {"other": 1}, SET_PROFILE),
        ("PUT", "/x", {"selected_profile": 1}, {"selected_profile": 1}, "/x"),
        # What was deleted has gone.
        ("DELETE", "/x", {"l": [{"serial_num": "1"}]}, {"l": []}, "/x"),
        (
            *("DELETE", "/x", {"l": [{"serial_num": "1"}]}),
            *({"l": [{"serial_num": "2"}]}, "/x"),
        ),
    ],
)
async def test_what_proves_a_write(
    method: str, endpoint: str, written: Json, page: Json | bytes, asked: str
) -> None:
    """One look at the page that shows it is enough."""
    body = page or json.dumps(written).encode()
    found, all_asked = await look(method, endpoint, written, body)
    assert found.verified is True
    assert found == Verification(verified=True, found=found.found, after=found.after)
    assert found.found == (page or written)
    assert 0 <= found.after < 10
    assert all_asked == [asked]


@pytest.mark.parametrize(
    ("method", "endpoint", "written", "page", "paths", "comparable"),
    [
        ("POST", "/x", {"a": 1}, {"a": 2}, ["a"], True),
        ("POST", "/x", {"a": 1}, {"a": "1"}, ["a"], True),
        ("POST", "/x", {"a": 1, "b": 2}, {"b": 2}, ["a"], True),
        ("POST", "/x", {"a": 1}, {"b": 1}, ["a"], False),
        ("POST", "/x", {"a": 1}, "text", [""], False),
        ("POST", "/x", {"id": 1, "v": 1}, [{"id": 1, "v": 2}], ["[id=1].v"], True),
        ("POST", "/x", {"v": 1}, [{"id": 1, "v": 2}], [""], False),
        ("POST", "/x", [5], [6], ["[0]"], True),
        ("POST", "/x", ["a"], {"a": 1}, [""], False),
        ("POST", "/x", ["a"], "a", [""], False),
        # A PUT says which elements are to be there.
        ("PUT", "/x", [{"id": 1}], [{"id": 2}, {"id": 1}], ["[id=2]"], True),
        (
            *("PUT", "/x", {"o": {"l": [{"id": 1, "v": [{"id": "a"}]}]}}),
            {"o": {"l": [{"id": 1, "v": [{"id": "a"}, {"id": "b"}]}, {"id": 2}]}},
            *(["o.l[id=1].v[id=b]", "o.l[id=2]"], True),
        ),
        ("PUT", "/x", {"l": []}, {"l": [{"id": 1}]}, ["l"], True),
        ("PUT", POWER, {"arr": [1]}, {"powerForcedOff": False}, [...], True),
        ("PUT", POWER, {"arr": [1]}, {"arr": [1]}, [...], False),
        (
            *("POST", STREAM, {"enable": 1}),
            *({"connection": {"sc_stream": "disabled"}}, [...], True),
        ),
        (
            *("PUT", SET_PROFILE, {"selected_profile": "a"}),
            *({"selected_profile": "b"}, ["selected_profile"], True),
        ),
        (
            *("DELETE", "/x", {"l": [{"serial_num": "1"}]}),
            *({"l": [{"serial_num": "1"}]}, ["l[serial_num=1]"], True),
        ),
    ],
)
async def test_what_proves_nothing(
    method: str,
    endpoint: str,
    written: Json,
    page: Json,
    *,
    paths: list[object],
    comparable: bool,
) -> None:
    """What is missing is told, with what the page shows instead."""
    found, asked = await look(method, endpoint, written, page)
    assert found.verified is False
    assert found.comparable is comparable
    assert found.error is None
    assert found.found == page
    assert 0 <= found.after < 10
    assert len(asked) == 1
    if paths == [...]:
        assert found.differences
    else:
        assert [one["path"] for one in found.differences] == paths


@pytest.mark.parametrize(
    ("method", "written"),
    [
        ("POST", None),
        ("POST", {}),
        ("PUT", []),
        # It isn't told which thing was deleted.
        ("DELETE", {"a": 1}),
        ("DELETE", {"type": "x"}),
        ("DELETE", None),
    ],
)
async def test_nothing_to_look_for(method: str, written: Json) -> None:
    """The page isn't read if it can't show anything of the write."""
    found, asked = await look(method, "/x", written, {"a": 1})
    assert found == Verification(verified=False, after=0, comparable=False)
    assert found.verified is False
    assert found.comparable is False
    assert asked == []


async def test_texts_of_a_form() -> None:
    """A form has no types, so numbers and texts are alike."""
    found, _ = await look("POST", "/x", {"a": "1"}, {"a": 1}, texts=True)
    assert found.verified
    found, _ = await look("POST", "/x", {"a": "1"}, {"a": 2}, texts=True)
    assert found.differences == [{"path": "a", "wanted": "1", "found": "2"}]


@pytest.mark.parametrize("texts", [False, True])
async def test_a_merge_is_proved_by_all_that_was_there(*, texts: bool) -> None:
    """What it didn't name has to be there, but for what the gateway makes itself."""
    endpoint = "/admin/lib/tariff"
    page: Json = {"tariff": {"a": 1, "b": 2}, "schedule": {"date": 1}}
    merged = merge(page, {"tariff": {"a": 5}}, rules_of(endpoint))
    value: Json = "5" if texts else 5
    cases: list[tuple[Json, list[str]]] = [
        ({"tariff": {"a": value, "b": 3}}, []),
        ({"tariff": {"a": value}, "schedule": {}}, ["tariff.b"]),
        ({"tariff": {"a": 1, "b": 2}}, ["tariff.a"]),
    ]
    for shown, paths in cases:
        read = shows(shown, [])
        found = await verify(
            read, "POST", endpoint, merged.sent, 0.1, merged=merged, texts=texts
        )
        assert [one["path"] for one in found.differences] == paths
        assert found.verified is not bool(paths)
    if texts:
        found = await verify(
            shows({"tariff": {"a": "5", "b": 2}}, []),
            *("POST", endpoint, merged.sent, 0.1),
            merged=merged,
        )
        assert not found.verified


async def test_a_merge_at_a_page_that_shows_other_words() -> None:
    """It is compared in those, since the page never shows what was there."""
    merged = merge({"arr": [0]}, {"arr": [1]})
    read = shows({"powerForcedOff": True}, [])
    found = await verify(read, "PUT", POWER, {"arr": [1]}, 0.1, merged=merged)
    assert found.verified


@pytest.mark.parametrize("error", [UnusableReply("not_text"), Closed()])
async def test_what_another_look_cant_mend(error: GatewayError) -> None:
    """It is looked once, however much time is left."""
    asked: list[str] = []
    found = await verify(shows(error, asked), "POST", "/x", {"a": 1}, 2)
    assert found == Verification(
        verified=False, after=found.after, error=error, comparable=False
    )
    assert found.was_cut_short is isinstance(error, Closed)
    assert asked == ["/x"]
    assert found.after < 10


PAUSES = [0.5, 1, 2, 4, 5, 5]
"""Seconds between the looks within 20 seconds."""


@pytest.mark.parametrize("page", [{"a": 2}, Refused(404, "no")])
async def test_pauses_between_looks(page: Json | GatewayError) -> None:
    """They grow up to five seconds, until another one would last too long."""
    looks: list[float] = []
    with moved_by_hand() as clock:
        read = shows(page, [])

        async def timed(endpoint: str) -> Reply:
            looks.append(clock.now())
            return await read(endpoint)

        task = asyncio.create_task(verify(timed, "POST", "/x", {"a": 1}, 20))
        while not task.done():
            await clock.advance(0.25)
            assert len(looks) <= len(PAUSES) + 1
        found = task.result()

    assert found.verified is False
    assert found.error is (page if isinstance(page, GatewayError) else None)
    assert len(looks) == len(PAUSES) + 1
    for before, after, pause in zip(looks, looks[1:], PAUSES, strict=False):
        assert pause <= after - before < pause + 1.5
    assert 17.5 <= found.after < 20

"""What a page shows after rehearsed writes."""

from dataclasses import replace
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    Json,
    Rehearsal,
    RehearsedWrite,
    Reply,
    to_json,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import RehearsalFull
from custom_components.enphase_envoy_raw_data.gateway.rehearsal import LARGEST_RUN
from custom_components.enphase_envoy_raw_data.gateway.wire import Response

TARIFF = "/admin/lib/tariff"
DPEL = "/ivp/ss/dpel"
POWER = "/ivp/mod/603980032/mode/power"
CONTACTS = "/ivp/ss/dry_contact_settings"
PMU = "/admin/lib/admin_pmu_display.json"

PLAIN: Json = {"a": 1, "b": {"c": 2, "d": 3}}


def page(value: Any, status: int = 200, **more: Any) -> Response:
    """Return a page as a gateway shows it."""
    body = value.encode() if isinstance(value, str) else to_json(value)
    return Response(status=status, body=body, **more)


def shown(real: Response, *writes: RehearsedWrite, at: str = "") -> Response:
    """Return a page after some writes."""
    rehearsal = Rehearsal(lambda: True)
    rehearsal.start(writes)
    assert rehearsal.run
    return rehearsal.run.lay_over(at or writes[0].endpoint, real)


def value_of(response: Response) -> Json:
    """Return what a page says."""
    return Reply(response=response).value()


def is_known(real: Response | None, write: RehearsedWrite) -> bool:
    """Return whether the effect of a write is known."""
    rehearsal = Rehearsal(lambda: True)
    assert rehearsal.run
    return rehearsal.run.take(write, real)


def written(
    method: str,
    endpoint: str,
    sent: Json,
    content_type: str = "",
    *,
    merged: bool = False,
) -> RehearsedWrite:
    """Return a write."""
    return RehearsedWrite.of(method, endpoint, sent, content_type, merged=merged)


@pytest.mark.parametrize(
    ("write", "before", "after"),
    [
        # Top-level keys are replaced; PUT leaves no others but the gateway's own.
        (
            written("PUT", TARIFF, {"tariff": {"a": 2}}),
            {"tariff": {"a": 1, "b": 2}, "schedule": [1]},
            {"tariff": {"a": 2}, "schedule": [1]},
        ),
        # As one of a page whose keys are all written together does.
        (
            written("PUT", "/ivp/peb/reportsettings", {"a": 2}),
            {"a": 1, "b": 2},
            {"a": 2},
        ),
        # Another spelling of the same page.
        (written("POST", "/ivp//ss/dpel", {"a": 2}), {"a": 1}, {"a": 2}),
        # A merge keeps what it doesn't name.
        (
            written("PUT", "/ivp/peb/reportsettings", {"a": 2}, merged=True),
            {"a": 1, "b": 2},
            {"a": 2, "b": 2},
        ),
        # Written as a list with a number, shown as true or false.
        (
            written("PUT", POWER, {"length": 1, "arr": [1]}),
            {"powerForcedOff": False, "other": 1},
            {"powerForcedOff": True, "other": 1},
        ),
        # One element of a list, the others stay.
        (
            written("POST", CONTACTS, {"dry_contacts": {"id": "NC1", "a": 2}}),
            {"dry_contacts": [{"id": "NC1", "a": 1}, {"id": "NC2", "a": 1}]},
            {"dry_contacts": [{"id": "NC1", "a": 2}, {"id": "NC2", "a": 1}]},
        ),
        # Fields of a form take the types of the page; its own are not shown.
        (
            written("POST", PMU, {"fname": "accept", "n": "7"}, CONTENT_TYPE_FORM),
            {"n": 5, "m": 1},
            {"n": 7, "m": 1},
        ),
        (
            written(
                "POST", PMU, {"on": "false", "t": "12", "l": "7"}, CONTENT_TYPE_FORM
            ),
            {"on": True, "t": "11", "l": [1]},
            {"on": False, "t": "12", "l": "7"},
        ),
    ],
)
def test_known_effects(write: RehearsedWrite, before: Json, after: Json) -> None:
    """The page is what the gateway would make of it."""
    response = shown(page(before), write)
    assert value_of(response) == after
    assert response.rehearsed
    assert response.content_type == "application/json"
    assert is_known(page(before), write)


@pytest.mark.parametrize(
    ("write", "real"),
    [
        (written("POST", "/not/known", {"a": 2}), page(PLAIN)),
        (written("DELETE", DPEL, {"a": 2}), page(PLAIN)),
        (written("POST", DPEL, {"other": 2}), page(PLAIN)),
        (written("POST", DPEL, {"a": 2}), page("<html>")),
        (written("POST", DPEL, {"a": 2}), page([1])),
        (written("POST", DPEL, {"a": 2}), page("Not Found", 404)),
        (written("POST", DPEL, {"a": 2}), page("Not Allowed", 405)),
        (
            written("POST", DPEL, {"a": 2}),
            page("", 302, headers={"Location": "/error/404"}),
        ),
        (written("POST", DPEL, {"a": 2}), page("\0\x81")),
        (written("POST", DPEL, {"a": 2}, CONTENT_TYPE_FORM), page(PLAIN)),
        (written("POST", PMU, {"a": 2}), page(PLAIN)),
        (written("POST", "/auth/check_jwt", {"a": 2}), page(PLAIN)),
        (written("POST", DPEL, [1, 2]), page(PLAIN)),
    ],
)
def test_effects_that_nobody_knows(write: RehearsedWrite, real: Response) -> None:
    """The page shows what was sent."""
    response = shown(real, write)
    assert value_of(response) == write.sent()
    assert response.status == 200
    assert response.rehearsed
    assert not is_known(real, write)
    assert not is_known(None, write)


def test_what_sends_nothing_changes_nothing() -> None:
    """As a DELETE without a body: what it does is told elsewhere, if at all."""
    write = written("DELETE", DPEL, None)
    assert write.text == b""
    real = page(PLAIN)
    assert shown(real, write) is real
    assert not is_known(real, write)


@pytest.mark.parametrize("status", [401, 403, 500, 503, 302])
def test_refusals_stay(status: int) -> None:
    """Reads that the gateway refuses are refused in a rehearsal."""
    real = page("no", status)
    assert shown(real, written("POST", DPEL, {"a": 1})) is real


def test_streams_stay() -> None:
    """A stream is no document."""
    real = Response(status=200, body=b"data: {}", stream=True)
    assert shown(real, written("POST", DPEL, {"a": 1})) is real


@pytest.mark.parametrize(("enable", "state"), [(1, "enabled"), (0, "disabled")])
def test_the_live_stream_is_shown_elsewhere(enable: int, state: str) -> None:
    """The rest of that page stays, and what can't be read there can't be read still."""
    write = written("POST", "/ivp/livedata/stream", {"enable": enable})
    status = "/ivp/livedata/status"
    real = page({"connection": {"mqtt_state": "on", "sc_stream": "?"}, "meters": {}})
    assert value_of(shown(real, write, at=status)) == {
        "connection": {"mqtt_state": "on", "sc_stream": state},
        "meters": {},
    }
    assert is_known(real, write)
    gone = page("Not Found", 404)
    assert shown(gone, write, at=status) is gone
    assert not is_known(gone, write)
    other = page("no", 200)
    assert shown(other, write, at="/ivp/livedata/stream") is other


@pytest.mark.parametrize(
    ("endpoint", "asked", "shows"),
    [
        (DPEL, DPEL, True),
        (DPEL, "/IVP/ss/dpel/", True),
        (DPEL, f"{DPEL}?a=1", True),
        (f"{DPEL}?a=1", DPEL, True),
        (f"{DPEL}?a=1", f"{DPEL}?a=1", True),
        (f"{DPEL}?a=1", f"{DPEL}?a=2", False),
        (DPEL, "/ivp/ss/other", False),
        (TARIFF, f"{TARIFF}.json", True),
    ],
)
def test_which_reads_show_it(endpoint: str, asked: str, *, shows: bool) -> None:
    """All spellings of the page, but not with another query."""
    real = page({"a": 1, "tariff": 1})
    write = written("POST", endpoint, {"a": 2})
    assert shown(real, write, at=asked).rehearsed is shows


def test_a_page_that_changes_by_itself() -> None:
    """What is shown follows it, and the writes that come later."""
    rehearsal = Rehearsal(lambda: True)
    run = rehearsal.run
    assert run
    endpoint = "/ivp/peb/reportsettings"
    run.take(written("PUT", endpoint, {"a": 2}, merged=True), None)
    for number in (1, 1, 2, 2, 1):
        assert value_of(run.lay_over(endpoint, page({"a": 1, "b": number}))) == {
            "a": 2,
            "b": number,
        }
    run.take(written("PUT", endpoint, {"a": 3}, merged=True), None)
    assert value_of(run.lay_over(endpoint, page({"a": 1, "b": 1}))) == {"a": 3, "b": 1}
    # The same words with another status are no page.
    body = page({"a": 1, "b": 1}, 403)
    assert run.lay_over(endpoint, body) is body
    for number in range(20):
        asked = f"{endpoint}?n={number}"
        assert value_of(run.lay_over(asked, page({"a": 1}))) == {"a": 3}


def test_what_shows_no_effect() -> None:
    """Neither a part of a stream nor a page that failed says what will be there."""
    write = written("POST", DPEL, {"a": 2})
    assert is_known(page(PLAIN), write)
    assert not is_known(page(PLAIN, stream=True), write)
    assert not is_known(page(PLAIN, 500), write)


@pytest.mark.parametrize(
    ("status", "is_none"), [(300, True), (399, True), (400, False)]
)
def test_what_leads_to_an_error_page(status: int, *, is_none: bool) -> None:
    """A redirect there says that there is no page; nothing else does."""
    real = page("", status, headers={"Location": "/error/404"})
    assert shown(real, written("POST", DPEL, {"a": 2})).rehearsed is is_none


def test_letters_are_kept() -> None:
    """Firmware 3 to 5 names an encoding that nobody would guess."""
    kind = {"Content-Type": "application/json; charset=ISO-8859-4"}
    body = '{"a": 1, "name": "Lāčplēsis"}'.encode("iso-8859-4")
    real = Response(status=200, body=body, headers=kind)
    write = written("PUT", "/ivp/peb/reportsettings", {"a": 2}, merged=True)
    assert value_of(shown(real, write)) == {"a": 2, "name": "Lāčplēsis"}


def test_how_much_is_kept() -> None:
    """As much as the limit says, and not a byte more."""
    write = written("POST", DPEL, {"a": ""})
    empty = write.size
    assert empty == len(write.text) + len(DPEL)
    rehearsal = Rehearsal(lambda: True)
    assert rehearsal.run
    fills = written("POST", DPEL, {"a": "x" * (LARGEST_RUN - empty)})
    rehearsal.run.take(fills, None)
    assert rehearsal.writes == [fills]
    with pytest.raises(RehearsalFull) as caught:
        rehearsal.run.take(written("POST", DPEL, {"b": ""}), None)
    assert (caught.value.most, str(caught.value.limit)) == (200, "2")
    assert rehearsal.writes == [fills]


def test_digits_are_kept() -> None:
    """Of what wasn't written as well as of what was."""
    write = written("PUT", "/ivp/peb/reportsettings", {"a": 2}, merged=True)
    short = page('{"a": 1, "rate": 1.10}')
    assert b"1.10" in shown(short, write).body
    sent = replace(write, text=short.body)
    assert b"1.10" in shown(page({"a": 2}), sent).body
    real = page('{"a": 1, "rate": 0.00009899999713525176, "n": 123456789012345678901}')
    body = shown(real, written("POST", DPEL, {"a": 2}, merged=True)).body
    # It takes the place of the whole document.
    assert body == b'{"a":2}'
    write = written("PUT", "/ivp/peb/reportsettings", {"a": 2}, merged=True)
    assert b"0.00009899999713525176" in shown(real, write).body
    assert b"123456789012345678901" in shown(real, write).body


KEYS = st.sampled_from("abcd")
VALUES: st.SearchStrategy[Json] = st.sampled_from(
    [1, 2, "x", None, {"k": 1}, [{"id": 1}], [{"id": 2}]]
)
BODIES: st.SearchStrategy[Json] = st.dictionaries(KEYS, VALUES, max_size=3)
PAGES = st.sampled_from([DPEL, "/ivp/peb/reportsettings", TARIFF, "/not/known"])


@given(
    before=BODIES,
    endpoint=PAGES,
    sent=st.lists(
        st.tuples(st.sampled_from(["PUT", "POST", "DELETE"]), BODIES), max_size=7
    ),
)
def test_what_comes_again_counts_once(
    before: Json, endpoint: str, sent: list[tuple[str, Json]]
) -> None:
    """A write that repeats an earlier one takes its place, and the page is the same."""
    writes = [written(method, endpoint, value) for method, value in sent]
    rehearsal = Rehearsal(lambda: True)
    run = rehearsal.run
    assert run
    for write in writes:
        run.take(write, None)
    assert len(run.writes) == len(set(writes))
    real = page(before)
    if writes:
        whole = shown(real, *writes)
        assert value_of(run.lay_over(endpoint, real)) == value_of(whole)


@given(method=st.sampled_from(["PUT", "POST", "DELETE"]), sent=BODIES)
def test_it_is_kept_as_it_is(method: str, sent: Json) -> None:
    """What comes from the storage is what went there."""
    write = written(method, DPEL, sent, CONTENT_TYPE_FORM, merged=True)
    assert RehearsedWrite.from_stored(write.stored()) == write
    nothing = written(method, DPEL, None)
    assert RehearsedWrite.from_stored(nothing.stored()) == nothing
    assert nothing.sent() is None


@pytest.mark.parametrize(
    "change",
    [
        {"method": "GET"},
        {"method": 1},
        {"endpoint": "http://elsewhere"},
        {"sent": "{"},
        {"sent": None},
        {"content_type": None},
        {"merged": 1},
    ],
)
def test_odd_rows_are_refused(change: dict[str, Any]) -> None:
    """Somebody has edited the file."""
    row = written("POST", DPEL, {"a": 1}).stored()
    with pytest.raises(ValueError, match=r"^no rehearsed write$"):
        RehearsedWrite.from_stored(row | change)
    with pytest.raises(ValueError, match=r"^no rehearsed write$"):
        RehearsedWrite.from_stored([row])


def test_a_rehearsal_is_off_by_itself() -> None:
    """Nobody has to switch it off."""
    rehearsal = Rehearsal()
    assert rehearsal.run is None
    assert not rehearsal.is_on

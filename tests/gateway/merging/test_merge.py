"""A write of some fields that keeps the others as they are."""

from dataclasses import replace

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    GatewayClient,
    Json,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    InvalidData,
    OutcomeUnknown,
    Refused,
)
from custom_components.enphase_envoy_raw_data.gateway.merging import changes, merge
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import DropAfterApplying, Fixed

from ..support import SETTINGS, asked

CURRENT: dict[str, Json] = {
    "n": 1,
    "f": 2.5,
    "s": "x",
    "t": "true",
    "b": True,
    "o": {"k": [1]},
}


def write(data: object, *, content_type: str = "", merge: bool = True) -> Write:
    """Return a write to the settings page."""
    body = build_body(data, "POST", content_type)
    return Write(method="POST", endpoint=SETTINGS, body=body, merge=merge)


async def test_other_fields_are_kept(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It is read, merged and written, with nothing else in between."""
    before = gateway.device.documents[SETTINGS]
    outcome = await client.write(write({"exercise_config": {"day": "Sun"}}))

    changed = before["exercise_config"] | {"day": "Sun"}
    merged = {**before, "exercise_config": changed}
    assert asked(gateway.journal) == [f"GET {SETTINGS}", f"POST {SETTINGS}"]
    assert gateway.journal.writes[0].json() == merged
    assert outcome.before is not None
    assert outcome.before.value() == before
    assert outcome.body.value == merged
    assert outcome.status == 200
    assert outcome.firmware == gateway.firmware
    assert outcome.duration > 0


@pytest.mark.parametrize("page", ["text", "[1]", "\x00", '"x"'])
async def test_nothing_is_written_if_it_cant_be_merged(
    gateway: GatewaySimulator, client: GatewayClient, page: str
) -> None:
    """A page that is no object ends it before the write."""
    gateway.faults.add(SETTINGS, Fixed(200, page), method="GET")
    with pytest.raises(InvalidData) as caught:
        await client.write(write({"a": 1}))
    assert caught.value.reason == "merge_other_shape"
    assert not gateway.journal.writes


async def test_nothing_is_written_if_it_cant_be_read(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What is there now must be known."""
    gateway.faults.add(SETTINGS, Fixed(404), method="GET")
    with pytest.raises(Refused):
        await client.write(write({"a": 1}))
    assert not gateway.journal.writes


async def object_to(firmware: str) -> None:
    """Let nothing pass."""
    raise InvalidData("guarded", firmware)


async def test_a_guard_stops_a_write(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What may forbid a write knows the firmware and comes before it."""
    wanted = replace(write({"a": 1}, merge=False), approve=object_to)
    with pytest.raises(InvalidData) as caught:
        await client.write(wanted)
    assert caught.value.detail == gateway.firmware
    assert not gateway.journal.writes


async def test_a_lost_write_says_that_it_was_sent(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Its record tells the same as the error."""
    gateway.faults.add(SETTINGS, DropAfterApplying(), method="POST")
    outcome = await client.write(write({"a": 1}, merge=False))
    assert isinstance(outcome.result, OutcomeUnknown)
    assert outcome.status is None


@pytest.mark.parametrize(
    ("patch", "merged"),
    [
        ({"n": 5}, {"n": 5}),
        ({"n": "5"}, {"n": 5}),
        ({"n": 1.5}, {"n": 1.5}),
        ({"f": 3}, {"f": 3.0}),
        ({"s": 7}, {"s": "7"}),
        ({"t": False}, {"t": "false"}),
        ({"b": "false"}, {"b": False}),
        ({"b": 0}, {"b": False}),
        ({"o": {"new": 1}}, {"o": {"k": [1], "new": 1}}),
        ({"o": {"k": None}}, {"o": {}}),
        ({"o": {"k": [2]}}, {"o": {"k": [2]}}),
        ({"o": {"k": ["2"]}}, {"o": {"k": [2]}}),
        ({"added": {"a": None, "b": 1}}, {"added": {"b": 1}}),
        # The last whole number that a float has for sure.
        ({"f": 2**53}, {"f": 9007199254740992.0}),
        ({"f": 2**53 + 1}, {"f": 2**53 + 1}),
        ({"n": "12345678901234567890123"}, {"n": 12345678901234567890123}),
    ],
)
def test_values_take_the_gateways_type(patch: Json, merged: Json) -> None:
    """Gateways write true as text and whole numbers with a point; both is kept."""
    found = merge(dict(CURRENT), patch).sent
    assert found == merged
    assert str(found) == str(merged)


@pytest.mark.parametrize(
    ("there", "given", "sent"),
    [
        ("OFF", True, "ON"),
        ("ON", True, "ON"),
        ("off", True, "on"),
        ("On", False, "Off"),
        ("yes", False, "no"),
        ("0", True, "1"),
        ("False", True, "True"),
        ("false", False, "false"),
        ("auto", "on", "on"),
    ],
)
def test_yes_and_no_in_the_gateways_word(there: str, given: Json, sent: str) -> None:
    """YAML takes `on` for a boolean, which goes out as the word that it was."""
    merged = merge({"o": {"k": there}}, {"o": {"k": given}})
    assert merged.sent == {"o": {"k": sent}}


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        ([1], "merge_needs_object"),
        ({}, "merge_empty"),
        ({"n": None}, "merge_removes_top_level"),
        ({"n": "x"}, "merge_other_shape"),
        ({"n": "nan"}, "merge_other_shape"),
        ({"n": True}, "merge_other_shape"),
        # As `gen_cmd: on` in YAML, where the gateway shows "auto".
        ({"s": True}, "merge_other_shape"),
        ({"b": 2}, "merge_other_shape"),
        ({"n": {"a": 1}}, "merge_other_shape"),
        ({"n": [1]}, "merge_other_shape"),
        ({"o": 1}, "merge_other_shape"),
        ({"o": {"k": ["x"]}}, "merge_other_shape"),
        ({"o": {"k": {"a": 1}}}, "merge_other_shape"),
    ],
)
def test_another_shape_is_refused(patch: Json, reason: str) -> None:
    """A patch that would change the shape of a page was meant for another one."""
    with pytest.raises(InvalidData) as caught:
        merge(dict(CURRENT), patch)
    assert caught.value.reason == reason


def test_changes_are_told_by_their_place() -> None:
    """What was, what is, what was added and what has gone."""
    before: Json = {"a": 1, "b": {"c": [1, 2]}, "gone": 0, "same": 50}
    after: Json = {"a": True, "b": {"c": [1, 3, 4]}, "same": 50.0, "new": None}
    assert changes(before, after) == [
        {"path": "a", "from": 1, "to": True},
        {"path": "b.c[1]", "from": 2, "to": 3},
        {"path": "b.c[2]", "added": 4},
        {"path": "gone", "removed": 0},
        {"path": "new", "added": None},
    ]
    assert changes([1, 2], [1]) == [{"path": "[1]", "removed": 2}]


async def test_a_body_can_be_labelled(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """As JSON, or as a form like those of the gateway's own pages."""
    await client.write(write({"a": 1}, content_type=CONTENT_TYPE_JSON, merge=False))
    fields = {"a b": "x&y", "n": None, "yes": True, "no": False, "i": 1}
    await client.write(write(fields, content_type=CONTENT_TYPE_FORM, merge=False))

    as_json, as_form = gateway.journal.writes
    assert as_json.headers.get_all("Content-Type") == ["application/json"]
    assert as_form.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert as_form.body == b"a+b=x%26y&n=&yes=true&no=false&i=1"


@pytest.mark.parametrize(
    ("data", "reason"), [([1], "form_needs_object"), ({"a": []}, "form_nested")]
)
def test_forms_are_flat(data: object, reason: str) -> None:
    """What a form can't hold is refused."""
    with pytest.raises(InvalidData) as caught:
        build_body(data, "POST", CONTENT_TYPE_FORM)
    assert caught.value.reason == reason

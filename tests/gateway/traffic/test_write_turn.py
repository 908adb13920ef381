"""What who writes hears in the turn of the write, and where that may stop it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    GatewayClient,
    Json,
    Outcome,
    Reply,
    Write,
    build_body,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    CannotConnect,
    InvalidData,
    NotAllowed,
    OutcomeUnknown,
    Refused,
    RefusedInWords,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import DropAfterApplying, Fault, Fixed, Unauthorized

from ..support import SETTINGS, Page, asked

READ = f"GET {SETTINGS}"
WRITE = f"POST {SETTINGS}"
DAY: Json = {"exercise_config": {"day": "Sun"}}
MISSING = "<html><h1>Page Not Found</h1></html>"
# More than 64 bits hold.
SERIAL = 123456789012345678901234567890


def posting(data: object = DAY, **more: Any) -> Write:
    """Return a write of the settings."""
    return Write(
        method="POST", endpoint=SETTINGS, body=build_body(data, "POST"), **more
    )


def stops(*_: object) -> None:
    """Let no write pass."""
    raise InvalidData("missing")


def untouched(*_: object) -> None:
    """Fail: nobody was to hear of this."""
    pytest.fail("It was called.")


async def test_a_merge_is_shown_before_it_is_sent(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """What was read, what will be sent, and what was merged, while nothing has left."""
    heard: list[tuple[Any, ...]] = []

    def prepared(*all_of_it: object) -> None:
        assert asked(gateway.journal) == [READ]
        heard.append(all_of_it)

    outcome = await client.write(posting(merge=True, prepared=prepared))

    assert heard == [(outcome.before, outcome.body, outcome.merged)]
    assert outcome.before
    assert outcome.merged
    assert asked(gateway.journal) == [READ, WRITE]
    assert gateway.journal.writes[0].json() == outcome.body.value


@pytest.mark.parametrize("label", [CONTENT_TYPE_JSON, CONTENT_TYPE_FORM])
async def test_a_merge_keeps_its_label(
    gateway: GatewaySimulator, client: GatewayClient, label: str
) -> None:
    """What was merged goes out in the form in which the patch was given."""
    gateway.faults.add(SETTINGS, Fixed(200, '{"a": 1, "b": 2}'))
    body = build_body({"a": 5}, "POST", label)
    await client.write(replace(posting(merge=True), body=body))
    (request,) = gateway.journal.writes
    assert request.headers["Content-Type"] == label
    sent = b"a=5&b=2" if label == CONTENT_TYPE_FORM else b'{"a":5,"b":2}'
    assert request.body == sent


@pytest.mark.parametrize("reads", [False, True])
async def test_a_write_is_sent_as_it_is_given(
    gateway: GatewaySimulator, client: GatewayClient, *, reads: bool
) -> None:
    """What is known of the page, from right before or earlier, changes nothing."""
    stored = await client.read(SETTINGS)
    gateway.journal.clear()
    heard: list[tuple[Any, ...]] = []
    write = posting(
        reads=reads, prepared=lambda *all_of_it: heard.append(all_of_it), expects=stops
    )

    outcome = await client.write(write)

    assert asked(gateway.journal) == ([READ, WRITE] if reads else [WRITE])
    assert gateway.journal.writes[0].json() == DAY
    assert heard == [(outcome.before, write.body, None)]
    assert outcome.before
    assert (outcome.before is stored) is not reads
    assert outcome.before.value() == stored.value()
    assert outcome.before.firmware == gateway.firmware
    assert (outcome.body, outcome.merged) == (write.body, None)


async def test_what_is_there_is_shown_with_every_digit(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Who expects something of the page gets it as the gateway has it."""
    gateway.faults.add(SETTINGS, Fixed(200, f'{{"serial": {SERIAL}}}'), method="GET")
    heard: list[Json] = []
    await client.write(posting({"a": 1}, merge=True, expects=heard.append))
    assert heard == [{"serial": SERIAL}]
    assert len(gateway.journal.writes) == 1


@pytest.mark.parametrize(
    ("stop", "reads"),
    [
        ({"began": stops, "expects": untouched, "prepared": untouched}, []),
        ({"expects": stops, "prepared": untouched}, [READ]),
        ({"prepared": stops}, [READ]),
    ],
)
async def test_a_write_may_be_stopped(
    gateway: GatewaySimulator,
    client: GatewayClient,
    stop: dict[str, Callable[..., None]],
    reads: list[str],
) -> None:
    """Nothing more happens then, and it has no end, since it hasn't passed."""
    with pytest.raises(InvalidData):
        await client.write(posting(merge=True, ended=untouched, **stop))
    assert asked(gateway.journal) == reads


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (None, Reply),
        (DropAfterApplying(), OutcomeUnknown),
        (Fixed(403), NotAllowed),
        (Fixed(500), Refused),
    ],
)
async def test_the_end_of_a_write_is_told(
    gateway: GatewaySimulator, client: GatewayClient, fault: Fault | None, kind: type
) -> None:
    """With all that its caller gets, while nobody else has a turn."""
    if fault:
        gateway.faults.add(SETTINGS, fault, method="POST")
    told: list[Outcome | None] = []
    outcome = await client.write(posting(ended=told.append))
    assert told == [outcome]
    assert isinstance(outcome.result, kind)
    assert (outcome.serial, outcome.firmware) == (gateway.serial, gateway.firmware)
    assert not outcome.rehearsed


async def test_the_end_of_a_write_without_effect_is_told(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """A refused login is no outcome, and neither is a gateway that is off."""
    told: list[Outcome | None] = []
    gateway.faults.add(SETTINGS, Unauthorized(), method="POST")
    with pytest.raises(NotAllowed):
        await client.write(posting(ended=told.append))
    await gateway.stop()
    with pytest.raises(CannotConnect):
        await client.write(posting(ended=told.append))
    assert told == [None, None]


@pytest.mark.parametrize(
    ("said", "is_refusal"),
    [
        ('{"message": "Success"}', False),
        ('{"message": "All of it was a SUCCESS."}', False),
        ('{"message": "Failed"}', True),
        ('{"message": "Not success"}', True),
        ('{"message": ""}', True),
        ('{"message": null}', False),
        ('{"message": 5}', False),
        ('{"other": "Failed"}', False),
        ('["Failed"]', False),
        ('"Failed"', False),
        ("Failed", False),
        ("", False),
        ("\0", False),
    ],
)
async def test_a_refusal_in_words(
    gateway: GatewaySimulator, client: GatewayClient, said: str, *, is_refusal: bool
) -> None:
    """A page that tells success in its message refuses by any other."""
    gateway.faults.add(SETTINGS, Fixed(202, said), method="POST")

    outcome = await client.write(posting(success="success"))

    assert outcome.status == 202
    assert isinstance(outcome.result, RefusedInWords) is is_refusal
    if isinstance(outcome.result, RefusedInWords):
        assert (outcome.result.status, outcome.result.answer) == (202, said)
    else:
        assert isinstance(outcome.result, Reply)
        assert outcome.result.body.decode() == said
    # Of other pages, nobody knows what their messages mean.
    assert isinstance((await client.write(posting())).result, Reply)


async def test_a_refusal_in_another_encoding(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """It is read as the page says that it is encoded."""
    page = Page(
        '{"message": "Failed"}'.encode("utf-16-le"),
        "application/json; charset=utf-16-le",
    )
    gateway.faults.add(SETTINGS, page, method="POST")
    outcome = await client.write(posting(success="success"))
    assert isinstance(outcome.result, RefusedInWords)


async def test_a_page_that_says_that_it_is_missing(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Firmware 3 does so with status 200: the write has done nothing."""
    gateway.faults.add(SETTINGS, Page(MISSING.encode(), "text/html"), method="POST")
    outcome = await client.write(posting())
    assert isinstance(outcome.result, Refused)
    assert (outcome.result.status, outcome.result.answer) == (404, "Page Not Found")
    assert outcome.status == 404


@pytest.mark.parametrize("way", ["merge", "reads"])
async def test_a_page_that_is_missing_is_not_written(
    gateway: GatewaySimulator, client: GatewayClient, way: str
) -> None:
    """What it says to people is no document to merge with."""
    gateway.faults.add(SETTINGS, Page(MISSING.encode(), "text/html"), method="GET")
    with pytest.raises(Refused) as caught:
        await client.write(posting(**{way: True}))
    assert (caught.value.status, caught.value.answer) == (404, "Page Not Found")
    assert gateway.journal.writes == []

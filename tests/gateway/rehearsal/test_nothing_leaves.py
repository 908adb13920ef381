"""While a rehearsal is on, nothing that writes leaves, and reads show what would."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    Outcome,
    Rehearsal,
    RehearsedWrite,
    Write,
    build_body,
    verify,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    CannotConnect,
    CertificateChanged,
    InvalidData,
    RefusedBefore,
    RehearsalFull,
    Rehearsing,
    TokenRefused,
    WrongGateway,
)
from gateway_simulator import GatewaySimulator
from gateway_simulator.faults import Fault, Fixed, HugeBody

from ..conftest import Connect, Start
from ..support import CHECK, SETTINGS, Happens, Page, account, asked, send
from .conftest import Stage

ANY_AGE = float("inf")
TARIFF = "/admin/lib/tariff"
SUNDAY = {"exercise_config": {"day": "Sun"}}


async def merge(stage: Stage, data: object, endpoint: str = SETTINGS) -> Outcome:
    """Write a part of a page by POST."""
    body = build_body(data, "POST")
    return await stage.client.write(
        Write(method="POST", endpoint=endpoint, body=body, merge=True)
    )


async def test_a_write_does_not_leave_and_is_read_back(stage: Stage) -> None:
    """The page shows it, the gateway has never heard of it."""
    before = stage.gateway.device.documents[SETTINGS]
    outcome = await merge(stage, SUNDAY)

    assert outcome.rehearsed
    assert outcome.effect_known
    assert outcome.status == 200
    assert outcome.merged
    reply = await stage.client.read(SETTINGS)
    assert reply.rehearsed
    assert reply.value() == outcome.merged.whole != before
    assert stage.gateway.device.documents[SETTINGS] == before
    assert stage.writes == []
    proof = await verify(
        stage.client.read,
        "POST",
        SETTINGS,
        outcome.body.value,
        1,
        merged=outcome.merged,
    )
    assert proof.verified


async def test_a_merge_meets_what_was_rehearsed_before(stage: Stage) -> None:
    """Two parts that were written one after the other are both there."""
    await merge(stage, SUNDAY)
    outcome = await merge(stage, {"exercise_config": {"time": 61}})

    assert outcome.merged
    assert outcome.before
    assert outcome.before.rehearsed
    config = outcome.merged.whole["exercise_config"]  # type: ignore[index,call-overload]
    assert {"day": "Sun", "time": 61}.items() <= config.items()  # type: ignore[union-attr]


async def test_the_gateway_is_asked_as_by_a_real_write(stage: Stage) -> None:
    """Who it is, and whether it takes the login; both before anything is taken."""
    await send(stage.client, "POST", SETTINGS, {"a": 1})
    assert asked(stage.gateway.journal)[0] == "GET /info"
    assert f"GET {SETTINGS}" in asked(stage.gateway.journal)


async def test_a_page_that_a_read_may_start_is_not_read(stage: Stage) -> None:
    """The login is checked instead, and that is all."""
    page = "/ivp/ensemble/gen_wiring_test"
    outcome = await stage.client.write(
        Write(method="POST", endpoint=page, body=build_body({"a": 1}, "POST"))
    )
    assert not outcome.effect_known
    assert f"GET {CHECK}" in asked(stage.gateway.journal)
    assert not [one for one in asked(stage.gateway.journal) if page in one]


@pytest.mark.parametrize("replica", ["3.18", "8.3"])
async def test_every_firmware_can_be_rehearsed(
    start: Start, connect: Connect, replica: str
) -> None:
    """Digest or token: nothing leaves by either."""
    gateway = await start(replica)
    client = connect(gateway, rehearsal=Rehearsal(lambda: True))
    await send(client, "POST", SETTINGS, {"a": 1})
    assert all(one.method == "GET" for one in gateway.journal.requests)
    assert (await client.read(SETTINGS)).value() == {"a": 1}


async def test_the_end_shows_the_real_gateway(stage: Stage) -> None:
    """What was rehearsed is gone, also from the cache."""
    await merge(stage, SUNDAY)
    await stage.client.read(SETTINGS)
    assert stage.client.stored(SETTINGS, ANY_AGE)

    # By the clock, before anybody has taken note of it.
    stage.is_on = False
    assert stage.client.stored(SETTINGS, ANY_AGE) is None
    reply = await stage.client.read(SETTINGS)
    assert not reply.rehearsed
    assert reply.value() == stage.gateway.device.documents[SETTINGS]

    stage.end()
    stage.is_on = True
    assert not (await stage.client.read(SETTINGS)).rehearsed


async def test_after_the_end_writes_leave_again(stage: Stage) -> None:
    """And nothing that was rehearsed goes with them."""
    await merge(stage, SUNDAY)
    stage.end()
    outcome = await merge(stage, {"exercise_config": {"time": 61}})

    assert not outcome.rehearsed
    assert stage.writes == [f"POST {SETTINGS}"]
    assert stage.gateway.device.documents[SETTINGS]["exercise_config"]["day"] != "Sun"


async def test_a_read_that_ends_after_the_rehearsal_is_not_stored(
    stage: Stage,
) -> None:
    """It may show what was rehearsed to who waits for it, and to nobody else."""
    await merge(stage, SUNDAY)
    stage.gateway.faults.add(SETTINGS, Happens(lambda: None))
    reply = await stage.client.read(SETTINGS)
    stage.is_on = False
    stage.client.cache.put(SETTINGS, reply)
    assert stage.client.stored(SETTINGS, ANY_AGE) is None


async def test_a_write_that_began_as_rehearsed_never_leaves(stage: Stage) -> None:
    """The rehearsal ends while the page is read for it."""
    stage.gateway.faults.add(SETTINGS, Happens(stage.end))
    outcome = await merge(stage, SUNDAY)

    assert not stage.is_on
    assert outcome.rehearsed
    assert stage.writes == []
    stage.is_on = True
    # It was part of a rehearsal that is over.
    assert not (await stage.client.read(SETTINGS)).rehearsed


async def test_a_write_that_began_for_real_meets_the_rehearsal(stage: Stage) -> None:
    """It is refused, since its document may be from before."""
    stage.is_on = False

    def begin() -> None:
        stage.is_on = True

    stage.gateway.faults.add(SETTINGS, Happens(begin))
    with pytest.raises(Rehearsing):
        await merge(stage, SUNDAY)
    assert stage.writes == []
    assert stage.client.rehearsal.writes == []


async def test_the_rehearsal_begins_while_a_write_connects(stage: Stage) -> None:
    """What the connection was made for doesn't leave any more."""
    stage.is_on = False
    await send(stage.client, "POST", SETTINGS, {"a": 1})
    stage.gateway.journal.clear()
    stage.gateway.cut_connections()
    await asyncio.sleep(0.1)

    stage.on_connection = lambda: setattr(stage, "is_on", True)
    with pytest.raises(Rehearsing):
        await send(stage.client, "POST", SETTINGS, {"a": 2})
    # Not even the question who it is came before.
    assert asked(stage.gateway.journal) == []


async def test_the_mode_is_told_before_anything_is_read(stage: Stage) -> None:
    """Who writes may stop it then."""
    told: list[bool] = []

    def began(rehearsed: bool) -> None:
        told.append(rehearsed)
        raise InvalidData("missing")

    write = Write(method="DELETE", endpoint=SETTINGS, body=build_body(None, "DELETE"))
    for stage.is_on in (True, False):
        with pytest.raises(InvalidData):
            await stage.client.write(replace(write, merge=True, began=began))
    assert told == [True, False]
    assert asked(stage.gateway.journal) == []


async def test_what_was_refused_before_is_refused(stage: Stage) -> None:
    """As the gateway did, with the status that it gave."""
    refusal = RefusedBefore(403, "yesterday")
    write = Write(method="POST", endpoint=SETTINGS, body=build_body({"a": 1}, "POST"))
    outcome = await stage.client.write(replace(write, refused_before=refusal))

    assert outcome.result is refusal
    assert outcome.status == 403
    assert outcome.rehearsed
    assert stage.client.rehearsal.writes == []
    stage.end()
    outcome = await stage.client.write(replace(write, refused_before=refusal))
    assert outcome.status == 200


async def test_an_offline_gateway_takes_no_rehearsal(stage: Stage) -> None:
    """Neither does another one, or one with another certificate."""
    await stage.client.identify()
    await stage.gateway.stop()
    with pytest.raises(CannotConnect):
        await send(stage.client, "POST", SETTINGS, {"a": 1})
    assert stage.client.rehearsal.writes == []


async def test_another_gateway_takes_no_rehearsal(
    connect: Connect, gateway: GatewaySimulator
) -> None:
    """It is found out as for a real write."""
    client = connect(gateway, serial="999999999999", rehearsal=Rehearsal(lambda: True))
    with pytest.raises(WrongGateway):
        await send(client, "POST", SETTINGS, {"a": 1})


async def test_another_certificate_is_refused(
    connect: Connect, gateway: GatewaySimulator
) -> None:
    """By the same callback as for any request."""

    def refuse(found: str) -> None:
        raise CertificateChanged("known", found)

    client = connect(gateway, on_certificate=refuse, rehearsal=Rehearsal(lambda: True))
    with pytest.raises(CertificateChanged):
        await send(client, "POST", SETTINGS, {"a": 1})


async def test_a_dead_login_takes_no_rehearsal(
    connect: Connect, gateway: GatewaySimulator
) -> None:
    """The gateway refuses the login on the page that is read for it."""
    gateway.faults.add(CHECK, Fixed(401))
    gateway.faults.add(SETTINGS, Fixed(401))
    credentials = account(token=gateway.token())
    client = connect(
        gateway, replace(credentials, password=""), rehearsal=Rehearsal(lambda: True)
    )
    with pytest.raises(TokenRefused):
        await send(client, "POST", SETTINGS, {"a": 1})


async def test_a_page_that_is_busy_by_its_words(stage: Stage) -> None:
    """Gateways tell of an error with status 200, too."""
    busy = Fixed(200, '{"error": "503 - busy, try again later"}')
    stage.gateway.faults.add(SETTINGS, busy)
    with pytest.raises(Busy):
        await send(stage.client, "POST", SETTINGS, {"a": 1})
    assert stage.client.rehearsal.writes == []


@pytest.mark.parametrize("status", [429, 503, 504])
async def test_a_busy_gateway_takes_no_rehearsal(stage: Stage, status: int) -> None:
    """A real write would be refused with the same words."""
    stage.gateway.faults.add(SETTINGS, Fixed(status))
    with pytest.raises(Busy):
        await send(stage.client, "POST", SETTINGS, {"a": 1})
    assert stage.client.rehearsal.writes == []


@pytest.mark.parametrize(
    "page",
    [
        Page(content_type="text/event-stream"),
        Page(b"{}", headers=(("Content-Length", "3"),)),
        HugeBody(100_000_000),
    ],
    ids=["endless", "broken", "too large"],
)
async def test_a_page_that_cannot_be_read_is_taken(stage: Stage, page: Fault) -> None:
    """It may be written all the same, and nobody knows what comes of that."""
    stage.gateway.faults.add(SETTINGS, page)
    write = Write(method="POST", endpoint=SETTINGS, body=build_body({"a": 1}, "POST"))
    outcome = await stage.client.write(write)
    assert outcome.status == 200
    assert not outcome.effect_known


async def test_a_rehearsal_is_bounded(stage: Stage) -> None:
    """By number and by bytes; the same write once more needs no room."""
    stage.client.rehearse(
        RehearsedWrite.of("POST", f"/page/{number}", {"a": 1}) for number in range(200)
    )
    with pytest.raises(RehearsalFull):
        await send(stage.client, "POST", SETTINGS, {"a": 1})
    await send(stage.client, "POST", "/page/7", {"a": 1})
    assert stage.client.rehearsal.writes[-1].endpoint == "/page/7"
    assert len(stage.client.rehearsal.writes) == 200

    large = "x" * 900_000
    stage.client.rehearse(
        RehearsedWrite.of("POST", f"/page/{number}", {"a": large}) for number in "12"
    )
    with pytest.raises(RehearsalFull):
        await send(stage.client, "POST", SETTINGS, {"a": large})


async def test_looks_of_the_client_itself_are_real(stage: Stage) -> None:
    """Probing and recording show what the gateway has."""
    await merge(stage, SUNDAY)
    reply = await stage.client.ask_once(SETTINGS, limit=2, patience=2)
    assert reply.value() == stage.gateway.device.documents[SETTINGS]
    assert not reply.rehearsed

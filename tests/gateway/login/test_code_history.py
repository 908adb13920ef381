"""What two logins of one account know of each other's codes, and what is a code."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    AccountLocked,
    CloudUnreachable,
    CodeLoginOver,
    CodeMalformed,
    CodeOutdated,
    CodeRejected,
    CodeTooSoon,
    LoginError,
)
from custom_components.enphase_envoy_raw_data.gateway.login import (
    CodeHistory,
    CodeLogin,
)
from gateway_simulator import CloudSimulator
from gateway_simulator.faults import DropAfterApplying, DropBeforeReply, Fault, Fixed

from ..clock import later
from ..support import other_code
from .test_second_factor import CODE, SEND, begin, refused


async def two(cloud: CloudSimulator) -> tuple[CodeLogin, CodeLogin]:
    """Return two logins that wait for a code, in two forms."""
    first, second = await begin(cloud), await begin(cloud)
    first.history = second.history = CodeHistory()
    return first, second


async def test_a_second_form_waits_with_its_code(cloud: CloudSimulator) -> None:
    """At 20 seconds it is too soon for one account, whoever asks; at 31 it isn't."""
    first, second = await two(cloud)
    await first.send_code()
    with pytest.raises(CodeTooSoon) as caught:
        await second.send_code()
    assert caught.value.elsewhere is True
    assert 20 <= caught.value.seconds <= 30
    with pytest.raises(CodeTooSoon) as caught:
        await first.send_code()
    assert caught.value.elsewhere is False
    with later(20), pytest.raises(CodeTooSoon):
        await second.send_code()
    with later(31):
        await second.send_code()
        assert await second.enter(cloud.second_factor.newest)
    assert cloud.journal.count(path=SEND) == 2


async def test_accounts_do_not_wait_for_each_other(cloud: CloudSimulator) -> None:
    """Upper case makes no other account of one."""
    history = CodeHistory()
    history.note_sent("Owner@example.com")
    assert history.pause("owner@example.com") > 29
    assert history.pause("other@example.com") == 0
    assert history.is_new("other@example.com", "123456")
    assert history.is_new("owner@example.com", "123456")
    assert not history.is_new("OWNER@example.com", "123456")


async def test_a_lost_reply_counts_as_sent(cloud: CloudSimulator) -> None:
    """Nobody knows whether the code has left."""
    first, second = await two(cloud)
    rule = cloud.faults.add(SEND, DropBeforeReply())
    with pytest.raises(CloudUnreachable):
        await first.send_code()
    cloud.faults.remove(rule)
    with pytest.raises(CodeTooSoon):
        await second.send_code()


ENDS: dict[str, tuple[Fault, type[LoginError]]] = {
    "over": (Fixed(401), CodeLoginOver),
    "locked": (Fixed(429), AccountLocked),
}


@pytest.mark.parametrize("kind", ENDS)
async def test_a_login_that_is_over_holds_nobody_up(
    cloud: CloudSimulator, kind: str
) -> None:
    """Its code is worth nothing, so the next login has one at once."""
    fault, error = ENDS[kind]
    first, second = await two(cloud)
    await first.send_code()
    rule = cloud.faults.add(CODE, fault)
    await refused(first, other_code(cloud.second_factor.newest), error)
    cloud.faults.remove(rule)
    await second.send_code()
    assert await second.enter(cloud.second_factor.newest)


async def test_a_login_that_has_succeeded_holds_nobody_up(
    cloud: CloudSimulator,
) -> None:
    """The next gateway of the account can be added right after it."""
    first, second = await two(cloud)
    await first.send_code()
    assert await first.enter(cloud.second_factor.newest)
    await second.send_code()


async def test_three_wrong_codes_hold_nobody_up(cloud: CloudSimulator) -> None:
    """The login that begins anew has its code at once."""
    first, second = await two(cloud)
    await first.send_code()
    for number in range(1, 4):
        await refused(
            first, other_code(cloud.second_factor.newest, number), CodeRejected
        )
    await refused(first, other_code(cloud.second_factor.newest, 4), CodeLoginOver)
    await second.send_code()
    # One that was not sent may be the right one of the next login.
    assert second.history.is_new(
        "owner@example.com", other_code(cloud.second_factor.newest, 99)
    )


async def test_a_code_leaves_once_whatever_form_it_stands_in(
    cloud: CloudSimulator,
) -> None:
    """Not from another form, and not from the next one; after ten minutes it may."""
    first, second = await two(cloud)
    await first.send_code()
    code = cloud.second_factor.newest
    rule = cloud.faults.add(CODE, DropAfterApplying())
    await refused(first, code, CloudUnreachable)
    cloud.faults.remove(rule)
    await refused(second, code, CodeOutdated)
    assert cloud.journal.count(path=CODE) == 1
    with later(601):
        await refused(second, code, CodeLoginOver)
    assert cloud.journal.count(path=CODE) == 2


@pytest.mark.parametrize(
    ("fault", "counts"), [(Fixed(401), False), (Fixed(429), True), (None, True)]
)
async def test_what_is_a_rejection(
    cloud: CloudSimulator, fault: Fault | None, *, counts: bool
) -> None:
    """A login that is over says nothing against a code."""
    login = await begin(cloud)
    await login.send_code()
    if fault:
        cloud.faults.add(CODE, fault)
    error = await refused(login, other_code(cloud.second_factor.newest), LoginError)
    assert login.rejection is (error if counts else None)


TYPED = {
    "full width": "\uff11\uff12\uff13\uff14\uff15\uff16",
    "full width and a dash": "\uff11\uff12\uff13\uff0d\uff14\uff15\uff16",
    "no break": "123\u2011456",
    "narrow space": "123\u202f456",
    "en dash": "123 \u2013 456",
    "invisible": "\u200b123456\ufeff",
    "each": "1 2 3 4 5 6",
    "sentence": "Your Enphase code is 123456. It is good for 10 minutes.",
    "message": "Enphase\n\n123456\n\nDon't share it. 29 Nov 2026, 01:23",
    "quotes": "\u201c123456\u201d",
    "label": "Code:123456,",
    "twice": "123456 (123456)",
}


@pytest.mark.parametrize("kind", TYPED)
async def test_a_code_as_it_is_pasted(cloud: CloudSimulator, kind: str) -> None:
    """What is around it does no harm."""
    login = await begin(cloud)
    rule = cloud.faults.add(CODE, Fixed(200, '{"isValid": false}'))
    await refused(login, TYPED[kind], CodeRejected)
    cloud.faults.remove(rule)
    (request,) = cloud.journal.find(path=CODE)
    assert b"otp=MTIzNDU2&" in request.body


@pytest.mark.parametrize(
    "typed",
    [
        "123456 or 654321",
        "Call 800-123456",
        "1234567",
        "2026-11-29",
        "Gateway 122330008303",
        "AB123456",
        "123456.78",
        "\u0967\u0968\u0969\u096a\u096b\u096c",
        "123" + " " * 9000 + "456" + "7",
    ],
)
async def test_what_may_be_another_number(cloud: CloudSimulator, typed: str) -> None:
    """It is not sent: nobody knows whether it is the code."""
    login = await begin(cloud)
    await refused(login, typed, CodeMalformed)
    assert cloud.journal.requests == []

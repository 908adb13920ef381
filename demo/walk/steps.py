"""The steps of the walk: calls, and what their answers should be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..gateway import POWER, Gateway
from ..home import Json

INVERTERS = "/api/v1/production/inverters"
INFO = "/info"
# 1 switches all solar production off, 0 on again.
POWER_OFF: Json = {"length": 1, "arr": [1]}
# Device type on the page of the inverters.
AC_BATTERY = 11
ELSEWHERE = ":9443/x"


class UnexpectedError(Exception):
    """An answer is not what it should be; the text says how."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of one call."""

    response: Any
    """What the action returned; None if it was refused."""

    error: str | None
    """Why the call was refused."""

    received: list[str] | None
    """The requests that reached the gateway; None if it keeps no journal."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One call, what it is for and what to expect of it."""

    title: str
    why: str
    action: str
    data: Json
    variable: str | None = None
    check: Callable[[Answer, list[Answer]], str]
    """Takes the answer and the earlier ones; tells what it shows, or raises."""


def expect(condition: object, problem: str) -> None:
    """Raise UnexpectedError with the problem unless the condition holds."""
    if not condition:
        raise UnexpectedError(problem)


def _expect_reply(answer: Answer, endpoint: str) -> Any:
    """Return the gateway's reply to a call that should have worked."""
    expect(answer.error is None, "This call should have worked.")
    expect(
        isinstance(answer.response, dict) and list(answer.response)[-1:] == [endpoint],
        "The reply should stand under its endpoint.",
    )
    return answer.response[endpoint]


def _expect_received(answer: Answer, *requests: str) -> None:
    """Compare what reached the gateway, where that is known."""
    if answer.received is not None:
        wanted = ", ".join(requests) or "nothing"
        expect(
            answer.received == list(requests),
            f"The gateway should have received {wanted}.",
        )


def steps(gateway: Gateway, entry_id: str) -> list[Step]:
    """Return the steps that fit the gateway: a real one is never written to."""
    walk = [
        _read_inverters(gateway, entry_id),
        _read_inverters_again(entry_id),
        _read_info(gateway, entry_id),
        _test_write(entry_id),
    ]
    if gateway.writable:
        walk += [_write(entry_id), _read_back(entry_id)]
    return [*walk, _refused(entry_id)]


def _read_inverters(gateway: Gateway, entry_id: str) -> Step:
    def check(answer: Answer, _: list[Answer]) -> str:
        reply = _expect_reply(answer, INVERTERS)
        expect(isinstance(reply, list), "The reply should be a list.")
        expect(
            all(isinstance(row, dict) and "serialNumber" in row for row in reply),
            "Each row should have a serial number.",
        )
        # The page lists AC batteries, too.
        batteries = sum(row.get("devType") == AC_BATTERY for row in reply)
        inverters = len(reply) - batteries
        if gateway.inverters is not None:
            expect(
                inverters == gateway.inverters,
                f"There should be {gateway.inverters} inverters, not {inverters}.",
            )
        _expect_received(answer, f"GET {INVERTERS} -> 200")
        others = f" and {batteries} AC batteries" if batteries else ""
        return f"{inverters} inverters{others}, each with its latest report."

    return Step(
        title="Read the inverters",
        why="read_data asks the gateway for one of its pages and hands the reply on.",
        action="read_data",
        data={"config_entry_id": entry_id, "endpoint": INVERTERS},
        variable="inverters",
        check=check,
    )


def _read_inverters_again(entry_id: str) -> Step:
    def check(answer: Answer, earlier: list[Answer]) -> str:
        _expect_reply(answer, INVERTERS)
        expect(
            answer.response == earlier[0].response,
            "The reply should be the one of step 1.",
        )
        _expect_received(answer)
        return "The same reply, and no request went out."

    return Step(
        title="Read the same again, from the cache",
        why=(
            "Gateways are slow and easily overloaded. from_cache returns the last "
            "reply to a read without asking again."
        ),
        action="read_data",
        data={
            "config_entry_id": entry_id,
            "endpoint": INVERTERS,
            "from_cache": True,
        },
        variable="inverters",
        check=check,
    )


def _read_info(gateway: Gateway, entry_id: str) -> Step:
    def check(answer: Answer, _: list[Answer]) -> str:
        reply = _expect_reply(answer, INFO)
        expect(isinstance(reply, str), "The reply should be a text.")
        expect("<envoy_info>" in reply, "The reply should be the page of the gateway.")
        if gateway.serial is not None:
            expect(
                f"<sn>{gateway.serial}</sn>" in reply,
                f"The page should show the serial number {gateway.serial}.",
            )
        _expect_received(answer, f"GET {INFO} -> 200")
        return "The page as text, for a template to take apart."

    return Step(
        title="Read a page that is XML",
        why="A reply that is not JSON comes as text.",
        action="read_data",
        data={"config_entry_id": entry_id, "endpoint": INFO},
        variable="info",
        check=check,
    )


def _power_off(entry_id: str, *, test_mode: bool) -> Json:
    """Return the data of the call that switches production off."""
    return {
        "config_entry_id": entry_id,
        "endpoint": POWER,
        "method": "PUT",
        "data": POWER_OFF,
        "risk_acknowledged": True,
        "test_mode": test_mode,
    }


def _test_write(entry_id: str) -> Step:
    def check(answer: Answer, _: list[Answer]) -> str:
        reply = _expect_reply(answer, POWER)
        expect(reply == POWER_OFF, "The reply should be the data of the call.")
        _expect_received(answer)
        return "This is what would be sent; nothing was."

    return Step(
        title="Try a write without sending it",
        why=(
            "send_data writes to the gateway, which can do harm. In test mode it "
            "only shows the data, with all templates rendered."
        ),
        action="send_data",
        data=_power_off(entry_id, test_mode=True),
        variable="sent",
        check=check,
    )


def _write(entry_id: str) -> Step:
    def check(answer: Answer, _: list[Answer]) -> str:
        _expect_reply(answer, POWER)
        _expect_received(answer, f"PUT {POWER} -> 200")
        return "Written, once. This endpoint answers with an empty page."

    return Step(
        title="Write for real",
        why="The same call without test mode: it switches solar production off.",
        action="send_data",
        data=_power_off(entry_id, test_mode=False),
        variable="sent",
        check=check,
    )


def _read_back(entry_id: str) -> Step:
    def check(answer: Answer, _: list[Answer]) -> str:
        reply = _expect_reply(answer, POWER)
        expect(
            isinstance(reply, dict) and reply.get("powerForcedOff") is True,
            "Production should be switched off.",
        )
        _expect_received(answer, f"GET {POWER} -> 200")
        return "Production is switched off."

    return Step(
        title="Read it back",
        why="Gateways may accept a write and not follow it, so look.",
        action="read_data",
        data={"config_entry_id": entry_id, "endpoint": POWER},
        variable="power",
        check=check,
    )


def _refused(entry_id: str) -> Step:
    def check(answer: Answer, _: list[Answer]) -> str:
        expect(answer.error is not None, "This call should have been refused.")
        expect(ELSEWHERE in str(answer.error), "The error should name the endpoint.")
        _expect_received(answer)
        return "Refused before anything was sent."

    return Step(
        title="A call that is refused",
        why=(
            "The login is meant for the gateway alone. An endpoint that would lead "
            "to another port or host is refused."
        ),
        action="read_data",
        data={"config_entry_id": entry_id, "endpoint": ELSEWHERE},
        check=check,
    )

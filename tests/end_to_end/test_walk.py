"""The walk notices answers that are not what they should be."""

from io import StringIO
from typing import override

import pytest

from demo.gateway import Gateway, Login
from demo.home import ApiError, Json
from demo.walk import INFO, INVERTERS, POWER, POWER_OFF, Report, steps, walk

ENTRY_ID = "an-entry"
ROWS = [{"serialNumber": "1", "devType": 1}, {"serialNumber": "2", "devType": 1}]
REFUSED = ApiError("service_validation_error", "No: :9443/x is elsewhere")

# Of each step: what the action returns, and what the gateway receives.
RIGHT: list[tuple[object, list[str]]] = [
    ({INVERTERS: ROWS}, [f"GET {INVERTERS} -> 200"]),
    ({INVERTERS: ROWS}, []),
    ({INFO: "<envoy_info><sn>123</sn></envoy_info>"}, [f"GET {INFO} -> 200"]),
    ({POWER: POWER_OFF}, []),
    ({POWER: ""}, [f"PUT {POWER} -> 200"]),
    ({POWER: {"powerForcedOff": True}}, [f"GET {POWER} -> 200"]),
    (REFUSED, []),
]


class Stub(Gateway):
    """Home Assistant and gateway in one, answering from a list."""

    writable = True
    serial = "123"
    inverters = 2

    def __init__(self, answers: list[tuple[object, list[str]]]) -> None:
        """Take the answers, one for each call."""
        super().__init__("gateway.example", Login())
        self.answers = list(answers)
        self.received: list[str] = []
        self.calls: list[tuple[str, str, Json]] = []

    async def call_action(self, domain: str, action: str, data: Json) -> object:
        """Give the next answer."""
        self.calls.append((domain, action, data))
        answer, self.received = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @override
    def news(self) -> list[str]:
        """Return what the last call led to."""
        return self.received


async def take(answers: list[tuple[object, list[str]]]) -> tuple[int, str]:
    """Take the walk and return the number of failures and the output."""
    stub, output = Stub(answers), StringIO()
    failures = await walk(stub, stub, ENTRY_ID, Report(output))
    return failures, output.getvalue()


async def test_right_answers() -> None:
    """Nothing is wrong with right answers."""
    failures, text = await take(RIGHT)

    assert failures == 0
    assert text.count("✓") == len(RIGHT)
    assert "✗" not in text


@pytest.mark.parametrize(
    ("step", "answer", "received", "problem"),
    [
        (0, {INVERTERS: ROWS[:1]}, None, "There should be 2 inverters, not 1."),
        (0, {INVERTERS: [*ROWS, {}]}, None, "Each row should have a serial number."),
        (0, {INVERTERS: {}}, None, "The reply should be a list."),
        (0, {}, None, "The reply should stand under its endpoint."),
        (0, None, [], f"The gateway should have received GET {INVERTERS} -> 200."),
        (0, ApiError("home_assistant_error", "No"), None, "should have worked"),
        (1, {INVERTERS: ROWS[:1]}, None, "The reply should be the one of step 1."),
        (1, None, [f"GET {INVERTERS} -> 200"], "should have received nothing"),
        (2, {INFO: {"sn": "123"}}, None, "The reply should be a text."),
        (2, {INFO: "<html></html>"}, None, "should be the page of the gateway"),
        (2, {INFO: "<envoy_info><sn>9</sn>"}, None, "the serial number 123"),
        (3, {POWER: {}}, None, "The reply should be the data of the call."),
        (3, None, [f"PUT {POWER} -> 200"], "should have received nothing"),
        (4, None, [f"PUT {POWER} -> 200"] * 2, "The gateway should have received PUT"),
        (5, {POWER: {"powerForcedOff": False}}, None, "should be switched off"),
        (6, {":9443/x": ""}, None, "This call should have been refused."),
        (6, ApiError("unknown_error", ""), None, "The error should name the endpoint"),
        (6, None, ["GET /x -> 200"], "The gateway should have received nothing."),
    ],
)
async def test_wrong_answer(
    step: int, answer: object, received: list[str] | None, problem: str
) -> None:
    """A wrong answer is pointed out, where it is given, and counted."""
    answers = list(RIGHT)
    right_answer, right_received = answers[step]
    answers[step] = (
        right_answer if answer is None else answer,
        right_received if received is None else received,
    )
    failures, text = await take(answers)

    # A wrong first answer makes the second one, held against it, wrong as well.
    assert failures in (1, 2)
    section = text.split(f"{step + 1}/{len(RIGHT)}  ")[1].split("/7  ")[0]
    assert "✗" in section
    assert problem in section


def test_real_gateway_is_never_written_to() -> None:
    """With a real gateway, writes are shown in test mode only."""
    walked = steps(Gateway("192.0.2.10", Login()), ENTRY_ID)

    writes = [step.data for step in walked if step.action == "send_data"]
    assert [write["test_mode"] for write in writes] == [True]


async def test_long_replies_are_shortened() -> None:
    """The end of a long reply is replaced by its count."""
    answers = list(RIGHT)
    batteries = [{"serialNumber": "3", "devType": 11}] * 57
    answers[0] = ({INVERTERS: ROWS + batteries}, answers[0][1])
    _, text = await take(answers)

    assert "- … 57 more" in text
    assert "2 inverters and 57 AC batteries" in text

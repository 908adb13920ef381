"""The exit code of the demo, with stand-ins for what takes long to start."""

from io import StringIO
from typing import ClassVar, Self

import pytest

from demo import command
from demo.gateway import Gateway, Login
from demo.home import ApiError, CloudAddresses, Json, StartError
from demo.walk import INFO, INVERTERS, POWER, POWER_OFF, Report

ANSWERS: dict[str, object] = {
    INVERTERS: [{"serialNumber": "1"}],
    INFO: "<envoy_info></envoy_info>",
    POWER: POWER_OFF,
}


class Home:
    """In place of Home Assistant."""

    version = "0.0"
    start_error: Exception | None = None
    answers = ANSWERS
    logged: ClassVar[list[str]] = []
    stopped = False

    def __init__(self, *, cloud: CloudAddresses | None) -> None:
        """Be one's own API."""
        assert cloud is None, "a real gateway goes with the real cloud"
        self.api = self

    async def __aenter__(self) -> Self:
        """Do nothing."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Do nothing."""

    async def start(self) -> None:
        """Start, or not."""
        if self.start_error:
            raise self.start_error

    async def stop(self) -> None:
        """Take note."""
        type(self).stopped = True

    def complaints(self) -> list[str]:
        """Return what the log has against the integration."""
        return self.logged

    async def set_options(self, entry_id: str, answers: Json) -> None:
        """Take the options that keep a real gateway from harm."""
        assert entry_id
        assert answers["who_may_send"] == "nobody"

    async def call_action(self, domain: str, action: str, data: Json) -> object:
        """Answer from the table."""
        try:
            return {data["endpoint"]: self.answers[data["endpoint"]]}
        except KeyError:
            raise ApiError(domain, f"{action} refused {data['endpoint']}") from None


@pytest.mark.parametrize(
    ("start_error", "answers", "logged", "exit_code", "telling"),
    [
        (None, ANSWERS, [], 0, "Every answer was as expected."),
        (None, ANSWERS, ["WARNING Odd"], 1, "WARNING Odd"),
        (None, ANSWERS | {INFO: ""}, [], 1, "Answers that were not as expected: 1."),
        (StartError("Not up"), ANSWERS, [], 1, "✗ Not up"),
        (ConnectionError("Gone"), ANSWERS, [], 1, "does not answer: Gone"),
    ],
)
async def test_exit_code(
    *,
    monkeypatch: pytest.MonkeyPatch,
    start_error: Exception | None,
    answers: dict[str, object],
    logged: list[str],
    exit_code: int,
    telling: str,
) -> None:
    """Only a walk on which every answer was as expected counts as a success."""

    class ThisHome(Home):
        """The case at hand."""

    ThisHome.start_error = start_error
    ThisHome.answers = answers
    ThisHome.logged = logged

    async def add_gateway(api: Home, gateway: Gateway) -> str:
        """Add it without any forms."""
        return f"{gateway.host} in {api.version}"

    monkeypatch.setattr(command, "HomeAssistant", ThisHome)
    monkeypatch.setattr(command, "add_gateway", add_gateway)
    output = StringIO()
    demo = command.Demo(Report(output), Gateway("192.0.2.10", Login()))

    assert await demo.run(once=True) == exit_code
    assert telling in output.getvalue()
    assert ThisHome.stopped

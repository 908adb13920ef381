"""The command line of the demo, and the order in which things happen."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
import signal

import aiohttp

from gateway_simulator import BadRecordingError, Replica, read_recording

from .gateway import (
    AddError,
    Gateway,
    SimulatedGateway,
    add_gateway,
    ask_for_login,
    simulated,
)
from .home import ApiError, HomeAssistant, StartError
from .walk import Report, walk

EXIT_CODES = """
exit codes: 0 if every answer was as expected, 1 if one was not or something could
not be started, 2 for wrong arguments, 130 if stopped before the end
"""
# What stays running afterwards can't write to a real gateway by mistake.
READ_ONLY = {
    "who_may_send": "nobody",
    "pages": {"opened_pages": [], "allowed_endpoints": ""},
    "changes": {"confirm_firmware": False, "certificate": "warn"},
    "events": {"event_bodies": False},
    "in_sidebar": True,
}

AS_EXPECTED = 0
NOT_AS_EXPECTED = 1
WRONG_ARGUMENTS = 2
INTERRUPTED = 130

# With this exit code Home Assistant asks to be started again.
RESTART_WANTED = 100


def main() -> int:
    """Run the demo and return its exit code."""
    arguments = _arguments()
    report = Report()
    gateway = None
    recording = None
    if arguments.recording:
        try:
            recording = read_recording(arguments.recording)
        except (BadRecordingError, OSError) as err:
            report.failure(f"The recording can't be served: {err}.")
            return WRONG_ARGUMENTS
    if arguments.host:
        # In place of the default that the imports ran under, so that a Ctrl-C
        # leaves the terminal as it was.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            gateway = Gateway(arguments.host, ask_for_login(arguments.host))
        except EOFError:
            report.failure("The login is asked for, which takes a terminal.")
            return WRONG_ARGUMENTS
        except KeyboardInterrupt:
            return INTERRUPTED
    return asyncio.run(_run(Demo(report, gateway, recording), once=arguments.once))


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description=(
            "Start Home Assistant and a simulated gateway on this machine, and walk "
            "through reading and writing with the actions."
        ),
        epilog=EXIT_CODES,
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help="stop after the walk instead of leaving Home Assistant running",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--recording",
        type=Path,
        metavar="FILE",
        help="simulate the gateway of a recording, as record_gateway makes it",
    )
    which.add_argument(
        "--host",
        metavar="ADDRESS",
        help="use the real gateway at this address, of which the login is asked for; "
        "nothing is written to it",
    )
    return parser.parse_args()


async def _run(demo: Demo, *, once: bool) -> int:
    """Run the demo until its end, or until a signal stops it in order."""
    run = asyncio.create_task(demo.run(once=once))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, run.cancel)
    try:
        return await run
    except asyncio.CancelledError:
        return AS_EXPECTED if demo.walked else INTERRUPTED


class Demo:
    """One run of the demo."""

    def __init__(
        self,
        report: Report,
        gateway: Gateway | None = None,
        recording: Replica | None = None,
    ) -> None:
        """Take a real gateway, or none for the simulator, with a recording or not."""
        self._recording = recording
        self._report = report
        self._real = gateway
        # Whether the walk went well, after which there is only waiting.
        self.walked = False

    async def run(self, *, once: bool) -> int:
        """Start everything, walk, and return the exit code."""
        report = self._report
        report.title(
            "Raw data of an Enphase gateway in Home Assistant",
            "This starts Home Assistant, adds a gateway to it and reads and "
            "writes with its actions. Everything runs on this machine, in a "
            "temporary folder that is removed at the end.",
        )
        report.section("Start")
        async with AsyncExitStack() as stack:
            try:
                return await self._run(stack, once=once)
            except (StartError, AddError, ApiError) as err:
                report.failure(str(err))
            except (aiohttp.ClientError, OSError) as err:
                report.failure(
                    f"Home Assistant does not answer: {err or type(err).__name__}"
                )
            return NOT_AS_EXPECTED

    async def _run(self, stack: AsyncExitStack, *, once: bool) -> int:
        """Do it all, and leave what has to be stopped on the stack."""
        report = self._report
        gateway = self._real or await self._simulate(stack)
        home = HomeAssistant(cloud=gateway.cloud)
        await stack.enter_async_context(self._stopped_at_the_end(home))
        async with report.progress(f"Home Assistant {home.version}"):
            await home.start()
        async with report.progress(f"Add gateway {gateway.host} {gateway.login}"):
            entry_id = await add_gateway(home.api, gateway)
        if self._real:
            async with report.progress("Its options: set to read-only"):
                await home.api.set_options(entry_id, READ_ONLY)
        failures = await walk(home.api, gateway, entry_id, report)
        complaints = home.complaints()
        self._sum_up(failures, complaints)
        if not once:
            await self._stay(home, gateway)
        return NOT_AS_EXPECTED if failures or complaints else AS_EXPECTED

    async def _simulate(self, stack: AsyncExitStack) -> SimulatedGateway:
        """Start the simulator, to be stopped with the stack."""
        async with self._report.progress("Simulated gateway and cloud login"):
            return await stack.enter_async_context(simulated(self._recording))

    @asynccontextmanager
    async def _stopped_at_the_end(self, home: HomeAssistant) -> AsyncIterator[None]:
        """Prepare Home Assistant and stop it at the end, visibly."""
        async with home:
            try:
                yield
            finally:
                self._report.section("Stop")
                async with self._report.progress(f"Home Assistant {home.version}"):
                    await home.stop()

    def _sum_up(self, failures: int, complaints: list[str]) -> None:
        """Print what the walk came to, and what the log has against us."""
        self._report.section("Result")
        for complaint in complaints:
            self._report.block("Home Assistant's log", complaint)
        if failures:
            self._report.failure(f"Answers that were not as expected: {failures}.")
        elif complaints:
            self._report.failure("Every answer was as expected, but the log was not.")
        else:
            self.walked = True
            self._report.success("Every answer was as expected.")

    async def _stay(self, home: HomeAssistant, gateway: Gateway) -> None:
        """Leave Home Assistant running until it ends or the user has enough."""
        report = self._report
        report.section("Now it is yours")
        report.text(
            "Home Assistant keeps running. Log in, paste a call from above in the YAML "
            "mode of its page for actions, and change it. Ctrl-C stops everything."
        )
        facts = {
            "Home Assistant": home.url,
            "Actions": f"{home.url}/developer-tools/action",
            "User": home.user.name,
            "Password": home.user.password,
            "Configuration": str(home.folder),
        }
        if not self._real:
            # To go through the forms by hand, after deleting the entry.
            login = gateway.login
            facts["Gateway"] = gateway.host
            facts["Its account"] = f"{login.username}, password {login.password}"
        report.facts(facts)
        while await home.ended() == RESTART_WANTED:
            async with report.progress(f"Home Assistant {home.version}, once more"):
                await home.restart()
        report.text("Home Assistant has ended.")

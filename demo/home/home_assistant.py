"""A real Home Assistant process with a configuration of its own.

    async with HomeAssistant() as home:
        await home.start()
        await home.api.call_action("persistent_notification", "create", {...})

Everything lives in a temporary folder and listens on loopback only.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.metadata import version
import os
from pathlib import Path
import shutil
import socket
import sys
import tempfile
from types import TracebackType
from typing import Self

import aiohttp

from . import launch
from .api import ApiError, HomeAssistantApi, User
from .configuration import INTEGRATION, LOOPBACK, USUAL_PORT, write_configuration
from .log import complaints

# A slow single-board computer takes over a minute for its first start.
START_TIMEOUT = 300
# Home Assistant usually stops within two seconds; after this it is ended.
STOP_TIMEOUT = 15
POLL_INTERVAL = 0.1
# What asyncio says when somebody else listens on the port.
PORT_TAKEN = "address already in use"
# Lines of the log shown with a failed start.
LOG_TAIL = 15

# With the first one the clone would be importable (see the launcher); the second
# one would make Home Assistant look for its Supervisor.
NOT_PASSED_ON = ("PYTHONPATH", "SUPERVISOR")
# What refuses `http/config/promote` for good reason: releases that do not know
# it, and a start with a port that has been confirmed before.
NOTHING_TO_PROMOTE = ("unknown_command", "not_allowed")


class StartError(Exception):
    """Home Assistant did not come up; the text says why."""


class PortTakenError(StartError):
    """Somebody else got the port between the look at it and the start."""


@dataclass(frozen=True, kw_only=True)
class CloudAddresses:
    """Where the cloud login goes instead of the real cloud."""

    login_url: str
    """Takes user name and password."""

    token_url: str
    """Gives out gateway tokens."""


def free_port(usual: int) -> int:
    """Return the usual port if nobody listens there, else any free one."""
    for port in (usual, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            free: int = probe.getsockname()[1]
            return free
    raise StartError("No free port on this machine")


class HomeAssistant:
    """One Home Assistant, from its first start to its removal."""

    def __init__(
        self,
        *,
        cloud: CloudAddresses | None = None,
        integration: Path | None = INTEGRATION,
        user: User | None = None,
        usual_port: int = USUAL_PORT,
    ) -> None:
        """Prepare, without starting or writing anything yet.

        ``cloud`` replaces the real cloud; ``integration`` is the folder
        installed as a user would, by copying it. Without the usual port, or
        with 0, any free one is taken.
        """
        self.user = user or User(name="demo", password="demo")
        self.version = version("homeassistant")
        self.port = usual_port
        # From entering the context on: the configuration folder and the client.
        self.folder: Path
        self.api: HomeAssistantApi
        self._cloud = cloud
        self._integration = integration
        self._http: aiohttp.ClientSession
        self._process: asyncio.subprocess.Process | None = None
        self._undo: AsyncExitStack

    async def __aenter__(self) -> Self:
        """Make the configuration folder."""
        async with AsyncExitStack() as stack:
            folder = tempfile.TemporaryDirectory(
                prefix="home-assistant-", ignore_cleanup_errors=True
            )
            self.folder = Path(stack.enter_context(folder))
            self._http = await stack.enter_async_context(aiohttp.ClientSession())
            self._configure(free_port(self.port))
            stack.push_async_callback(self.stop)
            self._undo = stack.pop_all()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the process and remove every trace."""
        await self._undo.aclose()

    def _configure(self, port: int) -> None:
        """Fill the folder for a first start on this port."""
        for item in self.folder.iterdir():
            shutil.rmtree(item) if item.is_dir() else item.unlink()
        self.port = port
        write_configuration(self.folder, port, self._integration)
        self.api = HomeAssistantApi(self.url, self._http)

    @property
    def url(self) -> str:
        """Return the address of the frontend."""
        return f"http://{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Start the process, wait until it runs and log in.

        The first start also creates the user, and takes another port if
        somebody was faster. Raises StartError.
        """
        first = not (self.folder / ".storage" / "auth").exists()
        try:
            await self._start_once(first=first)
        except PortTakenError:
            if not first:
                raise
            # Without its port, Home Assistant listens on all addresses.
            await self.stop()
            self._configure(free_port(0))
            await self._start_once(first=True)

    async def _start_once(self, *, first: bool) -> None:
        """Start the process on the port that it is configured for."""
        await self._start_process()
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await self._wait_for(self._is_up)
                if first:
                    await self.api.create_first_user(self.user)
                await self.api.connect()
                await self._wait_for(self._is_running)
                await self._keep_port()
        except TimeoutError as err:
            raise StartError(
                self._with_log(f"Not up after {START_TIMEOUT} seconds")
            ) from err
        except (ApiError, ConnectionError, aiohttp.ClientError) as err:
            raise StartError(self._with_log(f"Could not log in: {err}")) from err

    async def _start_process(self) -> None:
        """Start Home Assistant in the background."""
        # Python keeps its warnings about others' code to itself, unless asked.
        command = [sys.executable, "-P", "-W", "default", launch.__file__]
        if self._cloud is not None:
            command += [launch.OPTION_LOGIN_URL, self._cloud.login_url]
            command += [launch.OPTION_TOKEN_URL, self._cloud.token_url]
        command += ["--config", str(self.folder), "--skip-pip", "--log-no-color"]
        environment = {k: v for k, v in os.environ.items() if k not in NOT_PASSED_ON}
        with self._output.open("ab") as output:
            # In a group of its own, a Ctrl-C in the terminal reaches only the
            # demo, which then stops Home Assistant in order.
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )

    async def _wait_for(self, condition: Callable[[], Awaitable[bool]]) -> None:
        """Poll until a condition holds, or the process has ended."""
        while not await condition():
            if self._process is None or self._process.returncode is not None:
                raise StartError(self._with_log("Home Assistant ended on its own"))
            await asyncio.sleep(POLL_INTERVAL)

    async def _is_up(self) -> bool:
        """Tell whether this Home Assistant answers, and no other one."""
        if PORT_TAKEN in self.log():
            raise PortTakenError(f"Port {self.port} was taken by another program")
        return await self.api.is_up(self.folder.name)

    async def _is_running(self) -> bool:
        """Tell whether everything has been set up."""
        config = await self.api.command("get_config")
        if config["recovery_mode"]:
            raise StartError(self._with_log("Home Assistant is in recovery mode"))
        return bool(config["state"] == "RUNNING")

    async def _keep_port(self) -> None:
        """Confirm the port.

        Newer releases take a changed port on trial and go back to the old one
        with a restart after five minutes unless it is confirmed. They also
        advise against a port in YAML, which older releases need: no news here.
        """
        try:
            await self.api.command("http/config/promote")
        except ApiError as err:
            if err.code not in NOTHING_TO_PROMOTE:
                raise
        for issue in (await self.api.command("repairs/list_issues"))["issues"]:
            if issue["domain"] == "http":
                await self.api.command(
                    "repairs/ignore_issue",
                    domain="http",
                    issue_id=issue["issue_id"],
                    ignore=True,
                )

    async def ended(self) -> int | None:
        """Wait until the process ends on its own and return its exit code."""
        return await self._process.wait() if self._process else None

    async def stop(self) -> None:
        """Stop the process in order, or end it if that takes too long."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            if process.returncode is None:
                process.terminate()
                async with asyncio.timeout(STOP_TIMEOUT):
                    await process.wait()
        except TimeoutError:
            pass
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            await self.api.close()

    async def kill(self) -> None:
        """End the process at once, as a power cut does."""
        if self._process is not None:
            self._process.kill()
        await self.stop()

    async def restart(self) -> None:
        """Stop and start again with the same configuration folder."""
        await self.stop()
        await self.start()

    def log(self) -> str:
        """Return the log since the first start."""
        files = sorted(self.folder.glob("home-assistant.log*"), reverse=True)
        return "".join(file.read_text("utf-8", "replace") for file in files)

    def complaints(self) -> list[str]:
        """Return the warnings and errors since the first start that name us."""
        return complaints(self.log(), self._printed())

    @property
    def _output(self) -> Path:
        """Return where the process prints to."""
        return self.folder / "output.txt"

    def _printed(self) -> str:
        """Return what the process has printed."""
        return (
            self._output.read_text("utf-8", "replace") if self._output.exists() else ""
        )

    def _with_log(self, problem: str) -> str:
        """Add the end of the log to the description of a problem."""
        log = self.log() or self._printed()
        tail = [f"  {line}" for line in log.splitlines()[-LOG_TAIL:]]
        return "\n".join([problem, *tail])

"""The demo as a newcomer runs it."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Coroutine
import os
from pathlib import Path
import re
import signal
import sys
from typing import Any

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator
from scripts.lib.practice_recording import make

ROOT = Path(__file__).resolve().parents[2]

type Start = Callable[..., Coroutine[Any, Any, Process]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Return a function that starts the demo with the temporary folder of the test."""
    started: list[Process] = []

    async def start_demo(*arguments: str, stdin: int = DEVNULL) -> Process:
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "simulator")]),
            "TMPDIR": str(tmp_path),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "demo", *arguments),
            stdin=stdin,
            stdout=PIPE,
            stderr=STDOUT,
            env=environment,
            cwd=ROOT,
            # Away from the terminal that the tests may have been started from.
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start_demo
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def read_until(process: Process, telling: str) -> str:
    """Return the output up to the first line with a text, or up to the end."""
    assert process.stdout is not None
    lines = []
    while line := (await process.stdout.readline()).decode():
        lines.append(line)
        if telling in line:
            break
    return "".join(lines)


def left_in(folder: Path) -> list[Path]:
    """Return what is in a folder."""
    return list(folder.iterdir())


async def finish(process: Process) -> str:
    """Wait for the end and return the rest of the output."""
    output, _ = await process.communicate()
    text = output.decode()
    assert "Traceback" not in text
    return text


async def test_walk(start: Start, tmp_path: Path) -> None:
    """The walk shows each call and each reply and leaves nothing behind."""
    process = await start("--once")
    text = await finish(process)

    assert process.returncode == 0, text
    assert re.search(r"Home Assistant [\d.]+ \.+ +\d+\.\d s", text)
    calls = re.findall(r"action: enphase_envoy_raw_data\.(\w+)", text)
    assert calls == [
        "read_data",
        "read_data",
        "read_data",
        "send_data",
        "send_data",
        "read_data",
        "read_data",
    ]
    for telling in (
        "response_variable: inverters",
        "from_cache: true",
        "- … 60 more",
        "60 inverters and 2 AC batteries",
        "The same reply, and no request went out.",
        "<envoy_info>",
        "test_mode: true",
        "PUT /ivp/mod/603980032/mode/power -> 200",
        "powerForcedOff: true",
        "The endpoint “:9443/x” was refused",
        "Every answer was as expected.",
    ):
        assert telling in text
    assert "✗" not in text
    assert "\033" not in text, "colours are for terminals"
    assert left_in(tmp_path) == []


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("replica", "account", "inverters"),
    [("8.2", "installer", 24), ("4.10", "envoy", 10), ("3.18", "installer", 9)],
)
async def test_walk_with_a_recording(
    start: Start, tmp_path: Path, replica: str, account: str, inverters: int
) -> None:
    """What `record_gateway` makes of a gateway is shown in all steps of the walk.

    With firmware before 7, each request is made twice: the first one brings the
    challenge of the login.
    """
    recording = tmp_path / "recording.zip"
    await make(recording, replica, account)
    process = await start("--once", "--recording", str(recording))
    text = await finish(process)
    assert process.returncode == 0, text
    assert f"{inverters} inverters, each with its latest report." in text
    assert "GET /api/v1/production/inverters -> 200" in text
    assert "The endpoint “:9443/x” was refused" in text
    assert "Every answer was as expected." in text
    assert ("powerForcedOff: true" in text) is (replica == "8.2")
    assert left_in(tmp_path) == [recording]


@pytest.mark.usefixtures("socket_enabled")
async def test_stays_until_interrupted(start: Start, tmp_path: Path) -> None:
    """Home Assistant stays for the user to look at, until Ctrl-C."""
    process = await start()
    text = await read_until(process, "Its account")
    found = re.search(r"Home Assistant +(http://127\.0\.0\.1:\d+)", text)
    assert found, text
    (folder,) = left_in(tmp_path)
    assert f"Configuration   {folder}\n" in text
    assert (folder / "blueprints").is_dir()
    async with (
        aiohttp.ClientSession() as http,
        http.get(found[1]) as response,
    ):
        assert "<title>Home Assistant</title>" in await response.text()

    process.send_signal(signal.SIGINT)
    text = await finish(process)

    assert process.returncode == 0, text
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_interrupted_start(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    """Who stops the demo before its end finds nothing left, and a telling code."""
    process = await start("--once")
    await read_until(process, "Simulated gateway")
    await asyncio.sleep(1)
    process.send_signal(number)
    text = await finish(process)

    assert process.returncode == 130, text
    assert left_in(tmp_path) == []


async def test_real_gateway_needs_a_terminal(start: Start) -> None:
    """The login of a real gateway is asked for, never taken from elsewhere."""
    process = await start("--host", "192.0.2.10")
    text = await finish(process)

    assert process.returncode == 2
    assert "takes a terminal" in text


@pytest.mark.usefixtures("socket_enabled")
async def test_real_gateway_is_left_alone(start: Start, tmp_path: Path) -> None:
    """A real gateway is read, and nothing is written to it."""
    terminal, stdin = os.openpty()
    try:
        async with GatewaySimulator("7.6") as gateway:
            process = await start("--once", "--host", gateway.host, stdin=stdin)
            assert process.stdout is not None
            await process.stdout.readuntil(b"user name): ")
            os.write(terminal, f"{gateway.token()}\n".encode())
            text = await finish(process)

            assert process.returncode == 0, text
            assert {request.method for request in gateway.journal.requests} == {"GET"}
            assert "18 inverters, each with its latest report." in text
            assert "test_mode: true" in text
            assert "test_mode: false" not in text
            assert "set to read-only" in text
            assert gateway.token() not in text
    finally:
        os.close(terminal)
        os.close(stdin)
    assert left_in(tmp_path) == []

"""The command, as people start it."""

import asyncio
from collections.abc import AsyncGenerator
import contextlib
from contextlib import asynccontextmanager
import http.client
import os
from pathlib import Path
import re
import runpy
import signal
import socket
import ssl
import sys
import threading
import time

import aiohttp
import pytest

from gateway_simulator import __main__ as command, replica_names

_SIMULATOR = Path(__file__).parents[2] / "simulator"


@asynccontextmanager
async def started(*arguments: str) -> AsyncGenerator[tuple[dict[str, str], list[str]]]:
    """Run the command; give what it printed, and then its log."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway_simulator",
        "--port=0",
        "--cloud-port=0",
        *arguments,
        env={**os.environ, "PYTHONPATH": str(_SIMULATOR)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out = process.stdout
    assert out is not None
    facts: dict[str, str] = {}
    log: list[str] = []
    while "Press Ctrl-C" not in (line := (await out.readline()).decode()):
        assert line
        name, _, value = line.strip().partition(":  ")
        facts.setdefault(name, value.strip())
    try:
        yield facts, log
    finally:
        process.send_signal(signal.SIGINT)
        rest, errors = await process.communicate()
        log.extend(rest.decode().splitlines())
    assert process.returncode == 0
    assert errors == b""
    assert log[-1] == "Stopped."


async def test_token_gateway(client: aiohttp.ClientSession) -> None:
    """What it prints is enough to log in; its log holds no secret."""
    async with started() as (facts, log):
        token = facts["Owner token"]
        url = facts["Address in full"]
        assert url == f"https://{facts['Address to type in']}"
        assert facts["Serial number"] == "122330008303"
        assert facts["Firmware"] == "8.3.5169"
        header = {"Authorization": f"Bearer {token}"}
        for name, status in (("Owner token", 401), ("Installer token", 200)):
            header = {"Authorization": f"Bearer {facts[name]}"}
            async with client.get(f"{url}/ivp/ss/dpel", headers=header) as reply:
                assert reply.status == status
        async with client.get(f"{url}/home?token={token}") as reply:
            assert reply.status == 200
        body = b'{"version": "2"}'
        async with client.post(f"{url}/ivp/ss/dpel", headers=header, data=body) as r:
            assert r.status == 200
        email, password = facts["Cloud account"].split(", password ")
        form = {"user[email]": email, "user[password]": password}
        async with client.post(facts["Cloud stand-in"], data=form) as reply:
            session = (await reply.json())["session_id"]
        assert session
    text = "\n".join(log)
    assert "GET /ivp/ss/dpel -> 401" in text
    assert "GET /home?token=*** -> 200" in text
    assert "POST /ivp/ss/dpel -> 200, applied" in text
    assert "cloud POST /login/login.json -> 200" in text
    for secret in (token, facts["Installer token"], password, session):
        assert secret not in text


async def test_digest_gateway(client: aiohttp.ClientSession) -> None:
    """An old gateway shows users and passwords."""
    async with started("--replica=5.0") as (facts, _):
        user, password = facts["User and password"].split()
        assert (user, password) == ("envoy", "005062")
        assert facts["Try"].startswith(f"curl -k --digest -u envoy:{password} http://")
        async with client.get(
            facts["Try"].split()[-1],
            middlewares=[aiohttp.DigestAuthMiddleware(user, password)],
        ) as reply:
            assert reply.status == 200


async def test_serial_and_folder() -> None:
    """Serial, scheme and a replica of one's own can be chosen."""
    folder = _SIMULATOR / "gateway_simulator" / "replicas" / "7.6"
    arguments = (f"--replica={folder}", "--serial=122333444555", "--no-tls")
    async with started(*arguments) as (facts, _):
        assert facts["Serial number"] == "122333444555"
        assert facts["Firmware"] == "7.6.175"
        assert facts["Address in full"].startswith("http://")


@pytest.mark.parametrize(("version", "told"), [("1.2", "TLSv1.2"), ("1.3", "TLSv1.3")])
async def test_slow_processor_with_a_version_of_tls(version: str, told: str) -> None:
    """A full handshake takes as many milliseconds longer as the option says."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    async with started("--handshake-cost=1500", f"--tls-version={version}") as found:
        host, port = found[0]["Address to type in"].split(":")
        begun = time.monotonic()
        _, writer = await asyncio.open_connection(host, int(port), ssl=context)
        took = time.monotonic() - begun
        assert writer.get_extra_info("ssl_object").version() == told
        writer.close()
        await writer.wait_closed()
    assert 1.5 <= took < 60


@pytest.mark.parametrize("option", ["--port", "--cloud-port"])
def test_port_taken(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ports = {"--port": 0, "--cloud-port": 0, option: port}
        assert command.main([f"{name}={value}" for name, value in ports.items()]) == 1
    error = capsys.readouterr().err
    assert error.startswith("Cannot listen on 127.0.0.1: ")
    assert error.endswith("Choose another port with --port or --cloud-port.\n")
    assert error.count("\n") == 1


def test_unknown_replica(capsys: pytest.CaptureFixture[str]) -> None:
    """The names are listed."""
    assert command.main(["--replica=1.0"]) == 1
    names = ", ".join(replica_names())
    assert capsys.readouterr().err == f"There is no replica 1.0; there are {names}.\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "gateway.example"])
def test_other_hosts_are_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Others could log in, so it must be wanted."""
    with pytest.raises(SystemExit, match="2"):
        command.main([f"--host={host}"])
    assert "add --allow-network" in capsys.readouterr().err


def test_network_can_be_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    """Then any address is taken; this one is not ours."""
    assert command.main(["--host=192.0.2.1", "--allow-network", "--port=0"]) == 1
    assert "Cannot listen on 192.0.2.1" in capsys.readouterr().err


def test_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names every option."""
    monkeypatch.setattr(sys, "argv", ["gateway_simulator", "--help"])
    monkeypatch.delitem(sys.modules, "gateway_simulator.__main__")
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("gateway_simulator", run_name="__main__")
    text = capsys.readouterr().out
    options = {
        "allow-network",
        "cloud-port",
        "handshake-cost",
        "help",
        "host",
        "no-tls",
        "port",
        "recording",
        "replica",
        "serial",
        "tls",
        "tls-version",
    }
    assert set(re.findall(r"--([\w-]+)", text)) == options


@pytest.mark.parametrize("arguments", [["--host=localhost"], ["--replica=3.9"]])
def test_inside_this_process(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each request is one line; a signal ends the command."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def ask_and_stop() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(100):
            with contextlib.suppress(ConnectionRefusedError):
                connection.connect()
                break
            time.sleep(0.02)
        connection.request("GET", "/info")
        connection.getresponse().read()
        connection.close()
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=ask_and_stop)
    thread.start()
    ports = [f"--port={port}", "--cloud-port=0"]
    assert command.main([*arguments, *ports, "--no-tls"]) == 0
    thread.join()
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].endswith(" gateway GET /info -> 200")
    assert lines[-1] == "Stopped."

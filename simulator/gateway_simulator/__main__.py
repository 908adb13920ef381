"""Starts a simulated gateway and a stand-in for the cloud, and logs requests.

Usage: python -m gateway_simulator --help
"""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import datetime
import ipaddress
from pathlib import Path
import re
import signal
import sys

from .journal import Received
from .login import Account, CloudSimulator
from .replica import (
    BadRecordingError,
    Replica,
    UnknownReplicaError,
    read_recording,
    replica_names,
)
from .server import GatewaySimulator
from .wire import VERSIONS

# A real gateway listens on 443 or 80, which only administrators may open.
_PORT = 8443
_CLOUD_PORT = 8444
# Seconds in which the relays of a real system follow, roughly.
_FOLLOW_AFTER = 3.0
_ACCOUNTS = (
    Account("owner@example.com", "sunshine"),
    Account("installer@example.com", "sunshine", role="installer"),
)
# Shown out of all that is served.
_WORTH_SHOWING = (
    "/info",
    "/home",
    "/production.json",
    "/api/v1/production/inverters",
    "/admin/lib/tariff",
    "/ivp/meters",
    "/ivp/ensemble/dry_contacts",
    "/ivp/ss/dpel",
    "/ivp/mod/603980032/mode/power",
)
# A token or anything else in base64 that is long enough to be a secret.
_SECRET = re.compile(r"[\w.-]{60,}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _parse(arguments)
    try:
        # With a factory the loop of whoever calls this stays as it is.
        asyncio.run(_serve(options), loop_factory=asyncio.new_event_loop)
    except UnknownReplicaError as err:
        print(f"There is {err}.", file=sys.stderr)
        return 1
    except BadRecordingError as err:
        print(f"The recording can't be served: {err}.", file=sys.stderr)
        return 1
    except OSError as err:
        reason = err.strerror or err
        print(
            f"Cannot listen on {options.host}: {reason}. "
            "Choose another port with --port or --cloud-port.",
            file=sys.stderr,
        )
        return 1
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="gateway_simulator",
        description="A simulated Enphase gateway on this machine.",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--recording",
        type=Path,
        metavar="FILE",
        help="a recording of a gateway, as record_gateway makes it",
    )
    which.add_argument(
        "--replica",
        default="8.3",
        help=(
            f"which gateway to be: {', '.join(replica_names())}, "
            "or a folder with a replica of your own (default: %(default)s)"
        ),
    )
    parser.add_argument(
        "--port",
        type=int,
        default=_PORT,
        help="default %(default)s; 0 takes a free one",
    )
    parser.add_argument(
        "--cloud-port",
        type=int,
        default=_CLOUD_PORT,
        help="port of the stand-in for the cloud (default: %(default)s)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="default %(default)s")
    parser.add_argument(
        "--allow-network",
        action="store_true",
        help="let --host be an address that others can reach",
    )
    parser.add_argument(
        "--tls",
        action=argparse.BooleanOptionalAction,
        help="HTTPS or HTTP; default is what the firmware speaks",
    )
    parser.add_argument(
        "--tls-version",
        choices=VERSIONS,
        default="1.2",
        help="version of TLS (default: %(default)s)",
    )
    parser.add_argument(
        "--handshake-cost",
        type=int,
        metavar="MS",
        default=0,
        help="milliseconds of a slow processor for a full TLS handshake",
    )
    parser.add_argument("--serial", help="twelve digits; default: its own")
    options = parser.parse_args(arguments)
    if not options.allow_network and not _is_loopback(options.host):
        parser.error(
            f"{options.host} can be reached by others, and anybody could log in. "
            "If you want that, add --allow-network."
        )
    return options


def _replica(options: argparse.Namespace) -> str | Path | Replica:
    """Return what to be: a recording, one of our replicas, or a folder."""
    if options.recording:
        return read_recording(options.recording)
    return (
        options.replica if options.replica in replica_names() else Path(options.replica)
    )


def _is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _serve(options: argparse.Namespace) -> None:
    """Run both servers until somebody stops the command."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with (
        GatewaySimulator(
            _replica(options),
            host=options.host,
            port=options.port,
            serial=options.serial,
            tls=options.tls,
            tls_version=options.tls_version,
            handshake_cost=options.handshake_cost / 1000,
            follow_after=_FOLLOW_AFTER,
        ) as gateway,
        CloudSimulator(host=options.host, port=options.cloud_port) as cloud,
    ):
        for account in _ACCOUNTS:
            cloud.add(account)
        gateway.journal.on_done = lambda request: _log("gateway", request)
        cloud.journal.on_done = lambda request: _log("cloud", request)
        _say(*_introduction(gateway, cloud))
        await stopped.wait()
    _say("Stopped.")


def _introduction(gateway: GatewaySimulator, cloud: CloudSimulator) -> list[str]:
    """Return what the command prints before the first request."""
    paths = [path for path in _WORTH_SHOWING if path in gateway.paths]
    lines = [
        f"Address to type in:  {gateway.host}",
        f"Address in full:     {gateway.url}",
        f"Serial number:       {gateway.serial}",
        f"Firmware:            {gateway.firmware}",
    ]
    if gateway.token_login:
        token = gateway.token()
        example = f'-H "Authorization: Bearer {token}" {gateway.url}/ivp/meters'
        lines += [
            f"Owner token:         {token}",
            f"Installer token:     {gateway.token('installer')}",
        ]
    else:
        users = gateway.passwords
        example = (
            f"--digest -u envoy:{users['envoy']} "
            f"{gateway.url}/api/v1/production/inverters"
        )
        lines += [
            f"User and password:   {user} {password}"
            for user, password in users.items()
        ]
    lines += [
        f"Cloud stand-in:      {cloud.login_url}",
        f"                     {cloud.token_url}",
        *(
            f"Cloud account:       {account.email}, password {account.password}"
            for account in _ACCOUNTS
        ),
        f"Serves:              {len(gateway.paths)} endpoints, such as",
        *(f"                     {path}" for path in paths),
        f"Try:                 curl -k {example}",
        "Press Ctrl-C to stop. Requests:",
    ]
    return lines


def _log(name: str, request: Received) -> None:
    """Print one request, without anything secret."""
    target = _SECRET.sub("***", request.target)
    status = request.status or "no reply"
    applied = ", applied" if request.applied else ""
    time = datetime.now().astimezone().strftime("%H:%M:%S")
    _say(f"{time} {name} {request.method} {target} -> {status}{applied}")


def _say(*lines: str) -> None:
    """Print lines at once, also into a pipe."""
    print(*lines, sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())

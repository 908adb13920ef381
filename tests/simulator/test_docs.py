"""Every command and snippet in docs/simulator.md runs."""

from datetime import timedelta
from itertools import dropwhile, takewhile
import os
from pathlib import Path
import re
import shlex
import subprocess
import sys
import textwrap
from typing import Any

import aiohttp
import pytest
from replica_maker.site import SITES

import gateway_simulator
from gateway_simulator import GatewaySimulator, faults, replica_names
from gateway_simulator.__main__ import _parse

_ROOT = Path(__file__).parents[2]
_TEXT = (_ROOT / "docs" / "simulator.md").read_text()
_SNIPPETS = re.findall(r"```python\n(.*?)```", _TEXT, re.DOTALL)
_COMMANDS = re.findall(r"```bash\n(.*?)```", _TEXT, re.DOTALL)
_NAMES: dict[str, Any] = {
    **{name: getattr(gateway_simulator, name) for name in gateway_simulator.__all__},
    "aiohttp": aiohttp,
    "timedelta": timedelta,
}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading."""
    lines = _TEXT.partition(f"\n## {heading}\n")[2].splitlines()
    begun = dropwhile(lambda line: not line.startswith("|"), lines)
    table = [*takewhile(lambda line: line.startswith("|"), begun)][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("snippet", _SNIPPETS)
async def test_snippets(snippet: str) -> None:
    """Each snippet runs as it stands."""
    names = dict(_NAMES)
    code = f"async def snippet():\n{textwrap.indent(snippet, '    ')}"
    exec(compile(code, "docs/simulator.md", "exec"), names)  # noqa: S102 - our own text
    await names["snippet"]()


async def test_calls(gateway: GatewaySimulator) -> None:
    """Each call in the table of gateway calls works."""
    for calls, _ in rows("In a test"):
        for call in re.findall(r"`([^`]+)`", calls):
            code = f"async def call(gateway):\n    {call.replace('2.0', '0')}"
            names = dict(_NAMES)
            exec(compile(code, call, "exec"), names)  # noqa: S102 - our own text
            await names["call"](gateway)
    await gateway.stop()


def test_faults() -> None:
    """Every fault is in the table, and each example makes one."""
    table = rows("Faults")
    names = {"faults": faults, "gateway": GatewaySimulator()}
    for _, _, example in table:
        made = eval(example.strip("`"), names)  # noqa: S307 - our own text
        assert isinstance(made, faults.Fault)
    classes = {
        name
        for name, value in vars(faults).items()
        if isinstance(value, type) and issubclass(value, faults.Fault)
    } - {"Fault"}
    assert {row[0].strip("`") for row in table} == classes | {"busy"}


def test_replicas() -> None:
    """The table shows all replicas with their firmware and size."""
    table = {row[0].strip("`"): row for row in rows("Replicas")}
    assert list(table) == replica_names()
    for site in SITES:
        assert table[site.name][1] == site.software
        assert table[site.name][3].startswith(f"{site.inverter_count} inverters")


def test_options() -> None:
    """The table shows all options, and the example is valid."""
    shown = set(re.findall(r"`(--[\w-]+)`", _TEXT))
    known = set(re.findall(r'^        "(--[\w-]+)"', _source(), re.MULTILINE))
    known |= set(re.findall(r'add_argument\(\s*"(--[\w-]+)"', _source()))
    assert shown == known | {"--no-tls"}
    program, *arguments = shlex.split(_COMMANDS[0])
    assert program == "scripts/simulator"
    assert _parse(arguments).port == 8443


def _source() -> str:
    """Return the source of the command."""
    folder = _ROOT / "simulator" / "gateway_simulator"
    return (folder / "__main__.py").read_text()


def test_replica_maker(tmp_path: Path) -> None:
    """The command writes all replicas; here into another folder."""
    setting, program, *arguments = shlex.split(_COMMANDS[1])
    assert program == "python"
    name, _, value = setting.partition("=")
    subprocess.run(  # noqa: S603 - our own text
        [sys.executable, *arguments, str(tmp_path)],
        env={**os.environ, name: str(_ROOT / value)},
        check=True,
    )
    assert {path.name for path in tmp_path.iterdir()} == set(replica_names())
    assert len(_COMMANDS) == 2

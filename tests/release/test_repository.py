"""Workflows, forms and lock files say what the project is."""

import json
import os
from pathlib import Path
import re
import subprocess
from typing import Any

from packaging.requirements import Requirement
from packaging.version import Version
import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MANIFEST = json.loads(
    (ROOT / "custom_components/enphase_envoy_raw_data/manifest.json").read_text()
)
LOCKS = {
    path.stem.removeprefix("ha-"): path.read_text()
    for path in (ROOT / "requirements").glob("ha-*.txt")
}
DEFAULT = re.findall(
    r"(?m)^default_ha=(\S+)$", (ROOT / "scripts/lib/common.sh").read_text()
)[0]
PLUGIN = "pytest-homeassistant-custom-component=="


def _load(path: Path) -> Any:
    """Return a YAML file as data."""
    return yaml.safe_load(path.read_text())


def _locked(text: str, package: str) -> Version:
    """Return the version of a package in a lock file."""
    found = re.search(rf"(?m)^{package}==(\S+)", text)
    assert found
    return Version(found[1])


def _jobs(path: Path) -> dict[str, Any]:
    """Return the jobs of a workflow."""
    jobs: dict[str, Any] = _load(path)["jobs"]
    return jobs


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_calls_scripts(path: Path) -> None:
    """A step runs a script of the project, which is there, or git and gh."""
    for job in _jobs(path).values():
        for command in filter(None, (step.get("run") for step in job.get("steps", []))):
            first = command.split()[0]
            if first.startswith("scripts/"):
                assert os.access(ROOT / first, os.X_OK), first
            else:
                assert path.stem == "release"
                assert first in ("if", "gh")


def test_versions_in_ci() -> None:
    """On every version the tests run, as far as they can there, and it is started."""
    jobs = _jobs(ROOT / ".github/workflows/ci.yml")
    assert set(jobs["test"]["strategy"]["matrix"]["ha"]) == set(LOCKS)
    assert set(jobs["demo"]["strategy"]["matrix"]["ha"]) == set(LOCKS)
    everything = (ROOT / ".ci/run").read_text()
    # Each run that goes beside another one is waited for, and what has failed in one
    # of them is tried again.
    beside = r"^(?:begin|run|\S+ .* \|\| try_again) (?:scripts/test.*|finished.*)$"
    assert re.findall(beside, everything, re.MULTILINE) == [
        "begin scripts/test --ha 2026.3.4",
        "run scripts/test || default=failed",
        "run finished || oldest=failed",
        "[[ $default == passed ]] || try_again scripts/test",
        "[[ $oldest == passed ]] || try_again scripts/test --ha 2026.3.4",
    ]
    for version in LOCKS:
        chosen = "" if version == DEFAULT else f" --ha {version}"
        assert re.search(
            rf"^(run|check|begin) scripts/test{chosen}(?: \|\| default=failed)?$",
            everything,
            re.MULTILINE,
        )
        assert f"check scripts/demo --once{chosen}\n" in everything
    assert set(jobs["pyenphase"]["strategy"]["matrix"]["end"]) == {
        path.stem.removeprefix("pyenphase-")
        for path in (ROOT / "requirements").glob("pyenphase-*.txt")
    }
    oldest = min(LOCKS, key=Version)
    minimum = json.loads((ROOT / "hacs.json").read_text())["homeassistant"]
    assert Version(minimum).release[:2] == Version(oldest).release[:2]


def test_all_of_the_client_is_changed() -> None:
    """The run without a name, and the nightly one, leave out no room and no file."""
    client = ROOT / "custom_components/enphase_envoy_raw_data/gateway"
    there = {
        path.name
        for path in client.iterdir()
        if path.is_dir() or path.suffix == ".py"
        if not path.name.startswith("__")
    }
    script = (ROOT / "scripts/mutate").read_text().replace("\\\n", " ")
    (named,) = re.findall(r"set -- (.+)", script)
    assert set(named.split()) == there
    matrix = _jobs(ROOT / ".github/workflows/nightly.yml")["mutations"]["strategy"]
    nightly = " ".join(matrix["matrix"]["places"]).split()
    assert sorted(nightly) == sorted(there)


def test_without_a_test_plugin() -> None:
    """What needs the plugin is refused in words where there is none."""
    without = [version for version, text in LOCKS.items() if PLUGIN not in text]
    assert without
    for version in without:
        run = subprocess.run(
            ["scripts/test", "--ha", version, "tests/gateway", "tests/integration"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 1
        assert "tests/integration needs one" in run.stderr
        assert "What runs without: tests/gateway" in run.stderr


def test_ends_of_pyenphase() -> None:
    """The lowest is the manifest's bound; what Home Assistant pins lies in between."""
    [required] = [
        Requirement(line) for line in MANIFEST["requirements"] if "pyenphase" in line
    ]
    lowest, newest = (
        _locked((ROOT / f"requirements/pyenphase-{end}.txt").read_text(), "pyenphase")
        for end in ("lowest", "newest")
    )
    assert str(required.specifier) == f">={lowest}"
    for text in LOCKS.values():
        assert lowest <= _locked(text, "pyenphase") <= newest


def test_bug_form_wants_diagnostics() -> None:
    """A report without versions and diagnostics is not taken."""
    form = _load(ROOT / ".github/ISSUE_TEMPLATE/bug_report.yml")
    required = {
        part["id"]
        for part in form["body"]
        if part.get("validations", {}).get("required")
    }
    assert {"diagnostics", "firmware", "ha-version", "version", "what"} <= required


def test_devcontainer_sets_up() -> None:
    """It calls the script that a person calls, and uses what that makes."""
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    assert os.access(ROOT / container["postCreateCommand"], os.X_OK)
    python = container["customizations"]["vscode"]["settings"]
    assert python["python.defaultInterpreterPath"].endswith("/.venv/bin/python")

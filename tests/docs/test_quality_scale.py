"""The checklist has every rule, its evidence exists, and what is exempt is absent."""

from collections.abc import Iterator
import json
from pathlib import Path
import re

import homeassistant.components
from homeassistant.const import Platform
import pytest
import yaml

from .pages import ROOT

FOLDER = ROOT / "custom_components/enphase_envoy_raw_data"
FILE = FOLDER / "quality_scale.yaml"
RULES = yaml.safe_load(FILE.read_text())["rules"]
LINES = {
    found[1]: found[2]
    for found in re.finditer(r"(?m)^  ([a-z-]+): done # (.+)$", FILE.read_text())
}

_PATH = (
    r"(?:[\w./-]*\w\.(?:json|md|py|toml|txt|yaml)|\.ci/run|scripts/\w+"
    r"|[\w./-]*\w/(?=[ ,;]|$))"
)
_PLACE = re.compile(rf"(?P<path>{_PATH})(?: \((?P<names>[^)]+)\))?")


def _places(evidence: str) -> Iterator[tuple[Path, list[str]]]:
    """Yield each file or folder that is named, with what is named in it."""
    for found in _PLACE.finditer(evidence):
        names = found["names"].split(", ") if found["names"] else []
        inside = FOLDER / found["path"]
        yield inside if inside.exists() else ROOT / found["path"], names


def _holds(path: Path, name: str) -> bool:
    """Tell whether a file defines a name, or a page has a heading."""
    text = path.read_text()
    if path.suffix == ".md":
        return re.search(rf"(?m)^#+ {re.escape(name)}$", text) is not None
    if path.suffix == ".py":
        defined = rf"(?m)^ *(?:(?:async )?def|class|type) {name}\b|^{name}\b.* = "
        return re.search(defined, text) is not None
    return name in text


def test_every_rule_is_there() -> None:
    """Core's own checklists name all rules of their time."""
    core = Path(homeassistant.components.__path__[0])
    known = yaml.safe_load((core / "peblar/quality_scale.yaml").read_text())["rules"]
    assert not set(known) - set(RULES)
    assert len(RULES) == 54


@pytest.mark.parametrize("name", RULES)
def test_rule(name: str) -> None:
    """A rule is done with places in code and tests, or exempt with a reason."""
    rule = RULES[name]
    if rule != "done":
        assert rule["status"] == "exempt"
        assert rule["comment"].endswith(".")
        evidence = rule["comment"]
    else:
        evidence = LINES[name]
        code, _, checks = evidence.partition("; ")
        assert list(_places(code))
        assert list(_places(checks))
    for path, names in _places(evidence):
        assert path.exists(), path
        for word in names:
            assert _holds(path, word), (path, word)


def test_missing_evidence_is_noticed() -> None:
    """Files, folders, names and headings are looked for."""
    found = list(_places("brand/, const.py (x, y), scripts/test; a/b/c.md (Q)"))
    assert found == [
        (FOLDER / "brand/", []),
        (FOLDER / "const.py", ["x", "y"]),
        (ROOT / "scripts/test", []),
        (ROOT / "a/b/c.md", ["Q"]),
    ]
    assert _holds(FOLDER / "entry.py", "RuntimeData")
    assert not _holds(FOLDER / "entry.py", "Runtime")
    assert not _holds(ROOT / "README.md", "Install")


def test_there_is_none_of_what_is_exempt() -> None:
    """No entities, triggers, conditions, discovery or polling, as the reasons say."""
    files = {path.stem for path in FOLDER.rglob("*.py")}
    assert not files & {"entity", "trigger", "condition", "coordinator"}
    assert not files & set(Platform)
    manifest = json.loads((FOLDER / "manifest.json").read_text())
    assert not set(manifest) & {"bluetooth", "dhcp", "mqtt", "ssdp", "usb", "zeroconf"}
    text = "".join(path.read_text() for path in FOLDER.rglob("*.py"))
    assert not re.search(r"async_track_time_interval|DataUpdateCoordinator", text)
    assert "async_forward_entry_setups" not in text

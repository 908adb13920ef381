"""The checklist has every rule, and its evidence exists."""

from pathlib import Path
import re

import homeassistant.components
import yaml

from .pages import ROOT

FILE = ROOT / "custom_components/enphase_envoy_raw_data/quality_scale.yaml"
RULES = yaml.safe_load(FILE.read_text())["rules"]
LINES = {
    found[1]: found[2]
    for found in re.finditer(r"(?m)^  ([a-z-]+): done # (.+)$", FILE.read_text())
}

_PATH = re.compile(
    r"[\w./-]*\w\.(?:json|md|py|toml|yaml)|scripts/\w+|[\w./-]*\w/(?=[ ,;]|$)"
)


def test_every_rule_is_there() -> None:
    """Core's own checklists name all rules of their time."""
    core = Path(homeassistant.components.__path__[0])
    known = yaml.safe_load((core / "peblar/quality_scale.yaml").read_text())["rules"]
    assert not set(known) - set(RULES)
    assert len(RULES) == 54


def test_every_rule_is_done_or_exempt_for_a_reason() -> None:
    """A rule is done with evidence, or exempt with a comment."""
    for name, rule in RULES.items():
        if rule == "done":
            assert LINES.get(name), name
        else:
            assert rule["status"] == "exempt", name
            assert rule["comment"].endswith("."), name


def test_evidence_exists() -> None:
    """Each file that is named is there."""
    found = 0
    for name, evidence in LINES.items():
        for path in _PATH.findall(evidence):
            assert (FILE.parent / path).exists() or (ROOT / path).exists(), (name, path)
            found += 1
    assert found > 60


def test_missing_evidence_is_noticed() -> None:
    """The search for paths sees files and folders."""
    assert _PATH.findall("brand/, services.py (x), scripts/test; a/b/c.md") == [
        "brand/",
        "services.py",
        "scripts/test",
        "a/b/c.md",
    ]

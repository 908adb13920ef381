"""Print what the integrations of a real Home Assistant ask to have installed.

Run by scripts/lock with a Python that has the wanted Home Assistant. It reads
the manifests of all integrations that Home Assistant starts by itself, of those
that the demo adds, and of everything they depend on. What is printed lets Home
Assistant start with --skip-pip, without a network.
"""

import json
from pathlib import Path

import homeassistant
from homeassistant.bootstrap import CORE_INTEGRATIONS, DEFAULT_INTEGRATIONS
from homeassistant.const import __version__

COMPONENTS = Path(homeassistant.__file__).parent / "components"

# What the demo's configuration names, or loads with it.
DEMO_INTEGRATIONS = {
    "automation",
    "config",
    "conversation",
    "frontend",
    "history",
    "logbook",
    "my",
    "recorder",
    "script",
}

# What is imported although it is not started: by homeassistant/bootstrap.py, and
# hassio by analytics.
IMPORTED_INTEGRATIONS = {"group", "hassio", "http", "image_upload", "webhook"}


def read_manifest(domain: str) -> dict[str, list[str]]:
    """Return the manifest of an integration."""
    text = (COMPONENTS / domain / "manifest.json").read_text(encoding="utf-8")
    manifest: dict[str, list[str]] = json.loads(text)
    return manifest


def with_dependencies(domains: set[str]) -> dict[str, dict[str, list[str]]]:
    """Return the manifests of these integrations and of all they depend on.

    Dependencies that only set an order ("after_dependencies") are not followed:
    they matter only if they are loaded anyway.
    """
    manifests: dict[str, dict[str, list[str]]] = {}
    waiting = sorted(domains)
    while waiting:
        domain = waiting.pop()
        if domain not in manifests:
            manifests[domain] = read_manifest(domain)
            waiting += manifests[domain].get("dependencies", [])
    return manifests


def main() -> None:
    """Print the requirements, one a line, with who asks for each."""
    wanted = (
        CORE_INTEGRATIONS
        | DEFAULT_INTEGRATIONS
        | DEMO_INTEGRATIONS
        | IMPORTED_INTEGRATIONS
    )
    asked_by: dict[str, list[str]] = {}
    for domain, manifest in sorted(with_dependencies(wanted).items()):
        for requirement in manifest.get("requirements", []):
            asked_by.setdefault(requirement, []).append(domain)
    print(f"# Written by scripts/lock from the manifests of {__version__}.")
    for requirement, domains in sorted(asked_by.items(), key=lambda x: x[0].lower()):
        print(f"{requirement}  # {', '.join(domains)}")


if __name__ == "__main__":
    main()

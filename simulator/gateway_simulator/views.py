"""Pages that show a part of another page, or leave a part of it out."""

from typing import Any

from .firmware import Firmware
from .writes import Documents


def view(
    path: str, query: dict[str, str], documents: Documents, firmware: Firmware
) -> Any:
    """Return the document of a path, or None if it has none."""
    if path not in documents:
        return _part(path, documents)
    document = documents[path]
    if path == "/production" and not firmware.production_has_lines:
        return without_lines(document)
    if path == "/production.json" and query.get("details") != "1":
        return without_lines(document)
    return document


def without_lines(document: Any) -> Any:
    """Return a production document without its phases."""
    if isinstance(document, list):
        return [without_lines(entry) for entry in document]
    if isinstance(document, dict):
        return {
            name: without_lines(value)
            for name, value in document.items()
            if name != "lines"
        }
    return document


def _part(path: str, documents: Documents) -> Any:
    """Return one entry of a page that holds many."""
    parent, _, last = path.rpartition("/")
    whole = documents.get(parent)
    if parent == "/ivp/meters/reports" and whole:
        reports = {report["reportType"]: report for report in whole}
        if last == "production":
            return reports.get("production")
        if last == "consumption":
            return [report for kind, report in reports.items() if kind != "production"]
    if not whole or not last.isdigit():
        return None
    if isinstance(whole, dict):
        return whole.get(last)
    found = [entry for entry in whole if entry.get("eid") == int(last)]
    # The register of devices keeps its list around a single entry.
    return found if found and parent == "/ivp/eh/devs" else next(iter(found), None)

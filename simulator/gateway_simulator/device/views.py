"""Pages that follow from another page, or from what is stored and the request."""

from datetime import datetime
from typing import Any

from .writes import Documents

_REMOVED = 3
# What a gateway shows for the reserve of a blank schedule, whatever the true one is.
_BLANK_RESERVE = 30.0


def view(path: str, query: dict[str, str], documents: Documents, now: datetime) -> Any:
    """Return the document of a path, or None if it has none."""
    if path not in documents:
        return part(path, documents)
    document = documents[path]
    if path == "/production" or (
        path == "/production.json" and query.get("details") != "1"
    ):
        return without_lines(document)
    if path == "/inventory" and query.get("deleted") != "1":
        return [
            group | {"devices": [row for row in group["devices"] if not _removed(row)]}
            for group in document
        ]
    if path == "/admin/lib/tariff":
        return document | {"schedule": _schedule(document, now)}
    return document


def _removed(row: dict[str, Any]) -> bool:
    """Tell whether a device was taken out of the installation."""
    return row.get("admin_state") == _REMOVED


def _schedule(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return what the gateway makes of a tariff.

    While the cloud optimises, it is a blank one, made for this request.
    """
    schedule: dict[str, Any] = document["schedule"]
    settings = document["tariff"].get("storage_settings") or {}
    if not settings.get("opt_schedules"):
        copied = {
            name: settings[name]
            for name in ("reserved_soc", "very_low_soc", "charge_from_grid")
            if name in settings and name in schedule
        }
        return schedule | copied
    blank = {
        "filename": "",
        "source": "",
        "date": f"{now:%Y-%m-%d %H:%M:%S} UTC",
        "version": "",
        "reserved_soc": _BLANK_RESERVE,
        "opt_schedules": False,
        "override_backup_soc": _BLANK_RESERVE,
        "schedule": {"Disable": schedule["schedule"]["Disable"]},
    }
    return {name: blank.get(name, value) for name, value in schedule.items()}


def _newest_contacts(documents: Documents) -> Any:
    """Return the settings that a recording of 8.3.5433 has under a shorter name.

    Its gateway has newer rules than others, with a safe state.
    """
    settings = documents.get("/ivp/ss/dry_contact_settings", {})
    newest = any("safe_state_action" in row for row in settings.get("dry_contacts", []))
    return settings if newest else None


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


def part(path: str, documents: Documents) -> Any:
    """Return one entry of a page that holds many."""
    if path == "/ivp/ss":
        return _newest_contacts(documents)
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

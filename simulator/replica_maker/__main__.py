"""Writes all replicas: python -m replica_maker [folder]."""

from copy import deepcopy
import json
from pathlib import Path
import shutil
import sys
from typing import Any

from . import truth
from .energy import device_data, metering, old_page, production, statistics
from .habits import Habit
from .site import SITES, Site
from .storage import contacts, ensemble_status, storage, tariff
from .system import inventory, setup, system

_REPLICAS = Path(__file__).parent.parent / "gateway_simulator" / "replicas"
# Documents up to this many characters are laid out for people.
_READABLE = 4000
# Gateways from these versions on have these pages.
_METERS_SINCE = (4,)
_TOKEN_SINCE = (7,)
_DEVICE_DATA_SINCE = (8, 2, 4345)
_FAST_READINGS_SINCE = (8, 3)
# Firmware 3 labels its pages for people so from here on.
_MISLABELLED_SINCE = (3, 17)


def documents(site: Site) -> dict[str, Any]:
    """Return every JSON page of a site, by path."""
    pages: dict[str, Any] = {
        "/api/v1/production": statistics.api_production(site),
        "/api/v1/production/inverters": statistics.api_inverters(site),
    }
    if site.version >= _METERS_SINCE:
        pages["/admin/lib/tariff"] = tariff.tariff(site)
        pages["/production.json"] = production.production(site)
        pages["/inventory"] = inventory.inventory(site)
        pages["/home"] = system.home(site)
        pages["/ivp/meters"] = metering.meters(site)
        pages["/ivp/meters/readings"] = metering.readings(site)
    if site.version >= _TOKEN_SINCE:
        pages["/production"] = pages["/production.json"]
        pages["/inv"] = inventory.raw_rows(site)
        pages |= storage.pages(site) | contacts.pages(site) | setup.pages(site)
        pages["/ivp/ensemble/status"] = ensemble_status.status(site)
        pages["/ivp/pdm/energy"] = statistics.energy(site)
        pages["/ivp/meters/reports"] = metering.reports(site)
        pages["/ivp/meters/cts"] = metering.cts(site)
        pages["/ivp/meters/ctreversal/p"] = metering.reversal(site, "p")
        pages["/ivp/meters/ctreversal/c"] = metering.reversal(site, "c")
    if site.version >= _DEVICE_DATA_SINCE:
        pages["/ivp/pdm/device_data"] = device_data.device_data(site)
    if site.version >= _FAST_READINGS_SINCE:
        for name, meter in (("pv", site.production), ("grid", site.grid)):
            if meter:
                reading = metering.fast_reading(site, meter)
                pages[f"/ivp/meters/{name}Reading"] = reading
        pages["/admin/lib/acb_config"] = {"acb_sleep": []}
    return {
        path: page for path, page in pages.items() if not path.startswith(site.closed)
    }


def texts(site: Site) -> dict[str, str]:
    """Return the pages that are no JSON, by path."""
    if site.version >= _METERS_SINCE:
        return {}
    return {"/production": old_page.production(site)}


def info(site: Site) -> dict[str, Any]:
    """Return what /info says beside serial and firmware."""
    device = {"pn": site.part, "euaid": "4c8675", "seqnum": "0", "apiver": "1"}
    facts: dict[str, Any] = {
        "device": device,
        "packages": {
            name: {"pn": part, "version": version, "build": "100000"}
            for name, (part, version) in site.packages.items()
        },
    }
    if site.version >= (4,):
        device["imeter"] = "true" if site.meters else "false"
        facts["build_info"] = {
            "build_id": "release-1",
            "build_time_gmt": str(site.epoch - 86400 * 60),
        }
    if site.version >= (8,):
        facts["build_info"]["release_stage"] = "production"
        facts["build_info"]["release_ver"] = site.software[1:]
    return facts


def files(site: Site, habit: Habit | None = None) -> dict[str, str]:
    """Return the files of a replica, perhaps with a habit, by their names."""
    if habit:
        site = habit.site(site)
    # Pages may share what they are made of.
    pages = {path: deepcopy(page) for path, page in documents(site).items()}
    facts = truth.truth(site)
    if habit:
        habit.lay(pages, facts)
    found: dict[str, str] = {}
    index: dict[str, Any] = {}
    by_text: dict[str, str] = {}
    for path, document in sorted(pages.items()):
        text = json.dumps(document, indent=2)
        if len(text) > _READABLE:
            text = json.dumps(document, separators=(",", ":"))
        # Two names of one page share a file.
        name = by_text.setdefault(text, _file_name(path, ".json"))
        found[name] = text + "\n"
        index[path] = name
    for path, text in texts(site).items():
        name = _file_name(path, ".html")
        found[name] = text
        mislabelled = site.version >= _MISLABELLED_SINCE
        label = "application/json" if mislabelled else "text/html"
        index[path] = {"file": name, "content_type": label}
    gateway = {
        "about": site.about,
        "serial": site.serial,
        "software": site.software,
        "closes": site.closes,
        "info": info(site),
        "endpoints": index,
    }
    return {
        "gateway.json": json.dumps(gateway, indent=2) + "\n",
        "truth.json": json.dumps(facts, indent=2) + "\n",
        **found,
    }


def _file_name(path: str, suffix: str) -> str:
    """Return the file name of a path."""
    return path.strip("/").removesuffix(".json").replace("/", "_") + suffix


def write(folder: Path) -> None:
    """Write all replicas below a folder, in place of those there."""
    for site in SITES:
        target = folder / site.name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name, text in files(site).items():
            (target / name).write_text(text)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else _REPLICAS)

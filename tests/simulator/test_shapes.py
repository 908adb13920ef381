"""Every page of every replica is as recordings of its firmware show it.

A replica is compared with the recordings of its firmware line (up to 6 the first
number, from 7 on the first two) that have the same hardware, as far as the page
depends on hardware. What no such recording shows is in `simulator/conclusions.yaml`.
"""

from copy import deepcopy
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from replica_maker.site import SITES, Site
import yaml

from gateway_simulator import GatewaySimulator

from .helpers import Answer, ask
from .shapes import (
    Recorded,
    Shape,
    differences,
    line_of,
    recorded_pages,
    recordings,
)

_CONCLUSIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "simulator" / "conclusions.yaml").read_text()
)
_RECORDINGS = recordings()
_RECORDED = recorded_pages()
_ASKED_FOR = {
    "/production.json": "/production.json?details=1",
    "/inventory": "/inventory.json?deleted=1",
}
"""Pages that show more if the query asks for it."""

_DEPENDS = {
    "/admin/lib/tariff": (),
    "/api/v1/production": (),
    "/api/v1/production/inverters": (),
    "/ivp/ensemble/inventory": ("batteries", "controller", "collar"),
    "/ivp/ensemble/power": ("batteries",),
    "/ivp/ensemble/status": ("batteries", "controller", "collar"),
    "/ivp/meters": ("meters",),
    "/ivp/meters/readings": ("meters",),
    "/ivp/ss": ("controller",),
    "/ivp/ss/dry_contact_settings": ("controller",),
    "/ivp/ss/gen_config": ("generator",),
    "/ivp/ss/gen_mode": ("generator",),
    "/ivp/ss/gen_schedule": ("generator",),
    "/production": ("meters", "ac batteries"),
    "/production.json": ("meters", "ac batteries"),
    "/production.json?details=1": ("meters", "ac batteries"),
}
"""The hardware on which pages depend; others are the same with any."""

_SEEN: dict[str, dict[str, Seen]] = {}


@dataclass(frozen=True)
class Seen:
    """A page as it came over the wire."""

    status: int
    content_type: str | None
    framing: str
    shape: Shape

    @classmethod
    def of(cls, answer: Answer) -> Seen:
        """Look at an answer."""
        framing = "close"
        if "Content-Length" in answer.headers:
            framing = "length"
        elif answer.headers.get("Transfer-Encoding") == "chunked":
            framing = "chunked"
        try:
            shape = Shape.of(json.loads(answer.body))
        except ValueError:
            shape = Shape(kinds={"html" if b"<html>" in answer.body else "text"})
        kind = answer.headers.get("Content-Type")
        return cls(answer.status, kind, framing, shape)


def hardware(site: Site) -> frozenset[str]:
    """Return what a site has, in the words of the recordings."""
    there = {
        "meters": site.meters,
        "batteries": site.batteries,
        "ac batteries": site.acbs,
        "controller": site.controller,
        "generator": site.generator,
    }
    return frozenset(name for name, found in there.items() if found)


def same(site: Site, page: str, name: str) -> bool:
    """Tell whether a recording is one of the same kind as a site, for a page."""
    recording = _RECORDINGS[name]
    if recording.line != line_of(site.software[1:]):
        return False
    return all(
        (what in recording.has) == (what in hardware(site))
        for what in _DEPENDS.get(page, ())
    )


def matching(site: Site, page: str) -> list[Recorded]:
    """Return what recordings of the same kind show of a page."""
    return [
        entry
        for entry in _RECORDED.get(page, [])
        if any(same(site, page, name) for name in entry.recordings)
    ]


def like(page: str, names: list[str]) -> list[Recorded]:
    """Return what these recordings show of a page."""
    return [
        entry for entry in _RECORDED.get(page, []) if set(names) & set(entry.recordings)
    ]


def compare(seen: Seen, known: list[Recorded]) -> list[str]:
    """Return what is not as recorded."""
    if not known:
        return ["no recording of this firmware and hardware"]
    found = differences(seen.shape, [entry.shape for entry in known])
    heads = {
        (entry.status, entry.content_type, entry.framing)
        for entry in known
        if entry.status
    }
    head = (seen.status, seen.content_type, seen.framing)
    if heads and head not in heads:
        found.append(f"{head}, recorded {heads}")
    return found


async def ask_all(client: aiohttp.ClientSession, site: Site) -> dict[str, Seen]:
    """Return all pages of a replica, and those that recordings of its kind have."""
    async with GatewaySimulator(site.name) as gateway:
        pages = {*gateway.paths} - {"/info"}
        pages |= {_ASKED_FOR[path] for path in pages & {*_ASKED_FOR}}
        if not gateway.token_login:
            # Names with a suffix are of firmware from 7 on.
            pages.discard(_ASKED_FOR["/inventory"])
        pages |= {page for page in _RECORDED if matching(site, page)}
        found = {}
        for page in sorted(pages):
            login: dict[str, Any] = {}
            if not gateway.token_login:
                password = gateway.passwords["installer"]
                digest = aiohttp.DigestAuthMiddleware("installer", password)
                login["middlewares"] = [digest]
            answer = await ask(client, gateway, page, role="installer", **login)
            found[page] = Seen.of(answer)
    return found


@pytest.fixture
async def pages(client: aiohttp.ClientSession) -> dict[str, dict[str, Seen]]:
    """Return the pages of all replicas; they are asked for once."""
    for site in SITES:
        if site.name not in _SEEN:
            _SEEN[site.name] = await ask_all(client, site)
    return _SEEN


def concluded(site: Site, page: str) -> list[dict[str, Any]]:
    """Return the conclusions about a page of a replica."""
    return [
        entry
        for entry in _CONCLUSIONS
        if page in entry["pages"] and site.name in entry.get("replicas", [site.name])
    ]


def judge(site: Site, page: str, seen: Seen, entry: dict[str, Any]) -> list[str]:
    """Return what is not as recorded even with a conclusion."""
    if "like" not in entry and "fields" not in entry:
        return []
    seen = deepcopy(seen)
    for field in entry.get("fields", []):
        seen.shape.without(field)
    return compare(seen, matching(site, page) + like(page, entry.get("like", [])))


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_pages(pages: dict[str, dict[str, Seen]], site: Site) -> None:
    """Each page is as recorded, or as one conclusion says."""
    for page, seen in pages[site.name].items():
        found = compare(seen, matching(site, page))
        entries = concluded(site, page)
        assert len(entries) <= 1, f"{page} of {site.name} has several conclusions"
        if found and entries:
            found = judge(site, page, seen, entries[0])
        assert not found, f"{page} of {site.name}: {found}"


@pytest.mark.parametrize("entry", _CONCLUSIONS, ids=lambda entry: entry["pages"][0])
def test_conclusions_are_needed(
    pages: dict[str, dict[str, Seen]], entry: dict[str, Any]
) -> None:
    """Each has its reason, and no page could do without it."""
    assert entry.keys() <= {"pages", "replicas", "like", "fields", "why"}
    assert entry["why"].endswith(".")
    sites = {site.name: site for site in SITES}
    for page in entry["pages"]:
        named = entry.get("replicas")
        for name in named or [name for name in sites if page in pages[name]]:
            assert page in pages[name], f"{name} has no {page}"
            found = compare(pages[name][page], matching(sites[name], page))
            assert found, f"{page} of {name} needs no conclusion any more"
        assert named or any(page in served for served in pages.values())

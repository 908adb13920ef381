"""What is made is as the recordings show it, to the byte on the wire."""

from typing import Any

import aiohttp

from tests.simulator.helpers import ask
from tests.simulator.shapes import Shape, recorded_pages, recordings

from .gateway import MadeGateway
from .made import RECORDINGS, pages_of


def _faults(ours: Shape, theirs: Shape, where: str = "") -> list[str]:
    """Return what a page has that no row of the recording has, or lacks."""
    found = [f"{where}: {kind}" for kind in ours.kinds - theirs.kinds]
    unknown = ours.keys.keys() - theirs.keys.keys()
    needed = theirs.keys.keys() - theirs.optional
    found += [f"{where}.{key}: unknown" for key in unknown]
    if ours.keys:
        lost = needed - (ours.keys.keys() - ours.optional)
        found += [f"{where}.{key}: missing" for key in lost]
        order = [key for key in theirs.keys if key in ours.keys]
        if [key for key in ours.keys if key in theirs.keys] != order:
            # A row may begin with what only some have.
            first = sorted(ours.keys) == sorted(order)
            found += [] if first else [f"{where}: order"]
    for key, inner in ours.keys.items():
        if key in theirs.keys:
            found += _faults(inner, theirs.keys[key], f"{where}.{key}")
    if ours.items:
        found += _faults(ours.items, theirs.items or Shape(), f"{where}[]")
    return found


def test_all_recordings() -> None:
    """Each has pages, and each page of each recording is made."""
    assert len(RECORDINGS) == len(recordings()) == 18
    known = {
        (name, endpoint)
        for endpoint, groups in recorded_pages().items()
        for group in groups
        for name in group.recordings
    }
    made = {(name, page) for name in RECORDINGS for page in pages_of(name, 1, 0)}
    assert made == known
    assert len(known) > 240


def test_same_seed_same_pages(name: str) -> None:
    """Whatever fails can be seen again."""
    pages = [pages_of(name, 5, 1_700_000_000) for _ in range(2)]
    assert [one.body for one in pages[0].values()] == [
        one.body for one in pages[1].values()
    ]
    others = pages_of(name, 6, 1_700_000_000)
    # One of them has refusals only, which are the same each time.
    is_drawn = any(one.is_document for one in others.values())
    assert is_drawn == (
        [one.body for one in others.values()] != [one.body for one in pages[0].values()]
    )


async def test_on_the_wire(made: MadeGateway, name: str) -> None:
    """Status, type, framing and shape of each page are the recorded ones."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=False)
    ) as session:
        for endpoint, page in made.pages.items():
            options: dict[str, Any] = {}
            if not made.token_login:
                login = aiohttp.DigestAuthMiddleware(
                    "installer", made.passwords["installer"]
                )
                options["middlewares"] = [login]
            answer = await ask(session, made, endpoint, role="installer", **options)
            recorded = page.recorded
            if answer.status == 401:
                assert recorded.status == 401 or made.firmware == "7.3.130"
                continue
            assert answer.body == page.body, endpoint
            if recorded.status is None:
                continue
            assert answer.status == recorded.status
            assert answer.headers.get("Content-Type") == recorded.content_type
            framing = "length" if "Content-Length" in answer.headers else "close"
            if answer.headers.get("Transfer-Encoding") == "chunked":
                framing = "chunked"
            assert framing == (recorded.framing or "close"), endpoint
            if page.is_json and answer.status == 200:
                found = _faults(Shape.of(page.value), recorded.shape)
                assert not found, (endpoint, found)


def test_shapes_can_be_told_apart() -> None:
    """The check fails for a page of another recording."""
    page = pages_of("8.3.1598_collar", 1, 0)["/ivp/ensemble/inventory"]
    groups = recorded_pages()["/ivp/ensemble/inventory"]
    fits = [
        group.recordings
        for group in groups
        if not _faults(Shape.of(page.value), group.shape)
    ]
    assert fits == [["8.3.1598_collar"]]

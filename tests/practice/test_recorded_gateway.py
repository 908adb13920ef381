"""A recording answers as the gateway did, and asks nobody."""

import asyncio
from pathlib import Path
import socket
import zipfile

import pytest
from pytest_socket import SocketBlockedError

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    Write,
    encode,
    read_recorded,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    LocalLoginRefused,
    NotAllowed,
    NotRecorded,
    Redirected,
    Refused,
    Rehearsing,
)
from custom_components.enphase_envoy_raw_data.recording import BUNDLED_FILE

from .support import page, recording, zipped


async def client_of(path: Path) -> GatewayClient:
    """Return a client that answers from a recording, logged in."""
    client = GatewayClient(read_recorded(path), "recording.invalid", Credentials())
    await client.identify()
    await client.log_in(thorough=True)
    return client


async def small(folder: Path, **changes: str) -> GatewayClient:
    """Return a client for a recording with a few pages of each kind."""
    path = folder / "small.zip"
    pages = [
        (page("/ivp/meters", 2), b'[{"eid": 704643328}]'),
        (page("/home", 3), b'{"software_build_epoch": 1700000000}'),
        (page("/ivp/ss/dpel", 4, status=401), b"<h2>Unauthorized</h2>"),
        (
            page(
                "/admin/lib/acb_config",
                5,
                status=301,
                headers=[["location", "/error"]],
            ),
            b"",
        ),
        ({"endpoint": "/ivp/slow", "reason": "TimedOut"}, b""),
        (page("/ivp/large", 6, left_out="too_large"), b""),
    ]
    path.write_bytes(zipped(recording(*pages, **changes)))
    return await client_of(path)


def test_there_is_no_way_to_a_network() -> None:
    """What these tests do can open no socket: this is the proof of that."""
    with pytest.raises((SocketBlockedError, UserWarning)):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


async def test_each_page_is_as_it_was_recorded() -> None:
    """Status, type, other headers and bytes are those in the file."""
    client = await client_of(BUNDLED_FILE)
    gateway = read_recorded(BUNDLED_FILE)
    assert client.identity == gateway.identity
    assert client.account == "installer"
    assert client.token is None
    assert client.certificate == ""
    assert len(gateway.pages) == 94
    with zipfile.ZipFile(BUNDLED_FILE) as archive:
        names = archive.namelist()
    for number, one in enumerate(gateway.pages.values(), 1):
        response = await client.look_at(one.endpoint, limit=5, patience=5)
        assert (response.status, response.body) == (one.status, one.body)
        assert tuple(response.headers.items()) == one.headers
        assert response.content_type == response.headers.get("content-type", "")
        assert response.recorded_at == one.at
        assert any(name.startswith(f"pages/{number:03}.") for name in names)
    assert client.counters.requests == 94 + 1
    assert client.counters.failures == 0


async def test_a_query_and_a_twin_lead_to_the_same_page(tmp_path: Path) -> None:
    """Gateways ignore a query that they don't know, and have some pages twice."""
    client = await small(tmp_path)
    for endpoint in ("/ivp/meters", "/ivp/meters?details=1"):
        assert (await client.read(endpoint)).value() == [{"eid": 704643328}]
    for endpoint in ("/home.json", "/home.xml", "/home.json?x=1"):
        assert b"software_build_epoch" in (await client.read(endpoint)).body
    with pytest.raises(Refused):
        await client.read("/ivp/meters.json")


async def test_what_was_refused_is_refused(tmp_path: Path) -> None:
    """A refusal of the account is told as the gateway's, with nobody asked about it."""
    client = await small(tmp_path)
    with pytest.raises(NotAllowed) as caught:
        await client.read("/ivp/ss/dpel")
    assert (caught.value.status, caught.value.account) == (401, "owner")
    with pytest.raises(Redirected) as redirected:
        await client.read("/admin/lib/acb_config")
    assert redirected.value.to_error_page


@pytest.mark.parametrize(
    ("endpoint", "reason", "detail"),
    [
        ("/ivp/slow", "no_reply", "TimedOut"),
        ("/ivp/large", "left_out", "too_large"),
        ("/stream/meter", "stream", ""),
    ],
)
async def test_what_the_recording_lacks_is_told(
    tmp_path: Path, endpoint: str, reason: str, detail: str
) -> None:
    """It isn't taken for a page that the gateway doesn't have."""
    client = await small(tmp_path)
    before = client.counters.failures
    with pytest.raises(NotRecorded) as caught:
        await client.read(endpoint, stream_for=1 if reason == "stream" else None)
    assert (caught.value.reason, caught.value.detail) == (reason, detail)
    assert client.counters.failures == before + 1


_WEB_PAGE = b"""<!DOCTYPE html>
<html><head><title>Page Not Found</title></head>
<body><h1>Page Not Found</h1></body></html>
"""
_OLD = b'{"error": "404 - Not Found"}'
_NEW = b'{"err": "404 - Not Found"}'
_REMOVED = b'{"error": "503 - Service Unavailable"}'


@pytest.mark.parametrize(
    ("firmware", "endpoint", "answer"),
    [
        ("D3.7.28", "/nothing", (200, "text/html", _WEB_PAGE, "")),
        ("D3.7.28", "/ivp/nothing", (404, "application/json", _OLD, "")),
        ("Beta", "/nothing", (404, "application/json", _OLD, "")),
        ("R4.10.35", "/nothing", (404, "application/json", _OLD, "")),
        ("D5.0.62", "/ivp/nothing", (404, "application/json", _OLD, "")),
        ("D7.6.175", "/ivp/nothing", (404, "application/json", _NEW, "")),
        ("D8.3.5169", "/ivp/tpm/nothing", (503, "application/json", _REMOVED, "")),
        ("D8.3.5169", "/nothing", (301, "text/html", b"", "/error")),
    ],
)
async def test_an_unknown_page_is_missing_as_on_that_firmware(
    tmp_path: Path, firmware: str, endpoint: str, answer: tuple[object, ...]
) -> None:
    """Each firmware says in its own way that it has no such page."""
    client = await small(tmp_path, firmware=firmware)
    response = await client.look_at(endpoint, limit=5, patience=5)
    assert answer == (
        response.status,
        response.content_type,
        response.body,
        response.location,
    )
    assert response.recorded_at is not None


async def test_failures_are_counted(tmp_path: Path) -> None:
    """Each for itself, beside what was answered."""
    client = await small(tmp_path)
    for count in (1, 2):
        with pytest.raises(NotRecorded):
            await client.read("/ivp/slow")
        assert client.counters.failures == count


async def test_a_page_that_was_recorded_with_its_query(tmp_path: Path) -> None:
    """It is another one than the page without; an unknown query changes nothing."""
    path = tmp_path / "two.zip"
    pages = [
        (page("/inventory.json", 2), b"[1]"),
        (page("/inventory.json?deleted=1", 3), b"[2]"),
    ]
    path.write_bytes(zipped(recording(*pages)))
    client = await client_of(path)
    for query, body in (("", b"[1]"), ("?deleted=1", b"[2]"), ("?a=1", b"[1]")):
        assert (await client.read(f"/inventory.json{query}")).body == body


@pytest.mark.parametrize(
    ("told", "seconds"), [(1500, 1.5), (None, 0.0), (0, 0.0), (-40, 0.0)]
)
async def test_how_long_it_took_is_kept(
    tmp_path: Path, told: int | None, seconds: float
) -> None:
    """In seconds; a time before the request is none."""
    path = tmp_path / "slow.zip"
    path.write_bytes(zipped(recording((page("/inv", 2, milliseconds=told), b"[]"))))
    client = await client_of(path)
    assert (await client.read("/inv")).response.duration == seconds


async def test_what_an_index_leaves_out(tmp_path: Path) -> None:
    """Neither an account nor a reason is made up."""
    path = tmp_path / "bare.zip"
    files = recording(({"endpoint": "/ivp/slow"}, b""), account=None)
    path.write_bytes(zipped(files))
    client = await client_of(path)
    assert client.account == ""
    assert client.certificate == ""
    with pytest.raises(NotRecorded) as caught:
        await client.read("/ivp/slow")
    assert caught.value.detail == ""


async def test_nothing_can_be_written() -> None:
    """There is no gateway that a write could go to."""
    client = await client_of(BUNDLED_FILE)
    body = encode({"tariff": {}}, "")
    with pytest.raises(Rehearsing):
        await client.write(Write(method="PUT", endpoint="/admin/lib/tariff", body=body))
    assert not client.has_left()


async def test_nobody_can_be_asked_for_a_login() -> None:
    """Whatever goes wrong, there is no cloud and no gateway that would know better."""
    client = await client_of(BUNDLED_FILE)
    with pytest.raises(LocalLoginRefused) as caught:
        await client.renew_token()
    assert caught.value.user == "installer"
    await client.use_login(Credentials(username="a", password="b"))
    assert client.account == "installer"
    # A guard that objects asks who it is only if that could have changed.
    before = client.counters.requests

    async def object_to(_firmware: str) -> None:
        """Let nothing leave."""
        raise NotAllowed(403, "", "")

    body = encode({"tariff": {}}, "")
    write = Write(
        method="PUT", endpoint="/admin/lib/tariff", body=body, approve=object_to
    )
    with pytest.raises(NotAllowed):
        await client.write(write)
    assert client.counters.requests == before


async def test_reads_are_shared_and_end_with_the_client() -> None:
    """What holds for a gateway's client holds for this one."""
    client = await client_of(BUNDLED_FILE)
    before = client.counters.requests
    replies = await asyncio.gather(*(client.read("/inv") for _ in range(5)))
    assert client.counters.requests - before <= 5
    assert len({reply.body for reply in replies}) == 1
    assert client.stored("/inv", 60) is not None
    await client.close()

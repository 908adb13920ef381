"""Headers, framing and bodies as each firmware has them."""

import aiohttp
import pytest

from gateway_simulator import GatewaySimulator
from gateway_simulator.replica import Firmware

from .helpers import ask, raw

_SECURITY = {
    "Strict-Transport-Security": "max-age=63072000; includeSubdomains",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}


def get(target: str) -> str:
    """Return a request that ends its connection."""
    return f"GET {target} HTTP/1.1\r\nConnection: close\r\n\r\n"


async def test_native_pages(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """They have a length but no type, and four spaces of indent."""
    reply = await ask(client, gateway, "/ivp/meters")
    assert reply.headers["Server"] == "openresty/1.17.8.1"
    assert "Content-Type" not in reply.headers
    assert int(reply.headers["Content-Length"]) == len(reply.body)
    assert reply.body.startswith(b'[\n    {\n        "eid": ')
    assert not reply.body.endswith(b"\n")
    assert reply.headers.items() >= _SECURITY.items()


async def test_web_pages(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """They come in chunks, compact and not to be kept."""
    for path in ("/production", "/production.json", "/home", "/inventory"):
        reply = await ask(client, gateway, path)
        assert reply.headers["Content-Type"] == "application/json"
        assert reply.headers["Transfer-Encoding"] == "chunked"
        assert reply.headers["Pragma"] == "no-cache"
        assert reply.headers["Expires"] == "1"
        assert reply.headers["Cache-Control"] == "no-cache"
        assert reply.headers.items() >= _SECURITY.items()
        assert b": " not in reply.body.replace(b'": ', b"")
        assert b"\n" not in reply.body


async def test_api_pages(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """They have a type, a length and a final newline."""
    for path in ("/api/v1/production", "/inv"):
        reply = await ask(client, gateway, path)
        assert reply.headers["Content-Type"] == "application/json"
        assert int(reply.headers["Content-Length"]) == len(reply.body)
        assert reply.body.endswith(b"\n")


async def test_twins(client: aiohttp.ClientSession, gateway: GatewaySimulator) -> None:
    """Web pages answer under a suffixed name, too."""
    for short, long in (
        ("/home", "/home.json"),
        ("/inventory", "/inventory.json"),
        ("/admin/lib/tariff", "/admin/lib/tariff.json"),
    ):
        first = await ask(client, gateway, short)
        second = await ask(client, gateway, long)
        assert first.status == second.status == 200
        assert first.body == second.body
    assert (await ask(client, gateway, "/info.xml")).status == 200


@pytest.mark.parametrize(
    ("replica", "typed", "framing"),
    [
        ("5.0", True, None),
        ("7.6", True, "Transfer-Encoding"),
        ("8.2", False, "Content-Length"),
        ("8.3", False, "Content-Length"),
    ],
)
async def test_tariff_moved(
    client: aiohttp.ClientSession, replica: str, *, typed: bool, framing: str | None
) -> None:
    """The tariff went from the web pages to a service of its own."""
    async with GatewaySimulator(replica) as gateway:
        if gateway.token_login:
            reply = await ask(client, gateway, "/admin/lib/tariff")
        else:
            reply = await ask(
                client,
                gateway,
                "/admin/lib/tariff",
                middlewares=[
                    aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
                ],
            )
    assert reply.status == 200
    assert ("Content-Type" in reply.headers) is typed
    for name in ("Transfer-Encoding", "Content-Length"):
        assert (name in reply.headers) is (name == framing)
    assert reply.body.startswith(b'{"tariff":{"currency":{"code":')


@pytest.mark.parametrize(
    ("replica", "first_line", "indent", "kind"),
    [
        ("3.9", b"<?xml version='1.0' encoding='UTF-8'?>", b"  ", b"text/xml"),
        ("4.10", b"<?xml version='1.0' encoding='UTF-8'?>", b"  ", b"text/xml"),
        ("5.0", b"<?xml version='1.0' encoding='UTF-8'?>", b"  ", b"text/xml"),
        ("8.2", b"<?xml version='1.0' encoding='UTF-8'?>", b"  ", b"text/xml"),
        ("8.3", b'<?xml version="1.0" encoding="UTF-8"?>', b"\t", None),
    ],
)
async def test_info(
    replica: str, first_line: bytes, indent: bytes, kind: bytes | None
) -> None:
    """The layout of the XML tells the generations apart."""
    async with GatewaySimulator(replica) as gateway:
        head, _, body = (await raw(gateway, get("/info"))).partition(b"\r\n\r\n")
        assert (b"\r\nContent-Length: " in head) is (replica != "3.9")
        assert b"Transfer-Encoding" not in head
        assert first_line in body
        assert b"\n" + indent + b"<device>\n" + indent * 2 + b"<sn>" in body
        assert f"<sn>{gateway.serial}</sn>".encode() in body
        assert f"{gateway.firmware}</software>".encode() in body
        assert (b"<web-tokens>" in body) is gateway.token_login
        assert (b"<imeter>" in body) is (replica != "3.9")
        assert (b"<build_info>" in body) is (replica != "3.9")
        assert f"<version>{gateway.firmware}</version>".encode() in body
    if kind:
        assert b"Content-Type: " + kind in head
    else:
        assert b"\r\nContent-Type:" not in head
        assert b"no-cache" not in head
        names = [part.split(b'"')[1] for part in body.split(b"<package name=")[1:]]
        assert names == sorted(names)


async def test_info_of_3x_has_neither_length_nor_chunks() -> None:
    """The body ends with the connection."""
    async with GatewaySimulator("3.9") as gateway:
        head = (await raw(gateway, get("/info"))).partition(b"\r\n\r\n")[0]
        assert b"Content-Length" not in head
        assert b"Transfer-Encoding" not in head
        gateway.set_firmware("R3.18.10")
        reply = await raw(gateway, get("/info"))
        assert b"Content-Type: application/json" in reply
        assert b"<software>R3.18.10</software>" in reply


async def test_old_gateways_have_few_headers() -> None:
    """5.0 closes each connection and sends the date of some pages twice."""
    async with GatewaySimulator("5.0") as gateway:
        reply = await raw(gateway, "GET /api/v1/production HTTP/1.1\r\n\r\n")
        assert reply.lower().count(b"\r\ndate: ") == 2
        assert b"\r\nConnection: close\r\n" in reply
        for name in (b"Server", b"Strict-Transport-Security", b"X-Frame-Options"):
            assert name not in reply
        reply = await raw(gateway, "GET /production.json HTTP/1.1\r\n\r\n")
        assert reply.count(b"\r\nDate: ") == 1


async def test_native_page_of_5(client: aiohttp.ClientSession) -> None:
    """The meters had no type even then."""
    async with GatewaySimulator("5.0") as gateway:
        login = aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
        reply = await ask(client, gateway, "/ivp/meters", middlewares=[login])
        assert reply.status == 200
        assert "Content-Type" not in reply.headers


async def test_refused_page(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """From 7 on it is a page of 555 bytes that names no login method."""
    for target in ("/ivp/meters", "/auth/check_jwt", "/no/such/page"):
        reply = await ask(client, gateway, target, role=None)
        assert reply.status == 401
        assert reply.headers["Content-Type"] == "text/html"
        assert reply.headers["Content-Length"] == "555"
        assert len(reply.body) == 555
        assert b"401 Authorization Required" in reply.body
        assert set(reply.headers) == {
            "Server",
            "Date",
            "Content-Type",
            "Content-Length",
            "Connection",
        }


async def test_missing_pages(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """Native ones are an error, web pages a redirect, removed ones say so."""
    reply = await ask(client, gateway, "/ivp/no/such/page")
    assert (reply.status, reply.json()) == (404, {"err": "404 - Not Found"})
    assert "Content-Type" not in reply.headers
    reply = await ask(client, gateway, "/no/such/page")
    assert (reply.status, reply.headers["Location"]) == (301, "/error")
    assert (await ask(client, gateway, "/error", role=None)).status == 404
    reply = await ask(client, gateway, "/ivp/tpm/select")
    assert (reply.status, reply.json()["error"]) == (503, "503 - Service Unavailable")
    reply = await ask(client, gateway, "/auth/nothing")
    assert reply.status == 301


async def test_missing_pages_before_7(client: aiohttp.ClientSession) -> None:
    """3.x says 200 in HTML, 5.0 has errors of two kinds."""
    async with GatewaySimulator("3.9") as gateway:
        login = aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
        reply = await ask(client, gateway, "/production.json", middlewares=[login])
        assert reply.status == 200
        assert b"Page Not Found" in reply.body
        assert reply.headers["Transfer-Encoding"] == "chunked"
        assert reply.headers["Content-Type"] == "text/html"
        reply = await ask(client, gateway, "/ivp/meters", middlewares=[login])
        assert reply.status == 404
    async with GatewaySimulator("3.18") as gateway:
        login = aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
        reply = await ask(client, gateway, "/production.json", middlewares=[login])
        assert b"Page Not Found" in reply.body
        assert reply.headers["Content-Type"] == "application/json"
    async with GatewaySimulator("5.0") as gateway:
        login = aiohttp.DigestAuthMiddleware("envoy", gateway.passwords["envoy"])
        reply = await ask(client, gateway, "/ivp/nothing", middlewares=[login])
        assert reply.body == b'{ "error" : "404 - Not Found" }'
        assert reply.headers["Content-Type"] == "application/json; charset=ISO-8859-4"
        reply = await ask(client, gateway, "/ivp/ss/gen_config", middlewares=[login])
        assert reply.status == 404
        assert reply.body == b' { "err": "404 - Not Found" }'
        assert "Content-Type" not in reply.headers


async def test_redirects(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """The short addresses of the local pages lead on."""
    for target, location in (
        ("/admin", "/admin/home"),
        ("/doc", "/doc/api.html"),
    ):
        reply = await ask(client, gateway, target, role=None)
        assert (reply.status, reply.headers["Location"]) == (301, location)


async def test_root(client: aiohttp.ClientSession, gateway: GatewaySimulator) -> None:
    """It leads to the start page up to 8.2, and is not there from 8.3 on."""
    reply = await ask(client, gateway, "/", role=None)
    assert reply.status == 404
    assert (await ask(client, gateway, "/home", role=None)).status == 200
    gateway.set_firmware("8.2.4382")
    reply = await ask(client, gateway, "/", role=None)
    assert (reply.status, reply.headers["Location"]) == (301, "/home")


async def test_wrong_method(
    client: aiohttp.ClientSession, gateway: GatewaySimulator
) -> None:
    """It is named in the body."""
    for method, target in (
        ("DELETE", "/ivp/meters"),
        ("POST", "/api/v1/production"),
        ("GET", "/ivp/livedata/stream"),
        ("DELETE", "/auth/check_jwt"),
    ):
        reply = await ask(client, gateway, target, method=method)
        assert reply.status == 405
        assert reply.json() == {"err": "405 - Method Not Allowed"}
    reply = await ask(client, gateway, "/ivp/nothing", method="POST")
    assert reply.status == 404


def test_versions() -> None:
    """A version has a letter, which may be left out when naming one."""
    assert Firmware.parse("8.3.5433").software == "D8.3.5433"
    assert Firmware.parse("R3.9.36").numbers == (3, 9, 36)
    with pytest.raises(ValueError, match="not a firmware version: newest"):
        Firmware.parse("newest")

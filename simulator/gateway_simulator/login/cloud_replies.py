"""What replies of the cloud are made of."""

from http.cookies import SimpleCookie
import json
import secrets
from typing import Any

from ..journal import Received, see
from ..wire import Reply

SESSION_COOKIE = "_enlighten_4_session"


def json_reply(status: int, document: dict[str, Any]) -> Reply:
    """Return a JSON reply."""
    headers = [("Content-Type", "application/json; charset=utf-8")]
    return Reply(status=status, headers=headers, body=json.dumps(document).encode())


def text_reply(status: int, text: str) -> Reply:
    """Return a text reply."""
    headers = [("Content-Type", "text/plain;charset=UTF-8")]
    return Reply(status=status, headers=headers, body=text.encode())


def empty_reply() -> Reply:
    """Return a success that says nothing."""
    return Reply(status=200)


def set_cookie(reply: Reply, name: str, value: str = "", more: str = "") -> str:
    """Add a cookie to a reply and return its value, a random one if none is given."""
    value = value or see(secrets.token_hex(16))
    reply.headers.append(("Set-Cookie", f"{name}={value}; path=/; HttpOnly{more}"))
    return value


def cookies_of(request: Received) -> dict[str, str]:
    """Return the cookies that came with a request."""
    jar = SimpleCookie("; ".join(request.headers.get_all("Cookie")))
    return {name: morsel.value for name, morsel in jar.items()}

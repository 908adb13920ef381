"""How a gateway of a certain firmware dresses its replies.

The sources of every rule are recordings of real gateways; a rule that is only
concluded from them says so.
"""

from dataclasses import dataclass
from email.utils import formatdate
from enum import Enum, auto
import json
import re
from typing import Any

from ..wire import Framing, Reply

_NO_CACHE = [
    ("Pragma", "no-cache"),
    ("Expires", "1"),
    ("Cache-Control", "no-cache"),
]
_SECURITY = [
    ("Strict-Transport-Security", "max-age=63072000; includeSubdomains"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
]
_OPENRESTY = ("Server", "openresty/1.17.8.1")
# Errors before 7 carry this odd type.
_OLD_ERROR_TYPE = ("Content-Type", "application/json; charset=ISO-8859-4")

# The page behind every refused login, 555 bytes long on real gateways.
_REFUSED_LENGTH = 555
_REFUSED = """<!DOCTYPE html>
<html>
<head>
<title>401 Authorization Required</title>
<script>
  // Back to the start page, which offers the login.
  setTimeout(function () {
    window.location.replace(window.location.origin + "/home");
  }, 500);
</script>
</head>
<body>
<h1>401 Authorization Required</h1>
<p>This page needs a login with enough rights.</p>
</body>
</html>
"""
REFUSED_PAGE = _REFUSED.ljust(_REFUSED_LENGTH).encode()

VALID_TOKEN_PAGE = b"<!DOCTYPE html><h2>Valid token.</h2>\n"
# It begins with spaces, so who looks at the first byte is misled.
_PAGE_NOT_FOUND = (
    b"    \n  <!DOCTYPE html>\n<html><head><title>Page Not Found</title></head>"
    b"<body><h1>Page Not Found</h1></body></html>\n"
)


class Service(Enum):
    """The process inside the gateway that answers a path."""

    NATIVE = auto()
    API = auto()
    PAGE = auto()
    INFO = auto()
    TARIFF = auto()


def service_of(path: str) -> Service:
    """Return the service behind a path."""
    if path.startswith("/ivp/"):
        return Service.NATIVE
    if path.startswith("/api/") or path == "/inv":
        return Service.API
    if path in ("/info", "/info.xml"):
        return Service.INFO
    if path in ("/admin/lib/tariff", "/admin/lib/tariff.json"):
        return Service.TARIFF
    return Service.PAGE


@dataclass(frozen=True, slots=True)
class Firmware:
    """A firmware version such as "D8.3.5433": one letter and numbers."""

    software: str

    @classmethod
    def parse(cls, text: str) -> Firmware:
        """Read a version with or without its letter."""
        if not re.fullmatch(r"[A-Z]?\d+(\.\d+)+", text):
            message = f"not a firmware version: {text}"
            raise ValueError(message)
        return cls(text if text[0].isalpha() else f"D{text}")

    @property
    def version(self) -> str:
        """Return the version without its letter."""
        return self.software[1:]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the version, for comparing."""
        return tuple(int(part) for part in self.version.split("."))

    @property
    def token_login(self) -> bool:
        """Tell whether logins are tokens over HTTPS, not digest over HTTP."""
        return self.numbers >= (7,)

    @property
    def cookie_on_every_reply(self) -> bool:
        """Tell whether each reply sets the session cookie anew, seen on one version."""
        return self.numbers == (8, 3, 5289)

    @property
    def has_root(self) -> bool:
        """Tell whether `/` leads to the start page; owners report a 404 on 8.3."""
        return self.numbers < (8, 3)

    @property
    def owner_may_stream(self) -> bool:
        """Tell whether /stream/meter still takes owner tokens."""
        return self.numbers < (7, 6, 175)

    def guarded(self, path: str) -> bool:
        """Tell whether a path needs a digest login on this firmware (before 7)."""
        open_paths = {"/info", "/info.xml", "/api/v1/production", "/home"}
        # 3.x leaves /production open, 4.10 and 5.0 its suffixed twin.
        open_paths.add("/production" if self.numbers < (4,) else "/production.json")
        return path not in open_paths

    def render(self, path: str, document: Any) -> bytes:
        """Return a JSON document the way the service behind the path writes it."""
        service = service_of(path)
        if service is Service.NATIVE:
            return json.dumps(document, indent=4).encode()
        if service is Service.API:
            return json.dumps(document, indent=2).encode() + b"\n"
        return json.dumps(document, separators=(",", ":")).encode()

    def dress(
        self,
        path: str,
        body: bytes,
        *,
        status: int = 200,
        content_type: str | None = None,
    ) -> Reply:
        """Return a reply with the headers and framing of the path's service."""
        service = service_of(path)
        headers: list[tuple[str, str]] = []
        framing = Framing.LENGTH
        if service is Service.TARIFF:
            # Moved from the web pages to a service of its own between these two.
            service = Service.NATIVE if self.numbers >= (8, 2, 127) else Service.PAGE
            if not self.token_login:
                framing = Framing.CLOSE
        if service is Service.INFO:
            headers, framing = self._info_headers()
        elif service is Service.API:
            headers = [("Content-Type", content_type or "application/json")]
        elif service is Service.PAGE:
            headers = [("Content-Type", content_type or "application/json")]
            if self.token_login:
                headers += _NO_CACHE
            if framing is Framing.LENGTH:
                framing = Framing.CHUNKED
        elif content_type:
            headers = [("Content-Type", content_type)]
        twice = not self.token_login and self.numbers >= (4,) and service is Service.API
        return Reply(
            status=status,
            headers=[*self._common(date_twice=twice), *headers, *self._security()],
            body=body,
            framing=framing,
        )

    def _info_headers(self) -> tuple[list[tuple[str, str]], Framing]:
        """Return headers and framing of /info."""
        if self.numbers >= (8, 3):
            return [], Framing.LENGTH
        if self.numbers < (4,):
            # 3.17 and 3.18 take XML for JSON.
            kind = "application/json" if self.numbers >= (3, 17) else "text/xml"
            return [("Content-Type", kind)], Framing.CLOSE
        return [("Content-Type", "text/xml"), *_NO_CACHE], Framing.LENGTH

    def _common(self, *, date_twice: bool = False) -> list[tuple[str, str]]:
        """Return the headers that come first in every reply."""
        date = ("Date", formatdate(usegmt=True))
        if self.token_login:
            return [_OPENRESTY, date, ("Connection", "keep-alive")]
        headers = [date, date] if date_twice else [date]
        if self.numbers >= (4,):
            headers.append(("Connection", "close"))
        return headers

    def _security(self) -> list[tuple[str, str]]:
        """Return the headers against misuse in a browser."""
        return list(_SECURITY) if self.token_login else []

    def refused(self, path: str, challenge: str | None) -> Reply:
        """Return the answer to a missing, bad or too weak login."""
        if self.token_login:
            # No security headers here, and nothing that names a login method.
            headers = [*self._common(), ("Content-Type", "text/html")]
            return Reply(status=401, headers=headers, body=REFUSED_PAGE)
        # A refused answer may come with four bytes of garbage for a challenge.
        challenge = challenge or "\xd8\xb3\xe7\xfe"
        headers = [*self._common(), ("WWW-Authenticate", challenge)]
        if self.numbers < (4,) and path == "/api/v1/production/inverters":
            headers.append(("Content-Type", "application/json"))
            error = {"status": 401, "error": "Unauthorized", "info": "", "moreInfo": ""}
            return Reply(status=401, headers=headers, body=json.dumps(error).encode())
        if self.numbers < (4,):
            headers.append(("Content-Type", "text/plain"))
            return Reply(status=401, headers=headers, body=b"Error: 401")
        headers.append(("Content-Type", "text/html"))
        body = b"<html><body><h2>401 Unauthorized</h2></body></html>"
        return Reply(status=401, headers=headers, body=body)

    def missing(self, path: str) -> Reply:
        """Return the answer to a path that this gateway does not have."""
        native = path.startswith("/ivp/")
        if self.numbers < (4,) and not native:
            # 3.17 and 3.18 take HTML for JSON, too.
            kind = "application/json" if self.numbers >= (3, 17) else "text/html"
            return Reply(
                headers=[*self._common(), ("Content-Type", kind)],
                body=_PAGE_NOT_FOUND,
                framing=Framing.CHUNKED,
            )
        if self.token_login:
            if path.startswith("/ivp/tpm/"):
                gone = {
                    "error": "503 - Service Unavailable",
                    "informational": "The trip point interface was removed.",
                }
                return self.dress(path, self.render(path, gone), status=503)
            if native:
                error = {"err": "404 - Not Found"}
                return self.dress(path, self.render(path, error), status=404)
            return self.redirect("/error")
        # These had services of their own first on 5.0.
        if self.numbers >= (5,) and path.startswith(("/ivp/ss/", "/ivp/sc/")):
            return Reply(
                status=404,
                headers=self._common(),
                body=b' { "err": "404 - Not Found" }',
            )
        return Reply(
            status=404,
            headers=[*self._common(), _OLD_ERROR_TYPE],
            body=b'{ "error" : "404 - Not Found" }',
        )

    def error(self, path: str, status: int, text: str) -> Reply:
        """Return a small error object; the status is our conclusion."""
        return self.dress(path, self.render(path, {"err": text}), status=status)

    def redirect(self, location: str) -> Reply:
        """Return a redirect inside the gateway."""
        headers = [*self._common(), ("Content-Type", "text/html")]
        headers.append(("Location", location))
        return Reply(status=301, headers=headers)

    def too_many_sessions(self) -> Reply:
        """Return the answer when no more sessions can be opened; its words are ours."""
        headers = [*self._common(), ("Content-Type", "text/plain")]
        return Reply(status=503, headers=headers, body=b"Too many sessions")

    def valid_token(self, session_id: str | None) -> Reply:
        """Return the answer to a good token."""
        headers = [*self._common(), ("Content-Type", "text/html"), *self._security()]
        if session_id:
            headers.append(session_cookie(session_id))
        return Reply(headers=headers, body=VALID_TOKEN_PAGE)


def session_cookie(session_id: str) -> tuple[str, str]:
    """Return the header that hands out a session; it has no expiry."""
    return ("Set-Cookie", f"sessionId={session_id}; Secure; HttpOnly; path=/")

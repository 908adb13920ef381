"""How a gateway answers for a page that it doesn't have, by its firmware.

The rules are those of recordings of real gateways, as the simulator has them.
"""

import json
import re

from multidict import CIMultiDict

from ..wire import Identity, Response

_NATIVE = "/ivp/"

# Removed interfaces; firmware 7 and newer says so with another status.
_TRIP_POINTS = "/ivp/tpm/"

_HTML = b"""<!DOCTYPE html>
<html><head><title>Page Not Found</title></head>
<body><h1>Page Not Found</h1></body></html>
"""
_JSON = "application/json"

# Before this one, missing pages have status 200.
_WITH_STATUS = 4


def missing(identity: Identity, endpoint: str, recorded_at: float) -> Response:
    """Return what a gateway of this firmware answers for a page it doesn't have."""
    is_native = endpoint.startswith(_NATIVE)
    # Whatever stands in the page of a recording.
    version = re.match(r"[0-9]{1,4}", identity.firmware)
    major = int(version[0]) if version else _WITH_STATUS
    status, content_type, body, location = 404, _JSON, b"", ""
    if identity.needs_token:
        if endpoint.startswith(_TRIP_POINTS):
            status, body = 503, _said("error", 503, "Service Unavailable")
        elif is_native:
            body = _said("err", 404, "Not Found")
        else:
            status, content_type, location = 301, "text/html", "/error"
    elif major < _WITH_STATUS and not is_native:
        status, content_type, body = 200, "text/html", _HTML
    else:
        body = _said("error", 404, "Not Found")
    headers = {"Content-Type": content_type}
    if location:
        headers["Location"] = location
    return Response(
        status=status,
        body=body,
        headers=CIMultiDict(headers),
        recorded_at=recorded_at,
    )


def _said(key: str, status: int, words: str) -> bytes:
    """Return a JSON object that refuses, as gateways write it."""
    return json.dumps({key: f"{status} - {words}"}).encode()

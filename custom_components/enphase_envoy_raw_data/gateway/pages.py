"""Which pages can do lasting harm when they are written, and how pages match."""

from fnmatch import fnmatchcase
import re
from typing import Final
from urllib.parse import unquote

LOCKED_PAGES: Final = (
    "/admin/lib/dba.json",
    "/admin/lib/network_display.json",
    "/admin/lib/security_display.json",
    "/admin/lib/wireless_display.json",
    "/installer/agf/upload_profile_package",
    "/installer/upgrade_start",
    "/installer/upload.json",
    "/ivp/adc/relaxedparams/add",
    "/ivp/ensemble/decommission",
    "/ivp/ensemble/device_provision",
    "/ivp/ensemble/reset_device/{serial}",
    "/ivp/firmware_manager/config",
    "/ivp/firmware_manager/update_all",
    "/ivp/firmware_manager/update_single",
    "/ivp/zb/provision",
    "/ivp/zb/reset_device",
    "/prov",
    "/upload",
)
"""Pages whose write can cut the gateway off, change its firmware, passwords or
network, or reset, decommission or re-provision devices. docs/writes.md lists them."""

# What a server may drop from the end of a segment.
_SUFFIX = re.compile(r"(\.json|\.xml|\.rb)?(;.*)?$")

# A percent sign can be encoded again and again.
_DECODE_ROUNDS = 5


def locked_page(endpoint: str) -> str | None:
    """Return the locked page that an endpoint is or lies below, by its name."""
    page = _page(endpoint)
    for name in LOCKED_PAGES:
        locked = _page(name.removesuffix("/{serial}"))
        if page == locked or page.startswith(f"{locked}/"):
            return name
    return None


def matches(endpoint: str, patterns: list[str]) -> bool:
    """Return whether an endpoint is one of these, which may have `*` in them."""
    page = _page(endpoint)
    return any(fnmatchcase(page, _page(pattern)) for pattern in patterns)


def _page(endpoint: str) -> str:
    """Return what a gateway may take an endpoint for, however it is written."""
    path = endpoint.partition("?")[0]
    for _ in range(_DECODE_ROUNDS):
        path = unquote(path)
    path = re.split(r"[?#]", path)[0].lower()
    segments = (_SUFFIX.sub("", segment) for segment in re.split(r"[/\\]+", path))
    return "/" + "/".join(segment for segment in segments if segment)

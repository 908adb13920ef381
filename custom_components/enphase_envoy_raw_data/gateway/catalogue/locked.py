"""Which pages can do lasting harm when they are written."""

from typing import Final

from ..address import same_page

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


def locked_page(endpoint: str) -> str | None:
    """Return the locked page that an endpoint is or lies below, by its name."""
    page = same_page(endpoint)
    for name in LOCKED_PAGES:
        locked = same_page(name.removesuffix("/{serial}"))
        if page == locked or page.startswith(f"{locked}/"):
            return name
    return None

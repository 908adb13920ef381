"""Which login an endpoint needs."""

from fnmatch import fnmatchcase

from ..replica import Firmware
from .tokens import ROLE_LEVELS

# Role to read, role to write. Everything that is not listed takes an owner.
_ROLES: dict[str, tuple[str, str]] = {
    "/": ("none", "none"),
    "/admin": ("none", "none"),
    "/admin/lib/admin_dcc_display*": ("prov", "prov"),
    "/admin/lib/admin_pmu_display*": ("prov", "prov"),
    "/admin/lib/date_time_display*": ("prov", "prov"),
    "/admin/lib/dba*": ("none", "none"),
    "/auth/*": ("none", "none"),
    "/doc": ("none", "none"),
    "/error": ("none", "none"),
    # Only the suffixed twin is documented as needing a login.
    "/home": ("none", "none"),
    "/info": ("none", "none"),
    "/info.xml": ("none", "none"),
    "/installer/agf/index*": ("installer", "installer"),
    "/installer/agf/inverters_status*": ("prov", "prov"),
    "/installer/agf/set_profile*": ("installer", "installer"),
    "/installer/agf/upload_profile_package": ("installer", "installer"),
    "/installer/pcu_comm_check": ("installer", "installer"),
    "/ivp/adc/relaxedparams/add": ("anybody", "prov"),
    "/ivp/grest/local/gs/redeterminephase": ("prov", "prov"),
    "/ivp/mod/*/mode/power": ("installer", "installer"),
    "/ivp/pdm/energy": ("installer", "installer"),
    "/ivp/peb/devstatus": ("installer", "installer"),
    "/ivp/peb/newscan": ("prov", "prov"),
    "/ivp/peb/reportsettings": ("support", "support"),
    "/ivp/ss/dpel": ("installer", "installer"),
    "/stream/meter": ("prov", "prov"),
    "/valid_token": ("anybody", "anybody"),
}

CLOSED_ON_7_3 = (
    "/ivp/ensemble/dry_contacts",
    "/ivp/ensemble/errors",
    "/ivp/ensemble/generator",
    "/ivp/ensemble/power",
    "/ivp/ensemble/relay",
    "/ivp/ensemble/secctrl",
    "/ivp/ensemble/status",
    "/ivp/sc/pvlimit",
    "/ivp/ss/",
)
"""How the pages begin that 7.3.130 refuses to a good token, whatever its role; the
inventory of batteries is open."""

# On 3.18, where other firmware takes any user.
_INSTALLERS_ON_3_18 = "/api/v1/production/inverters"

# A level that no role reaches.
_NOBODY = max(ROLE_LEVELS.values()) + 1


def needed_level(path: str, method: str, firmware: Firmware) -> int:
    """Return the level that a request must have; 0 needs no login at all."""
    if not firmware.token_login and not firmware.guarded(path):
        return 0
    if (3, 18) <= firmware.numbers < (4,) and path == _INSTALLERS_ON_3_18:
        return ROLE_LEVELS["installer"]
    if _closed(path, firmware.numbers):
        return _NOBODY
    if path == "/stream/meter" and firmware.owner_may_stream:
        return ROLE_LEVELS["owner"]
    for pattern, (read, write) in _ROLES.items():
        if fnmatchcase(path, pattern):
            return ROLE_LEVELS[read if method in ("GET", "HEAD") else write]
    return ROLE_LEVELS["owner"]


def _closed(path: str, numbers: tuple[int, ...]) -> bool:
    """Tell whether a firmware refuses a page to every login."""
    if numbers < (4,):
        # Up to 3.17 this page is not there, and says so.
        return numbers >= (3, 18) and path == "/ivp/meters"
    if numbers < (7,):
        # Logins that open other pages don't open this one; its twin is open to all.
        return path == "/production"
    return numbers == (7, 3, 130) and path.startswith(CLOSED_ON_7_3)

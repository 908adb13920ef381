"""Texts of replies that gateways are known to use: states, types, kinds of devices.

They are those of our replicas, without what people choose. All others get a
stand-in, since nobody can tell a state from a name. A test looks for every text of
our replicas in here.
"""

import re
from typing import Final

KNOWN_TEXTS: Final = frozenset(
    """
    1/1 11/1 12/31 13:00 4c8675 5/1 ACB CG CL ENCHARGE ENCHG_STATE_READY ENPOWER
    ENPWR_STATE_OPER_CLOSED ERROR ESUB Fri ID INSTALLED L1 L2 L3 LOAD Mon
    Mon,Tue,Wed,Thu,Fri,Sat,Sun NC1 NC2 NC3 NEM NEM2 NO1 NO2 NO3 NONE NORMAL NSRB
    None ON PCU PL STORAGE_TOU Sat Standby StorageTouMode_DEFAULT_TOU_MODE Sun
    Sun,Mon,Tue,Wed,Thu,Fri,Sat System Tariff Thu Tue USE_BATTERY Wed ZN acb agf
    all_days all_year app apply auto backbone backup backup_only boot cL1 cL2 cL3
    cellular charging check-wiring close closed communicating configured connected
    devType devimg disabled discharging disconnected economy eim enabled
    envoy.global.ok essimg eth0 ethernet failed false geo grid-forming grid-tied
    high idle inverters kernel manual meter mid-peak multimode-offgrid
    multimode-ongrid multimode-transition mylogger net-consumption no none normal
    not-configured not-metered nsrb null off off-peak ok on open pL1 pL2 pL3 pcu
    peak pending period_1 period_2 period_3 ph-a ph-b ph-c ph-unset
    power-on-unused-phase ppp0 producing production production-imbalance prop.done
    prop.pending propagated recent release-1 rootfs running savings-mode security
    self-consumption serialNumber shed single single_rate site_settings sleeping
    split subghz success summer tariff.json three tier_1 tier_2 tier_3 time_to_use
    total-consumption true unknown waking weekday weekend weekends wifi winter wlan0
    wwwapp yes zigbee
    """.split()
) | frozenset(
    line.strip()
    for line in """
        No profile is set.
        404 - Not Found
        405 - Method Not Allowed
        503 - Service Unavailable
        400 - Bad Request
        401 Unauthorized
        401 Authorization Required
        Error: 401
        Unauthorized
        This page needs a login with enough rights.
        The trip point interface was removed.
        Page Not Found
        Not found
        Production
        System energy production
        Currently
        Today
        Past Week
        Since Installation
        Resource busy, please retry after 30 seconds
        Too many sessions
    """.splitlines()
)

TAGS: Final = frozenset(
    """
    html head title meta link style script body center div span p font h1 h2 h3 h4 h5
    h6 table thead tbody tr td th ul ol li pre br hr img form input select option b i
    a em strong nav label button
    """.split()
)

ATTRIBUTES: Final = frozenset(
    """
    class id name type lang charset http-equiv content href src rel border width
    height align valign colspan rowspan method action value version encoding
    """.split()
)

_HARMLESS: Final = re.compile(
    # Part numbers, with or without the version of their software.
    r"\d{3}-\d{5}-r\d{1,3}(-v\d{1,3}(\.\d{1,3}){1,3})?"
    # States of devices.
    r"|(envoy|prop)(\.[a-z_]{1,40}){1,4}"
    # A time of day, or a day of a year.
    r"|\d{1,2}:\d\d(:\d\d)?|\d{1,2}/\d{1,2}"
    # What a page of older firmware measures.
    r"|-?\d{1,6}([.,]\d{1,3})? ?[kM]?W"
    # Flags.
    r"|0x0*"
)

# Only where a key says that it is one: 12.34.56 may be anything else.
_VERSION: Final = re.compile(
    r"[A-Z]?\d{1,2}(\.\d{1,5}){1,3}((_rel|_release)/\d\d\.\d\d)?"
)
_VERSION_KEYS: Final = re.compile(
    r"software|version|release_ver|build|img_pnum_running|\w+_vers(ion)?"
)


def is_known_text(key: str, text: str) -> bool:
    """Return whether a text tells nothing of whose gateway it is."""
    return (
        text in KNOWN_TEXTS
        or _HARMLESS.fullmatch(text) is not None
        or (
            _VERSION_KEYS.fullmatch(key) is not None
            and _VERSION.fullmatch(text) is not None
        )
    )

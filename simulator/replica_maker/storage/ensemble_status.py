"""The large page /ivp/ensemble/status."""

from typing import Any

from ..site import Battery, Site
from .storage import relay, secctrl

_BATTERY_TYPE = 13
_CONTROLLER_TYPE = 17
# Counters, profile and the mark of a simulation are gone from here on.
_SHORT_SINCE = (8, 1)
# The radio of a battery or controller is there again where no other is.
_RADIO_SINCE = (8, 2, 4382)
_COUNTERS = (
    "api_ecagtInit",
    "api_ecagtTick",
    "api_ecagtGetDeviceCount",
    "api_ecagtGetDeviceInfo",
    "api_ecagtSetSecCtrlBias",
    "api_ecagtGetSecCtrlBias",
    "api_ecagtGetSecCtrlBiasQ",
    "api_ecagtGetRelayState",
    "api_ecagtSetDataModelCache",
    "api_AggNameplate",
    "api_ecagtGetGridFreq",
    "api_ecagtGetGridVolt",
    "api_ecagtGetGridFreq_err_notfound",
    "rest_StatusGet",
    "rest_InventoryGet",
    "rest_SubmodGet",
    "rest_SecCtrlGet",
    "rest_Power",
    "ext_zb_send_msg",
    "txmsg_OBJ_MDL_SECONDARY_CTRL_REQ",
    "zmq_ecaHello",
    "zmq_streamdata",
    "zmq_ecaSecCtrlMsg",
    "zmq_meterlog_ok",
    "dmdl_FILES_INDEXED",
    "secctrlNotReady",
    "backupSocLimitSet",
    "backupSocLimitChanged",
    "api_ecagtGetGenRelayState",
)


def status(site: Site) -> dict[str, Any]:
    """Return the page."""
    serials: dict[str, Any] = {
        battery.serial: _battery(site, battery) for battery in site.batteries
    }
    if site.controller:
        serials[site.controller] = _controller(site, site.controller)
    page: dict[str, Any] = {"inventory": {"serial_nums": serials}}
    if site.version < _SHORT_SINCE:
        page["counters"] = {
            name: 11 * place + 1 for place, name in enumerate(_COUNTERS)
        }
    page |= {"secctrl": secctrl(site), "relay": relay(site)}
    if site.version < _SHORT_SINCE:
        page["profile"] = {"message": "No profile is set."}
        page["fakeit"] = {"fake_inventory_mode": False}
    return page


def _begin(place: int, kind: int, state: tuple[int, str]) -> dict[str, Any]:
    """Return what each device begins with."""
    return {
        "device_type": kind,
        "com_interface_str": "zigbee",
        "device_id": str(40 + place),
        "admin_state": state[0],
        "admin_state_str": state[1],
    }


def _rest(site: Site, part: str, images: dict[str, str], serial: str) -> dict[str, Any]:
    """Return what each device ends with."""
    # With both kinds of storage the radio's versions are not shown.
    both = bool(site.batteries) and bool(site.controller)
    radio = (
        {"zb_fw_version": "2.0.0", "zb_bootloader_vers": "1.9.1"}
        if site.version >= _RADIO_SINCE and not both
        else {}
    )
    loader = {"part_number": "560-00021-r01", "assembly_number": "860-00001-r01"}
    # A controller's second part has never told its own.
    empty = {"part_number": "", "assembly_number": ""}
    told = loader if images["bmu"] else empty
    modules = {
        serial[:-2] + f"{number:02d}": {
            "device_type": 21,
            "admin_state": 1,
            "part_number": "830-00703-r84",
            "assembly_number": "880-00122-r02",
            "dmir": {"part_number": "549-00001-r01", "assembly_number": "000123"},
            "procload": loader if number == 1 else told,
        }
        for number in (1, 2)
    }
    return {
        "msg_retry_count": 0,
        "part_number": part,
        "assembly_number": "880-00210-r05",
        "app_fw_version": images["app"],
        **radio,
        "ibl_fw_version": "1.2.14",
        "swift_asic_fw_version": images["asic"],
        "bmu_fw_version": images["bmu"],
        "submodule_count": len(modules),
        "submodules": modules,
    }


def _battery(site: Site, battery: Battery) -> dict[str, Any]:
    """Return one battery."""
    place = battery.place
    images = {"app": "2.6.6618_rel/22.11", "asic": "0.2.0", "bmu": "2.1.38"}
    known = {
        "reported_grid_mode": "multimode-ongrid",
        "phase": "ph-unset",
        "der_index": 1,
        "encharge_revision": 2,
        "encharge_capacity": battery.capacity,
        "encharge_rated_power": 3840,
        "reported_enc_grid_state": "grid-tied",
    }
    return {
        **_begin(place, _BATTERY_TYPE, (6, "ENCHG_STATE_READY")),
        **known,
        **_rest(site, "830-01760-r46", images, battery.serial),
    }


def _controller(site: Site, serial: str) -> dict[str, Any]:
    """Return the system controller."""
    images = {"app": "1.2.2064_release/20.34", "asic": "", "bmu": ""}
    return {
        **_begin(9, _CONTROLLER_TYPE, (24, "ENPWR_STATE_OPER_CLOSED")),
        **_rest(site, "860-00276-r54", images, serial),
    }

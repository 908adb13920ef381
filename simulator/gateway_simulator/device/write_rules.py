"""What each endpoint does with a write; storage has a file of its own."""

from copy import deepcopy
from fnmatch import fnmatchcase

from .storage_rules import (
    acb_sleep,
    clear_errors,
    dry_contact_settings,
    dry_contacts,
    generator,
    generator_mode,
    relay,
)
from .writes import Documents, Malformed, Outcome, Rule, Write, left_out, store, stored


def merge(write: Write) -> Outcome:
    """Lay the body's members over the stored ones."""
    return stored(write, {**write.stored, **write.object()})


def form(write: Write) -> Outcome:
    """Lay form fields over the stored ones, and say so in few words."""
    fields = {name: value for name, value in write.object().items() if name != "fname"}
    return stored(write, {**write.stored, **fields}, {"message": "success"})


def tariff(write: Write) -> Outcome:
    """Replace the whole tariff; the schedule beside it is the gateway's own."""
    new = write.under("tariff", dict)
    current = write.stored
    old_storage = current["tariff"].get("storage_settings") or {}
    new_storage = new.get("storage_settings") or {}
    document = {**current, "tariff": new}
    if old_storage.get("opt_schedules") and (
        new_storage.get("mode") != old_storage.get("mode")
    ):
        # While the cloud optimises, a mode change is accepted and ignored.
        return Outcome(reply=current)
    dropped = left_out(current["tariff"], new, "tariff")
    return stored(write, document, dropped=dropped)


def power_mode(write: Write) -> Outcome:
    """Stop all production with 1 and allow it again with 0."""
    values = write.under("arr", list)
    if values not in ([0], [1]):
        raise Malformed
    return stored(write, {"powerForcedOff": values == [1]}, b"")


def livedata_stream(write: Write) -> Outcome:
    """Turn live streaming to the cloud on or off."""
    state = "enabled" if write.object().get("enable") else "disabled"

    def change(documents: Documents) -> None:
        documents["/ivp/livedata/status"]["connection"]["sc_stream"] = state

    return Outcome(reply={"sc_stream": state}, change=change)


def set_profile(write: Write) -> Outcome:
    """Select a grid profile that the gateway has."""
    wanted = write.under("selected_profile", str)
    index = write.documents["/installer/agf/index.json"]
    if wanted not in [profile["profile_id"] for profile in index["profiles"]]:
        return Outcome(reply={"message": "The profile is not on this gateway."})

    def change(documents: Documents) -> None:
        documents["/installer/agf/index.json"]["selected_profile"] = wanted

    return Outcome(
        reply={"message": "The profile selection is accepted."}, change=change
    )


def profile_package(write: Write) -> Outcome:
    """Take a multipart body with a field named file."""
    if b'name="file"' not in write.body:
        raise Malformed
    return Outcome(reply={"message": "success"}, change=_no_trace)


def meters(write: Write) -> Outcome:
    """Lay the settings of one meter, or of a list of meters, over the stored ones."""
    listed = "/ivp/meters"
    value = write.value()
    last = write.path.rpartition("/")[2]
    given = value if isinstance(value, list) else [value]
    if last.isdigit():
        given = [{**entry, "eid": int(last)} for entry in given]
    document = deepcopy(write.documents[listed])
    for entry in given:
        for meter in document:
            if meter["eid"] == entry.get("eid"):
                meter.update(entry)
                break
        else:
            raise Malformed
    return Outcome(reply=document, change=store(listed, document))


def inverter_phase(write: Write) -> Outcome:
    """Pin the inverter named in the query to a phase."""
    document = write.stored
    try:
        inverter = document[write.query["serial_num"]]
        inverter["phase"] = write.query["man_ph_ind"]
    except KeyError as err:
        raise Malformed from err
    return stored(write, document, inverter)


def new_scan(write: Write) -> Outcome:
    """Start a search for devices with PUT and stop it with DELETE."""
    document = write.stored
    document["newDeviceScan"]["active"] = write.method == "PUT"
    return stored(write, document)


def support_tunnel(write: Write) -> Outcome:
    """Open or close the support tunnel."""
    states = {"tunnelopen": True, "tunnelclose": False}
    wanted = states.get(write.under("fname", str))
    if wanted is None:
        raise Malformed
    return stored(write, {**write.stored, "tunnel_open": wanted})


def accept(_: Write) -> Outcome:
    """Accept an order that leaves no trace in any document; the reply is empty."""
    return Outcome(reply=b"", change=_no_trace)


def _no_trace(_: Documents) -> None:
    """Change nothing that can be read."""


# Methods and rule by path pattern; any other method gets 405.
_RULES: dict[str, dict[str, Rule]] = {
    "/admin/lib/acb_config": {"PUT": acb_sleep, "DELETE": acb_sleep},
    "/admin/lib/admin_dcc_display": {"POST": form},
    "/admin/lib/admin_pmu_display": {"POST": form},
    "/admin/lib/date_time_display": {"POST": form},
    "/admin/lib/dba": {"POST": support_tunnel},
    "/admin/lib/network_display": {"POST": form},
    "/admin/lib/tariff": {"PUT": tariff, "POST": tariff},
    "/installer/agf/inverters_status": {"PUT": inverter_phase},
    "/installer/agf/set_profile.json": {"PUT": set_profile},
    "/installer/agf/upload_profile_package": {"POST": profile_package},
    "/ivp/ensemble/dry_contacts": {"POST": dry_contacts},
    "/ivp/ensemble/errors": {"POST": clear_errors},
    "/ivp/ensemble/relay": {"POST": relay},
    "/ivp/grest/local/gs/redeterminephase": {"POST": accept},
    "/ivp/livedata/stream": {"POST": livedata_stream},
    "/ivp/meters": {"PUT": meters},
    "/ivp/meters/*": {"PUT": meters},
    "/ivp/mod/*/mode/power": {"PUT": power_mode},
    "/ivp/peb/newscan": {"PUT": new_scan, "DELETE": new_scan},
    "/ivp/peb/reportsettings": {"PUT": merge},
    "/ivp/ss/dpel": {"POST": merge},
    "/ivp/ss/dry_contact_settings": {"POST": dry_contact_settings},
    "/ivp/ss/enc_settings": {"POST": merge},
    "/ivp/ss/gen_config": {"POST": generator},
    "/ivp/ss/gen_mode": {"POST": generator_mode},
    "/ivp/ss/gen_schedule": {"POST": generator},
}
# These take writes without having a document of their own.
_WRITE_ONLY = {
    "/installer/agf/set_profile.json": "/installer/agf/index.json",
    "/installer/agf/upload_profile_package": "/installer/agf/index.json",
    "/ivp/grest/local/gs/redeterminephase": "/ivp/meters",
    "/ivp/livedata/stream": "/ivp/livedata/status",
}


def write_rules(path: str, documents: Documents, *, exists: bool) -> dict[str, Rule]:
    """Return the rules of a path by method, as far as this gateway has it."""
    if not exists and _WRITE_ONLY.get(path) not in documents:
        return {}
    for pattern, rules in _RULES.items():
        if fnmatchcase(path, pattern):
            return rules
    return {}

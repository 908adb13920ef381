"""What the endpoints of batteries, contacts and the generator do with a write."""

from typing import Any

from .writes import Documents, Malformed, Outcome, Write, left_out, stored


def dry_contacts(write: Write) -> Outcome:
    """Open or close one relay; its state follows."""
    wanted = write.under("dry_contacts", dict)
    ids = [contact["id"] for contact in write.stored["dry_contacts"]]
    if wanted.get("id") not in ids or wanted.get("status") not in ("open", "closed"):
        raise Malformed
    if not _controllers(write.documents):
        # The contacts are listed without the hardware, too.
        return Outcome(reply={"dry_contacts": [wanted]})

    def follow(documents: Documents) -> None:
        for contact in documents[write.path]["dry_contacts"]:
            if contact["id"] == wanted["id"]:
                contact["status"] = wanted["status"]

    return Outcome(reply={"dry_contacts": [wanted]}, follow=follow)


def dry_contact_settings(write: Write) -> Outcome:
    """Replace the rules of one contact, or the list of all, by what is given.

    A real gateway may crash if a field is missing. This one stores what it got, and
    the journal has what was left out.
    """
    wanted = write.object().get("dry_contacts")
    document = write.stored
    before = document["dry_contacts"]
    names = [row.get("id") for row in before]
    if isinstance(wanted, list):
        after = wanted
    elif isinstance(wanted, dict) and wanted.get("id") in names:
        after = list(before)
        after[names.index(wanted["id"])] = wanted
    else:
        raise Malformed
    return stored(
        write,
        document | {"dry_contacts": after},
        {"dry_contacts": wanted},
        left_out(before, after, "dry_contacts"),
    )


def relay(write: Write) -> Outcome:
    """Ask for the grid relay to open or close; its position follows."""
    wanted = write.under("mains_admin_state", str)
    if wanted not in ("open", "closed"):
        raise Malformed
    if not _controllers(write.documents):
        # Nothing is there that could follow; the reply says yes all the same.
        return Outcome(reply={"mains_admin_state": wanted})
    mode = "multimode-ongrid" if wanted == "closed" else "multimode-offgrid"

    def change(documents: Documents) -> None:
        documents[write.path]["mains_admin_state"] = wanted
        for device in _controllers(documents):
            device["mains_admin_state"] = wanted

    def follow(documents: Documents) -> None:
        state = documents[write.path]
        state["mains_oper_state"] = wanted
        state["Enchg_grid_mode"] = state["Solar_grid_mode"] = mode
        for device in _controllers(documents):
            device["mains_oper_state"] = wanted
            device["Enpwr_grid_mode"] = device["Enchg_grid_mode"] = mode
        live = documents["/ivp/livedata/status"]["meters"]
        live["main_relay_state"] = int(wanted == "closed")

    return Outcome(reply={"mains_admin_state": wanted}, change=change, follow=follow)


def _controllers(documents: Documents) -> list[dict[str, Any]]:
    """Return the system controllers of the storage inventory."""
    return [
        device
        for group in documents["/ivp/ensemble/inventory"]
        if group["type"] == "ENPOWER"
        for device in group["devices"]
    ]


def generator(write: Write) -> Outcome:
    """Replace a generator document; the reply is what is stored now."""
    before, document = write.stored, write.object()
    power = write.documents.get("/ivp/ensemble/power") or {}
    if not power.get("devices:") and "charge_from_generator" in document:
        document["charge_from_generator"] = True
    return stored(write, document, dropped=left_out(before, document, ""))


def generator_mode(write: Write) -> Outcome:
    """Switch the generator."""
    if write.under("gen_cmd", str) not in ("on", "off", "auto"):
        raise Malformed
    return stored(write, {**write.stored, **write.object()})


def acb_sleep(write: Write) -> Outcome:
    """Send AC batteries to sleep, or wake them with DELETE."""
    named = write.under("acb_sleep", list)
    try:
        serials = [entry["serial_num"] for entry in named]
    except (KeyError, TypeError) as err:
        raise Malformed from err
    document = write.stored
    document["acb_sleep"] = [
        entry for entry in document["acb_sleep"] if entry["serial_num"] not in serials
    ]
    if write.method == "PUT":
        document["acb_sleep"] += named
    return stored(write, document)


def clear_errors(write: Write) -> Outcome:
    """Clear the controller errors whose bits are named."""
    bits = write.under("errors_to_clear", int)
    document = write.stored
    document["errors"] &= ~bits
    return stored(write, document)

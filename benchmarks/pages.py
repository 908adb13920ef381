"""The pages that are read: inverters as gateways list them, at exact sizes."""

import json

ENDPOINT = "/api/v1/production"
"""A page that says it is JSON, so that `rest_command` decodes it, too."""

SIZES = {"200 B": 200, "12 kB": 12_000, "1 MB": 1_000_000}
"""Bytes of a reply, by what the table calls it."""

_FIRST_SERIAL = 121_935_000_000
_READ_AT = 1_760_000_000


def endpoint(size: int, number: int = 0) -> str:
    """Return the endpoint of a page with so many bytes; each number is another."""
    return f"{ENDPOINT}?bytes={size}" + (f"&n={number}" if number else "")


def page(size: int) -> bytes:
    """Return a JSON page of exactly so many bytes, as the firmware lays it out."""
    inverters = [_inverter(0)]
    length = len(_render(inverters))
    while length < size:
        inverters.append(_inverter(len(inverters)))
        length += len(_render(inverters[-1:]))
    while len(body := _render(inverters)) > size:
        inverters.pop()
    return body.ljust(size)


def _render(inverters: list[dict[str, str | int]]) -> bytes:
    """Return a list as the firmware writes it."""
    return json.dumps(inverters, indent=2).encode() + b"\n"


def _inverter(number: int) -> dict[str, str | int]:
    """Return one entry of the list."""
    return {
        "serialNumber": str(_FIRST_SERIAL + number),
        "lastReportDate": _READ_AT + number,
        "devType": 1,
        "lastReportWatts": number % 300,
        "maxReportWatts": 300,
    }
